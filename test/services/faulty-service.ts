import { createServer, type IncomingMessage, type ServerResponse, request as send } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { AwsService } from '../../lambdas/adapters/aws/service.ts';
import { standIn } from './stand-in.ts';

export interface Exchange {
  path: string;
  body: string;
  response: ServerResponse;
  /** Lets the service behind do what was asked; answers once it has answered. */
  pass(): Promise<{ status: number; headers: Record<string, string | string[]>; body: Buffer }>;
}

export type Fault = (exchange: Exchange) => unknown;

/** What a service does that is there and does not work, whatever its protocol. */
export const faults = {
  'is silent': () => {},
  'stops in the middle of its answer': ({ response }) => response.writeHead(200, { 'content-length': 100 }).write('{'),
  'answers nonsense': ({ response }) => response.writeHead(200, { 'content-type': 'text/html' }).end('<html>It works!'),
  'hangs up': ({ response }) => response.destroy(),
  'answers 500': ({ response }) => response.writeHead(500).end('<html>Oops'),
  'answers 503': ({ response }) => response.writeHead(503).end(),
} satisfies Record<string, Fault>;

/** Does what was asked, and hangs up instead of saying so. */
export const losesTheAnswer: Fault = ({ pass, response }) => pass().finally(() => response.destroy());

/** An answer that the service itself would give. */
export const answering =
  (status: number, body: string, headers: Record<string, string> = {}): Fault =>
  ({ response }) =>
    response.writeHead(status, headers).end(body);

export interface FaultyService {
  service: AwsService & { endpoint: string };
  /** The next so many requests meet the fault, all of them where it is not said; null: none does. */
  play(fault: Fault | null, times?: number): void;
  /** How many requests have come since the last `play`. */
  requests(): number;
  close(): Promise<void>;
}

/** Stands on loopback before the service of that port, or for one that is only ever faulty. */
export function startFaultyService(port = 0): Promise<FaultyService> {
  let fault: Fault | null = null;
  let left = 0;
  let count = 0;
  const server = createServer(async (request, response) => {
    count += 1;
    const body = await textOf(request);
    const pass = () => passOn(port, request, body);
    if (fault && left > 0) {
      left -= 1;
      fault({ path: request.url ?? '', body: body.toString(), response, pass });
      return;
    }
    const answer = await pass().catch(() => undefined);
    if (answer) response.writeHead(answer.status, answer.headers).end(answer.body);
    else response.destroy();
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () =>
      resolve({
        service: standIn((server.address() as AddressInfo).port),
        play(next, times = Number.POSITIVE_INFINITY) {
          fault = next;
          left = times;
          count = 0;
        },
        requests: () => count,
        close() {
          server.closeAllConnections();
          return new Promise((closed) => server.close(() => closed()));
        },
      }),
    );
  });
}

export async function textOf(stream: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

export function passOn(port: number, { method, url, headers }: IncomingMessage, body: Buffer) {
  return new Promise<Awaited<ReturnType<Exchange['pass']>>>((resolve, reject) => {
    const passed = send({ port, host: '127.0.0.1', method, path: url, headers, agent: false }, async (answer) => {
      const { 'transfer-encoding': _framing, ...kept } = answer.headers as Record<string, string | string[]>;
      resolve({ status: answer.statusCode ?? 0, headers: kept, body: await textOf(answer) });
    });
    passed.on('error', reject).end(body);
  });
}
