import type { ServerResponse } from 'node:http';
import { rangeSearch } from '../../lambdas/adapters/breached-passwords/range.ts';
import { createLog } from '../../lambdas/kernel/log.ts';
import { type RangeServer, sha1, startRangeServer } from '../services/breached-passwords.ts';

const stolen = 'correct horse battery';

describe('the range search for breached passwords', () => {
  let server: RangeServer;
  const logs: string[] = [];
  const log = createLog({ clock: { now: () => new Date() }, service: 'test', write: (line) => logs.push(line) });
  const has = (password: string, origin = server.origin) => rangeSearch({ origin, log }).has(password);
  beforeAll(async () => {
    server = await startRangeServer();
  });
  beforeEach(() => {
    Object.assign(server, { listed: new Set([stolen]), instead: null });
    server.asked.length = 0;
    logs.length = 0;
  });
  afterAll(() => server.close());

  it('finds a password that is listed, and no other', async () => {
    expect([await has(stolen), await has('seven quiet herons')]).toEqual([true, false]);
  });

  it('sends five digits of the hash and asks for padding: nothing else leaves the process [ASVS 6.2.12]', async () => {
    await has(stolen);
    expect(server.asked).toEqual([`GET /range/${sha1(stolen).slice(0, 5)} true`]);
  });

  it('one password in two spellings of Unicode is one password', async () => {
    server.listed.add('café au lait au lit');
    expect(await has('cafe\u0301 au lait au lit')).toBe(true);
  });

  it('a line of the padding, which counts nothing, lists nothing', async () => {
    const suffix = sha1('seven quiet herons').slice(5);
    server.instead = (response) => response.end(`${suffix}:0\r\n`);
    expect(await has('seven quiet herons')).toBe(false);
  });

  const silent = () => undefined;
  const failures: [string, (response: ServerResponse) => void][] = [
    ['an error', (response) => response.writeHead(500).end()],
    ['a redirect', (response) => response.writeHead(302, { location: `${server.origin}/range/AAAAA` }).end()],
    ['silence', silent],
    ['a body without end', (response) => response.write('A'.repeat(600 * 1024))],
    ['a broken connection', (response) => response.destroy()],
  ];
  it.each(failures)('takes %s for a password that is not listed, and logs no password', async (_what, instead) => {
    server.instead = instead;
    expect(await has(stolen)).toBe(false);
    expect(logs).toHaveLength(1);
    expect(logs.join('')).not.toContain(stolen);
    expect(logs.join('')).not.toContain(sha1(stolen).slice(5));
  });

  it('takes a service that is gone for a password that is not listed', async () => {
    expect(await has(stolen, 'http://127.0.0.1:9')).toBe(false);
  });
});
