import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Client, drive } from '../../bench/load.ts';

let server: Server | undefined;
afterEach(() => new Promise((resolve) => (server ? server.close(resolve) : resolve(undefined))));

function serving(listener: RequestListener): Promise<number> {
  return new Promise((resolve) => {
    const started = createServer(listener).listen(0, '127.0.0.1', () =>
      resolve((started.address() as AddressInfo).port),
    );
    server = started;
  });
}

const request = 'GET / HTTP/1.1\r\nhost: x\r\n\r\n';
const asking = (fault: Client['fault'] = ({ status }) => (status === 200 ? null : `answered ${status}`)): Client => ({
  next: () => request,
  fault,
});

describe('the load that benchmarks send', () => {
  it('counts every request that the server answered, and no other', async () => {
    let answered = 0;
    const port = await serving((_, response) => {
      answered += 1;
      response.setHeader('content-length', 2).end('ok');
    });
    const load = await drive(port, [asking(), asking(), asking()], 100);
    expect(load.faults).toEqual([]);
    expect(load.requests).toBe(answered);
    expect(load.latencies).toHaveLength(answered);
    expect(load.latencies).toEqual([...load.latencies].sort((a, b) => a - b));
  });

  it('waits for the request that runs when its time is over', async () => {
    let finished = 0;
    const port = await serving((_, response) => {
      setTimeout(() => {
        finished += 1;
        response.setHeader('content-length', 2).end('ok');
      }, 60);
    });
    expect([(await drive(port, [asking()], 1)).requests, finished]).toEqual([1, 1]);
  });

  it('reads an answer that comes in pieces, and hands over its status, head and body', async () => {
    const port = await serving((_, response) => {
      response.writeHead(201, { 'content-length': 6, 'x-thing': 'ä' });
      response.write('ää');
      setTimeout(() => response.end('ok'), 5);
    });
    const seen: unknown[] = [];
    const keeping: Client['fault'] = (answer) => {
      seen.push(answer);
      return null;
    };
    await drive(port, [asking(keeping)], 1);
    expect(seen).toEqual([
      { status: 201, head: expect.stringMatching(/^HTTP\/1\.1 201[\s\S]*x-thing: /), body: 'ääok' },
    ]);
  });

  it('tells each wrong answer, and goes on', async () => {
    let at = 0;
    const port = await serving((_, response) => {
      at += 1;
      response.writeHead(at % 2 === 0 ? 500 : 200, { 'content-length': 0 }).end();
    });
    const load = await drive(port, [asking()], 50);
    expect(load.faults).toHaveLength(Math.floor(load.requests / 2));
    expect(new Set(load.faults)).toEqual(new Set(['answered 500']));
  });

  it('tells of a connection that breaks and of an answer without a length', async () => {
    const broken = await serving((incoming) => incoming.socket.destroy());
    expect((await drive(broken, [asking()], 50)).faults).toEqual([expect.stringMatching(/connection/)]);
    server?.close();
    const chunked = await serving((_, response) => {
      response.write('a');
      response.end('b');
    });
    expect((await drive(chunked, [asking()], 50)).faults).toEqual(['an answer without a length']);
  });
});
