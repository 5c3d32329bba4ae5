import { connect } from 'node:net';
import type { GatewayRequest } from '../../../local/gateway/message.ts';
import { type RunningServer, serve } from '../../../local/gateway/server.ts';

let server: RunningServer;
let seen: GatewayRequest[] = [];
let respond = async () => ({ status: 200, headers: [], body: Buffer.from('fine') });

beforeAll(async () => {
  const onFault = (error: unknown) => {
    throw error;
  };
  server = await serve({
    host: '127.0.0.1',
    port: 0,
    onFault,
    respond: (request) => {
      seen.push(request);
      return respond();
    },
  });
});
beforeEach(() => {
  seen = [];
});
afterAll(() => server.close(100));

/** Sends bytes as they are and answers everything that comes back until the connection ends. */
function raw(head: string, body: Buffer | string = ''): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(server.port, '127.0.0.1', () => {
      socket.write(`${head.replaceAll('PORT', String(server.port)).replaceAll('\n', '\r\n')}\r\n\r\n`);
      socket.write(body);
    });
    socket.on('data', (chunk) => {
      answer += chunk;
    });
    socket.on('close', () => resolve(answer));
    socket.on('error', (error) => (answer ? resolve(answer) : reject(error)));
  });
}

const statusOf = (answer: string) => Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1]);
const get = (host: string) => raw(`GET /_local HTTP/1.1\n${host}Connection: close`);

describe('the platform answers under its own names alone', () => {
  it.each(['localhost:PORT', '127.0.0.1:PORT', '[::1]:PORT', 'LOCALHOST:PORT'])('answers at %s', async (host) => {
    expect(statusOf(await get(`Host: ${host}\n`))).toBe(200);
  });

  it.each([
    'evil.example',
    'evil.example:PORT',
    'localhost.evil.example:PORT',
    'localhost:1',
    'localhost',
    '[::2]:PORT',
  ])('refuses Host %s with 403 [A24] [A119]', async (host) => {
    expect(statusOf(await get(`Host: ${host}\n`))).toBe(403);
    expect(seen).toEqual([]);
  });

  it.each([
    'Host: good@localhost:PORT\n',
    'Host: user:pass@localhost:PORT\n',
    'Host: localhost:PORT/x\n',
    'Host: local host:PORT\n',
    'Host: [::1:PORT\n',
    'Host: localhost:99999999\n',
    'Host: %\n',
    'Host:\n',
    '',
    'Host: localhost:PORT\nHost: evil.example\n',
  ])('refuses %j with 400, and goes on answering [A121]', async (host) => {
    expect(statusOf(await get(host))).toBe(400);
    expect(seen).toEqual([]);
    expect(statusOf(await get('Host: localhost:PORT\n'))).toBe(200);
  });

  it('takes no host from the request line or a forwarding header [A24]', async () => {
    expect(statusOf(await raw('GET http://evil.example/ HTTP/1.1\nHost: localhost:PORT\nConnection: close'))).toBe(400);
    await get('Host: localhost:PORT\nX-Forwarded-Host: evil.example\nForwarded: host=evil.example\n');
    expect(seen[0]?.headers.filter(([name]) => name === 'Host')).toEqual([['Host', `localhost:${server.port}`]]);
  });

  it.each(['GARBAGE', 'GET / HTTP/1.1\nHost: localhost:PORT\nBad Header', 'GET  HTTP/9.9'])(
    'answers 400 to a request that cannot be parsed (%j), and goes on answering [A121]',
    async (head) => {
      expect(statusOf(await raw(head))).toBe(400);
      expect(statusOf(await get('Host: localhost:PORT\n'))).toBe(200);
    },
  );
});

describe('no request is larger than the gateway allows', () => {
  const post = (headers: string, body: Buffer) =>
    raw(`POST /x HTTP/1.1\nHost: localhost:PORT\nConnection: close\n${headers}`, body);

  it('answers 413 to a length that is declared too long, without reading the body [A90]', async () => {
    expect(statusOf(await post(`Content-Length: ${11 * 1024 * 1024}`, Buffer.alloc(10)))).toBe(413);
    expect(seen).toEqual([]);
  });

  it('answers 413 to a chunked body as soon as it is too long, and goes on answering [A90]', async () => {
    const chunk = Buffer.concat([Buffer.from('100000\r\n'), Buffer.alloc(0x100000), Buffer.from('\r\n')]);
    const answer = await post('Transfer-Encoding: chunked', Buffer.concat(new Array(11).fill(chunk)));
    expect(statusOf(answer)).toBe(413);
    expect(seen).toEqual([]);
    expect(statusOf(await get('Host: localhost:PORT\n'))).toBe(200);
  });

  it('does not invite a body that it will not take', async () => {
    const answer = await post(`Content-Length: ${11 * 1024 * 1024}\nExpect: 100-continue`, Buffer.alloc(0));
    expect(statusOf(answer)).toBe(413);
  });

  it('answers 431 to a head that is too large for Node itself', async () => {
    expect(statusOf(await get(`Host: localhost:PORT\nX-Thing: ${'x'.repeat(30_000)}\n`))).toBe(431);
  });
});

describe('stopping loses no request', () => {
  it('finishes what runs, then closes the connection and takes nothing new', async () => {
    const { promise: running, resolve: finish } = Promise.withResolvers<void>();
    respond = async () => {
      await running;
      return { status: 200, headers: [], body: Buffer.from('late but whole') };
    };
    const answer = raw('GET /x HTTP/1.1\nHost: localhost:PORT');
    while (seen.length === 0) await new Promise((resolve) => setImmediate(resolve));
    const closed = server.close(10_000);
    finish();
    expect(await answer).toMatch(/^HTTP\/1\.1 200[\s\S]*connection: close[\s\S]*late but whole$/i);
    await closed;
    await expect(raw('GET /x HTTP/1.1\nHost: localhost:PORT')).rejects.toThrow('ECONNREFUSED');
  });
});
