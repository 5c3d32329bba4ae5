import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sql } from 'drizzle-orm';
import { openNodePostgres } from '../../../lambdas/adapters/database/node-postgres.ts';
import { lockFolder } from '../../../local/lock.ts';
import { describeWith, freshDatabase, redisUrl } from '../../services/databases.ts';
import { cleanUp, endAfter, preparedFolder, runToEnd, startByNpm, startChild } from './child.ts';

afterEach(cleanUp);

const json = { 'Content-Type': 'application/json' };
const post = (url: string, body: unknown = {}) =>
  fetch(url, { method: 'POST', headers: json, body: JSON.stringify(body) });

describe('a start that cannot work ends with one message and no stack', () => {
  it('prints how it is used', async () => {
    const { code, stdout } = await runToEnd(['--help']);
    expect([code, stdout]).toEqual([0, expect.stringContaining('--database URL')]);
  });

  it('names every fault of the command line and the environment', async () => {
    const { code, stderr } = await runToEnd(['--prot', '1', '--port', 'x'], { GATEHOUSE_NO_SEED: 'yes' });
    expect(code).toBe(2);
    for (const fault of ['--prot is unknown', '--port must be', 'GATEHOUSE_NO_SEED must be'])
      expect(stderr).toContain(fault);
    expect(stderr).not.toContain('    at ');
  });

  it('names a fault of the platform’s own settings', async () => {
    const { code, stderr } = await runToEnd(['--data', 'memory'], { GATEHOUSE_HASH_COST: '99' });
    expect([code, stderr]).toEqual([1, expect.stringContaining('GATEHOUSE_HASH_COST')]);
  });

  it('says that the port is in use', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => taken.once('listening', resolve));
    const { port } = taken.address() as AddressInfo;
    const { code, stderr } = await runToEnd(['--data', 'memory', '--port', String(port)]);
    taken.close();
    expect([code, stderr]).toEqual([1, expect.stringMatching(/^Port \d+ is in use\. .*--port and another one\.\n$/)]);
  });

  it.each([
    [
      '--database',
      'postgres://me:secret@127.0.0.1:1/x',
      /^The database at 127\.0\.0\.1:1 cannot be used: .*ECONNREFUSED.*\.\n$/,
    ],
    ['--redis', 'redis://:secret@127.0.0.1:1', /^The store at 127\.0\.0\.1:1 does not answer .*\n$/],
  ])('says that nobody answers at %s, without its password', async (flag, url, words) => {
    const { code, stderr } = await runToEnd(['--data', 'memory', '--port', '0', flag, url]);
    expect([code, stderr]).toEqual([1, expect.stringMatching(words)]);
    expect(stderr).not.toContain('secret');
  });
});

describe('one data folder, one process', () => {
  it('refuses a second process on one data folder and says why, and takes it over after a kill -9', async () => {
    const folder = await preparedFolder();
    const first = await startChild(['--data', folder]);
    const second = await runToEnd(['--data', folder, '--port', '0']);
    expect(second.code).toBe(1);
    expect(second.stderr).toContain(`${folder} is in use by process ${first.process.pid}, since `);
    expect((await fetch(`${first.origin}/api/v1/health/ready`)).status).toBe(200);
    await first.end('SIGKILL');
    const third = await startChild(['--data', folder]);
    expect((await fetch(`${third.origin}/api/v1/health/ready`)).status).toBe(200);
  });

  it('keeps accounts, mail, keys and moved time over a stop and a start, and empties all at a reset', async () => {
    const folder = await preparedFolder();
    const first = await startChild(['--data', folder]);
    const person = { email: 'ada@example.com', password: 'correct horse battery', name: 'Ada' };
    expect((await post(`${first.origin}/api/v1/auth/register`, person)).status).toBe(202);
    await post(`${first.origin}/_local/clock`, { advance_seconds: 86_400 });
    expect(await first.end('SIGTERM')).toBe(0);

    const second = await startChild(['--data', folder]);
    expect(second.output()).toMatch(/^ {2}Clock {5}86400 s ahead$/m);
    const mailbox = async () => (await fetch(`${second.origin}/_local/mailbox?to=ADA@example.com`)).json();
    expect(await mailbox()).toEqual([expect.objectContaining({ to: person.email, code: expect.any(String) })]);
    const moved = await (await post(`${second.origin}/_local/clock`, { advance_seconds: 0 })).json();
    expect(moved).toMatchObject({ advanced_seconds: 86_400 });

    expect((await post(`${second.origin}/_local/reset`)).status).toBe(204);
    expect(await mailbox()).toEqual([]);
    const login = await post(`${second.origin}/api/v1/auth/login`, {
      email: 'admin@example.com',
      password: 'gatehouse-local-only-42',
      token_delivery: 'body',
    });
    expect(await login.json()).toMatchObject({ data: { user: { roles: ['admin', 'user'], email_verified: true } } });
  });
});

describe('a stop by SIGTERM loses nothing', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)(
    'answers what it took, sends its mail, and ends with 0 at %s',
    async (signal) => {
      const folder = await preparedFolder();
      const child = await startChild(['--data', folder, '--no-limits']);
      const addresses = Array.from({ length: 20 }, (_, index) => `v${index}@example.com`);
      const answers = addresses.map(async (email) => {
        const body = { email, password: 'correct horse battery', name: 'V' };
        // What was not taken at all may be refused: the client knows and can ask again.
        const answer = await post(`${child.origin}/api/v1/auth/register`, body).catch(() => null);
        return answer?.status === 202 ? email : null;
      });
      await Promise.race(answers);
      expect(await child.end(signal)).toBe(0);
      const taken = (await Promise.all(answers)).filter((email) => email !== null);
      expect(taken.length).toBeGreaterThan(0);

      const again = await startChild(['--data', folder]);
      const mails = (await (await fetch(`${again.origin}/_local/mailbox`)).json()) as { to: string }[];
      expect(mails.map(({ to }) => to).sort()).toEqual(expect.arrayContaining(taken.sort()));
    },
  );
});

describe('a start tells what happens', () => {
  const slow = 'Making the database, this takes a few seconds…\n';

  it('says first that it makes the database, and not where one is', async () => {
    const first = await startChild(['--data', 'memory']);
    expect(first.output().startsWith(slow)).toBe(true);
    expect(first.output()).not.toContain('Clock ');
    expect((await startChild(['--data', await preparedFolder()])).output()).not.toContain(slow);
  });

  it.each(['SIGTERM', 'SIGINT'] as const)(
    'says that it stops, and no welcome, at %s before it is there',
    async (signal) => {
      const { code, stdout } = await endAfter(slow, signal, ['--data', 'memory', '--port', '0']);
      expect([code, stdout]).toEqual([0, `${slow}Stopping.\n`]);
    },
  );
});

describe('npm start', () => {
  it('hands the signal on that ends it, and leaves no process behind', async () => {
    const folder = await preparedFolder();
    const child = await startByNpm(['--data', folder]);
    expect(await child.end('SIGTERM')).toBe(0);
    lockFolder(folder, new Date(0)).release();
  });
});

describeWith('PostgreSQL', 'a database of one’s own', () => {
  it('is seeded where it is empty, and refused where it has rows and no mark [A119]', async () => {
    const url = await freshDatabase({ empty: true });
    const args = ['--data', 'memory', '--database', url];
    const first = await startChild(args);
    expect((await post(`${first.origin}/_local/reset`)).status).toBe(204);
    await first.end('SIGTERM');

    const database = openNodePostgres({ connectionString: url });
    await database.rows(sql`delete from platform_facts`);
    const refused = await runToEnd([...args, '--port', '0']);
    expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining('not marked as a local one')]);

    const untouched = await startChild([...args, '--no-seed']);
    expect((await post(`${untouched.origin}/_local/reset`)).status).toBe(403);
    expect(await database.rows(sql`select count(*)::int as n from users`)).toEqual([{ n: 3 }]);
    await database.close();
  });

  it('is refused where another system’s tables stand, with and without seeding [A119]', async () => {
    const url = await freshDatabase({ empty: true });
    const database = openNodePostgres({ connectionString: url });
    await database.rows(sql`create table users (id int)`);
    await database.close();
    for (const seeding of [[], ['--no-seed']]) {
      const { code, stderr } = await runToEnd(['--data', 'memory', '--port', '0', '--database', url, ...seeding]);
      const words = "The database has tables that are not Gatehouse's. Name an empty database.\n";
      expect([code, stderr]).toEqual([1, words]);
    }
  });

  it('starts with a warning where it was filled with other keys', async () => {
    const args = ['--data', 'memory', '--database', await freshDatabase({ empty: true })];
    const first = await startChild(args);
    expect(first.output()).not.toContain('filled with keys');
    await first.end('SIGTERM');
    const second = await startChild(args);
    expect(second.output()).toContain('This database was filled with keys that are not in this data folder');
  });

  describeWith('Redis', 'with a store of one’s own', () => {
    it('is refused where the store has no database of that number', async () => {
      const url = new URL(redisUrl().url);
      url.pathname = '/99';
      const { code, stderr } = await runToEnd(['--data', 'memory', '--port', '0', '--redis', url.href]);
      expect([code, stderr]).toEqual([1, expect.stringMatching(/^The store at \S+ cannot be used: .*DB index.*\n$/)]);
    });

    it('serves the API on both', async () => {
      const { url } = redisUrl();
      const child = await startChild([
        '--data',
        'memory',
        '--database',
        await freshDatabase({ empty: true }),
        '--redis',
        url,
      ]);
      expect(child.output()).toContain('PostgreSQL, Redis');
      expect((await fetch(`${child.origin}/api/v1/health/ready`)).status).toBe(200);
    });
  });
});
