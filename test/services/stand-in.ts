import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { AwsService } from '../../lambdas/adapters/aws/service.ts';

export interface Received {
  method: string;
  url: URL;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

export interface Answer {
  status: number;
  headers?: Record<string, string>;
  body?: string | Buffer;
}

export interface StandIn {
  service: AwsService & { endpoint: string };
  port: number;
  close(): Promise<void>;
}

/** How a client of the SDK reaches a stand-in for a service of AWS on loopback, which asks nobody who they are. */
export function standIn(port: number): StandIn['service'] {
  const credentials = { accessKeyId: 'stand-in', secretAccessKey: 'stand-in' };
  return { endpoint: `http://127.0.0.1:${port}`, region: 'eu-west-1', credentials };
}

/** Starts a stand-in for a service on loopback. A request that is not signed is refused, as AWS does. */
export function startStandIn(answerTo: (received: Received) => Answer): Promise<StandIn> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { method = '', url = '', headers } = request;
    const signed = /^AWS4-HMAC-SHA256 /.test(headers.authorization ?? '');
    const received = { method, url: new URL(url, 'http://stand-in'), headers, body: Buffer.concat(chunks) };
    const answer: Answer = signed ? answerTo(received) : { status: 403 };
    response.writeHead(answer.status, answer.headers).end(answer.body);
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      resolve({
        service: standIn(port),
        port,
        close() {
          server.closeAllConnections();
          return new Promise((closed) => server.close(() => closed()));
        },
      });
    });
  });
}

/** Whether a call came over a connection of its own: one that is kept may have died while a function was frozen. */
export function takesOwn(connection: string | undefined): boolean {
  return connection === 'close';
}
