import { createHash } from 'node:crypto';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface RangeServer {
  origin: string;
  /** The passwords of the list. */
  listed: Set<string>;
  /** What came in, as `METHOD path add-padding`. */
  asked: string[];
  /** Answers instead of the list, until it is null again. */
  instead: ((response: ServerResponse) => void) | null;
  close(): Promise<void>;
}

/** A range search as Pwned Passwords has it, on loopback: padded with lines that count nothing. */
export async function startRangeServer(): Promise<RangeServer> {
  const server = createServer((request, response) => {
    range.asked.push(`${request.method} ${request.url} ${request.headers['add-padding']}`);
    if (range.instead) return range.instead(response);
    const prefix = request.url?.split('/range/')[1] ?? '';
    const hashes = [...range.listed].map(sha1).filter((hash) => hash.startsWith(prefix));
    const padding = ['0'.repeat(35), 'F'.repeat(35)].map((suffix) => `${suffix}:0`);
    response.end([...padding, ...hashes.map((hash) => `${hash.slice(5)}:42`)].join('\r\n'));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const range: RangeServer = {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    listed: new Set(),
    asked: [],
    instead: null,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return range;
}

export function sha1(password: string): string {
  return createHash('sha1').update(password).digest('hex').toUpperCase();
}
