import type { IncomingMessage, ServerResponse } from 'node:http';
import { gatewayLimits } from './limits.ts';

/** How long a client that sends too much is listened to, so that it reads its 413 instead of a broken connection. */
const lingerMs = 1_000;

/** Whether the request says beforehand that its body is too long. */
export function declaresTooMuch(request: IncomingMessage): boolean {
  return Number(request.headers['content-length'] ?? 0) > gatewayLimits.payloadBytes;
}

const nothing = Buffer.alloc(0);

/** RFC 9112 6.3: a request without either field has no body. */
function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || (headers['content-length'] ?? '0') !== '0';
}

/**
 * The whole body, or why there is none. As soon as it is longer than a function could be given, the rest is not kept.
 */
export async function readBody(request: IncomingMessage): Promise<Buffer | 'too long' | 'gone'> {
  if (declaresTooMuch(request)) return 'too long';
  if (!hasBody(request)) return nothing;
  const chunks: Buffer[] = [];
  let length = 0;
  return new Promise((resolve) => {
    const take = (chunk: Buffer) => {
      length += chunk.length;
      if (length <= gatewayLimits.payloadBytes) return void chunks.push(chunk);
      request.off('data', take).pause();
      resolve('too long');
    };
    request.on('data', take);
    request.once('end', () => resolve(Buffer.concat(chunks, length)));
    request.once('error', () => resolve('gone'));
    request.once('close', () => resolve('gone'));
  });
}

/** Throws away what a client still sends after its answer, for a moment, then closes the connection. */
export function closeAfter(request: IncomingMessage, response: ServerResponse): void {
  response.setHeader('connection', 'close');
  request.resume();
  const timer = setTimeout(() => request.socket.destroy(), lingerMs).unref();
  request.once('end', () => clearTimeout(timer));
}
