import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { closeAfter, declaresTooMuch, readBody } from './body.ts';
import { plainIp } from './headers.ts';
import { hostRule } from './host.ts';
import { bareAnswer, type GatewayAnswer, type GatewayRequest, type HeaderField } from './message.ts';
import { integrationFault } from './result.ts';

/** Answers one request whose `Host` was found right. Rejecting makes a bare 500. */
export type Responder = (request: GatewayRequest) => Promise<GatewayAnswer>;

export interface ServerOptions {
  host: string;
  /** 0 takes any free one. */
  port: number;
  respond: Responder;
  onFault: (error: unknown) => void;
}

export interface RunningServer {
  port: number;
  /** Takes no new request, lets the running ones finish, and closes what is left after `graceMs`. */
  close(graceMs: number): Promise<void>;
}

/** Listens on a port and answers every request by `respond`. Rejects with the socket's error, such as `EADDRINUSE`. */
export async function serve(options: ServerOptions): Promise<RunningServer> {
  let stopping = false;
  let refuseHost: ReturnType<typeof hostRule> = () => null;
  const listener = async (request: IncomingMessage, response: ServerResponse) => {
    const answer = await answerTo(request, refuseHost, options);
    // A client that went away waits for nothing.
    if (!answer) return void request.socket.destroy();
    // The rest of a body that nobody read, or a process about to end: either way the connection cannot be used again.
    if (!request.complete) closeAfter(request, response);
    else if (stopping) response.setHeader('connection', 'close');
    write(response, answer);
  };
  // Twice the header limit: what is between the two gets API Gateway's own answer, the rest `clientError`'s.
  const server = createServer({ maxHeaderSize: 20_480, requestTimeout: 30_000 }, listener);
  server.on('checkContinue', (request, response) => {
    if (!declaresTooMuch(request)) response.writeContinue();
    listener(request, response);
  });
  server.on('clientError', refuseUnreadable);
  await listen(server, options);
  const { port } = server.address() as AddressInfo;
  refuseHost = hostRule(options.host, port);
  return {
    port,
    close: (graceMs) => {
      stopping = true;
      return closeServer(server, graceMs);
    },
  };
}

/** The answer to a request, or null where its client went away. */
async function answerTo(
  request: IncomingMessage,
  refuseHost: ReturnType<typeof hostRule>,
  options: ServerOptions,
): Promise<GatewayAnswer | null> {
  const { socket } = request;
  const headers = headerFields(request);
  const refusal = refuseHost(hostsIn(headers), plainIp(socket.localAddress));
  const { method = 'GET', url: target = '' } = request;
  if (refusal) return bareAnswer(refusal.status, refusal.message);
  // RFC 9112 3.2.2: the absolute form names another host than `Host` may; no client of an origin server needs it.
  if (!target.startsWith('/')) return bareAnswer(400, 'Bad Request');
  const body = await readBody(request);
  if (body === 'gone') return null;
  if (body === 'too long') return bareAnswer(413, 'Request Too Long');
  const protocol = `HTTP/${request.httpVersion}`;
  try {
    return await options.respond({ method, target, headers, body, protocol, sourceIp: plainIp(socket.remoteAddress) });
  } catch (error) {
    options.onFault(error);
    return integrationFault();
  }
}

/** Node drops or joins duplicates in `headers` by its own rules: the raw list is what was sent. */
function headerFields(request: IncomingMessage): HeaderField[] {
  const fields: HeaderField[] = [];
  for (let index = 0; index + 1 < request.rawHeaders.length; index += 2)
    fields.push([request.rawHeaders[index] ?? '', request.rawHeaders[index + 1] ?? '']);
  return fields;
}

function hostsIn(headers: readonly HeaderField[]): string[] {
  const hosts: string[] = [];
  for (const [name, value] of headers) if (name.length === 4 && name.toLowerCase() === 'host') hosts.push(value);
  return hosts;
}

/** Up to this many bytes a copy costs less than a second write to the socket. */
const oneWriteBytes = 16_384;

function write(response: ServerResponse, { status, headers, body }: GatewayAnswer): void {
  const fields: string[] = [];
  for (const [name, value] of headers) fields.push(name, value);
  const bodiless = response.req.method === 'HEAD' || status === 204 || status === 304;
  if (!bodiless) fields.push('content-length', String(body.length));
  response.writeHead(status, fields);
  // Node sends the head together with a text; latin1 takes every byte of the body as it is.
  if (body.length <= oneWriteBytes) response.end(body.toString('latin1'), 'latin1');
  else response.end(body);
}

/** A request that Node could not parse: the socket gets an answer, and the process lives [A121]. */
function refuseUnreadable(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  const overflow = error.code === 'HPE_HEADER_OVERFLOW';
  const answer = overflow ? bareAnswer(431, 'Request Header Fields Too Large') : bareAnswer(400, 'Bad Request');
  const status = overflow ? '431 Request Header Fields Too Large' : '400 Bad Request';
  const head = `HTTP/1.1 ${status}\r\nContent-Type: application/json\r\nContent-Length: ${answer.body.length}\r\n`;
  socket.end(`${head}Connection: close\r\n\r\n${answer.body.toString()}`, () => socket.destroySoon());
}

function listen(server: Server, { host, port }: ServerOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port, exclusive: true }, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function closeServer(server: Server, graceMs: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => server.closeAllConnections(), graceMs);
    server.close(() => {
      clearTimeout(timer);
      resolve();
    });
    server.closeIdleConnections();
  });
}
