import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a function threw, as Lambda tells its caller. */
export class FunctionError extends Error {
  override readonly name = 'FunctionError';
  readonly type: string;

  constructor({ errorType = 'Unknown', errorMessage = '' }: { errorType?: string; errorMessage?: string }) {
    super(errorMessage);
    this.type = errorType;
  }
}

export interface RuntimeApi {
  /** For `AWS_LAMBDA_RUNTIME_API`. */
  address: string;
  /** Resolves once the function asks for its first event; rejects with what went wrong before that. */
  ready: Promise<void>;
  /** Hands over one event, when the function asks for it, and answers what became of it. */
  invoke(event: unknown, facts: { functionArn: string; timeoutMs: number }): Promise<unknown>;
  /** Ends what is waited for: the process is gone. */
  fail(error: Error): void;
  close(): Promise<void>;
}

export interface Hooks {
  /** The function waits for an event. */
  onIdle(): void;
  /** It is about to get one. */
  onBusy(): void;
}

interface Pending {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

const prefix = '/2018-06-01/runtime/';

/**
 * The Runtime API of one execution environment ("Using the Lambda runtime API for custom runtimes", AWS Lambda developer
 * guide): one event at a time.
 */
export async function startRuntimeApi({ onIdle, onBusy }: Hooks): Promise<RuntimeApi> {
  const ready = Promise.withResolvers<void>();
  ready.promise.catch(() => {});
  let asked = Promise.withResolvers<ServerResponse>();
  asked.promise.catch(() => {});
  const running = new Map<string, Pending>();

  function fail(error: Error): void {
    ready.reject(error);
    asked.reject(error);
    for (const { reject } of running.values()) reject(error);
    running.clear();
  }

  function settle(id: string, outcome: (pending: Pending) => void): void {
    const pending = running.get(id);
    running.delete(id);
    if (pending) outcome(pending);
  }

  const server = createServer(async (request, response) => {
    const path = request.url?.slice(prefix.length) ?? '';
    if (path === 'invocation/next') {
      asked.resolve(response);
      ready.resolve();
      onIdle();
      return;
    }
    const body = await jsonOf(request);
    response.writeHead(202).end();
    const [, id = '', what] = path.split('/');
    if (path === 'init/error') fail(new FunctionError(body as object));
    else if (what === 'response') settle(id, ({ resolve }) => resolve(body));
    else settle(id, ({ reject }) => reject(new FunctionError(body as object)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    ready: ready.promise,
    async invoke(event, { functionArn, timeoutMs }) {
      const response = await asked.promise;
      asked = Promise.withResolvers();
      asked.promise.catch(() => {});
      const id = randomUUID();
      const answer = new Promise((resolve, reject) => running.set(id, { resolve, reject }));
      onBusy();
      response.writeHead(200, {
        'content-type': 'application/json',
        'lambda-runtime-aws-request-id': id,
        'lambda-runtime-invoked-function-arn': functionArn,
        'lambda-runtime-deadline-ms': String(Date.now() + timeoutMs),
        'lambda-runtime-trace-id': `Root=1-6925a000-${id.replaceAll('-', '').slice(0, 24)};Sampled=0`,
      });
      response.end(JSON.stringify(event));
      return answer;
    },
    fail,
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

async function jsonOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return JSON.parse(Buffer.concat(chunks).toString());
}
