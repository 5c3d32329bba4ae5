import { createServer, type Server as TcpServer } from 'node:net';
import { sql } from 'drizzle-orm';
import { type NodePostgresOptions, openNodePostgres } from '../../lambdas/adapters/database/node-postgres.ts';
import { type Database, sqlState } from '../../lambdas/ports/database.ts';
import { describeWith, freshDatabase } from '../services/databases.ts';
import { startRelay } from '../services/relay.ts';
import { freePort } from '../services/server.ts';

const ownPid = sql`select pg_backend_pid() as pid`;
const caught = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );

async function pidOf(database: Database): Promise<number> {
  const [row] = await database.rows<{ pid: number }>(ownPid);
  return row?.pid ?? 0;
}

/** Ends a server process and waits until it is gone. */
async function kill(admin: Database, pid: number): Promise<void> {
  await admin.rows(sql`select pg_terminate_backend(${pid}::integer, 5000)`);
}

describe('a database that is not there', () => {
  it('is unavailable where nothing listens', async () => {
    const database = openNodePostgres({ connectionString: `postgres://a@127.0.0.1:${await freePort()}/b` });
    expect(database.isUnavailable(await caught(database.ping()))).toBe(true);
    expect(database.isUnavailable(await caught(database.rows(ownPid)))).toBe(true);
    expect(database.isUnavailable(await caught(database.transaction(async () => {})))).toBe(true);
    await database.close();
  });
  it('is unavailable where its name is unknown', async () => {
    const database = openNodePostgres({ connectionString: 'postgres://a@nowhere.invalid/b' });
    expect(database.isUnavailable(await caught(database.ping()))).toBe(true);
    await database.close();
  });
  it('is unavailable where something accepts and says nothing', async () => {
    const silent: TcpServer = createServer();
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const address = silent.address();
    const port = address && typeof address === 'object' ? address.port : 0;
    const database = openNodePostgres({ connectionString: `postgres://a@127.0.0.1:${port}/b` });
    expect(database.isUnavailable(await caught(database.ping()))).toBe(true);
    await database.close();
    silent.close();
  });
});

describe('what a server says of itself', () => {
  const database = openNodePostgres({ connectionString: 'postgres://a@127.0.0.1:1/b' });
  afterAll(() => database.close());
  const withCode = (code: string) => Object.assign(new Error('as said'), { code });

  it.each([
    '08000',
    '08003',
    '08006',
    '57P01',
    '57P02',
    '57P03',
    '53100',
    '53200',
    '53300',
    '25006',
    '57014',
    'ECONNREFUSED',
    'ECONNRESET',
    'EPIPE',
  ])('is taken for an outage by %s, also inside the error of drizzle', (code) => {
    expect(database.isUnavailable(withCode(code))).toBe(true);
    expect(database.isUnavailable(new Error('Failed query', { cause: withCode(code) }))).toBe(true);
  });
  it.each(['40001', '40P01', '28P01', '3D000', 'ERR_INVALID_ARG_TYPE'])('is taken for no outage by %s', (code) => {
    expect(database.isUnavailable(withCode(code))).toBe(false);
  });
});

describeWith('PostgreSQL', 'a connection that breaks', () => {
  let connectionString: string;
  let admin: Database;
  let database: Database;
  const idleErrors: Error[] = [];
  const open = (options: Partial<NodePostgresOptions> = {}) =>
    openNodePostgres({ connectionString, maxConnections: 1, onError: (error) => idleErrors.push(error), ...options });

  beforeAll(async () => {
    connectionString = await freshDatabase();
    admin = openNodePostgres({ connectionString });
    await admin.rows(sql`select 1`);
  });
  beforeEach(() => {
    idleErrors.length = 0;
    database = open();
  });
  afterEach(() => database.close());
  afterAll(() => admin.close());

  it('during a statement is an outage, and the next statement has a new connection', async () => {
    const pid = await pidOf(database);
    const sleeping = caught(database.rows(sql`select pg_sleep(60)`));
    await kill(admin, pid);
    const error = await sleeping;
    expect(sqlState(error)).toBe('57P01');
    expect(database.isUnavailable(error)).toBe(true);
    expect(await pidOf(database)).not.toBe(pid);
  });
  it('between two statements of a transaction is an outage, and the pool has its place back', async () => {
    const error = await caught(
      database.transaction(async (tx) => {
        const { rows } = (await tx.execute(ownPid)) as unknown as { rows: { pid: number }[] };
        await tx.execute(sql`insert into platform_facts (name, value) values ('lost', '1')`);
        await kill(admin, rows[0]?.pid ?? 0);
        await tx.execute(sql`select 1`);
      }),
    );
    expect(database.isUnavailable(error)).toBe(true);
    expect(await database.rows(sql`select 1 from platform_facts where name = 'lost'`)).toEqual([]);
    expect(await database.transaction(async () => 'again')).toBe('again');
  });
  it('before the commit is an outage', async () => {
    const error = await caught(
      database.transaction(async (tx) => {
        const { rows } = (await tx.execute(ownPid)) as unknown as { rows: { pid: number }[] };
        await kill(admin, rows[0]?.pid ?? 0);
      }),
    );
    expect(database.isUnavailable(error)).toBe(true);
    expect(await database.transaction(async () => 'again')).toBe('again');
  });
  it('by falling silent in a transaction is an outage, and the pool has its place back', async () => {
    const url = new URL(connectionString);
    const relay = await startRelay(Number(url.port));
    url.port = String(relay.port);
    const sent: string[] = [];
    const onStatement = (statement: string) => sent.push(statement);
    const distant = open({ connectionString: url.href, statementSeconds: 0.1, onStatement });
    const error = await caught(
      distant.transaction(async (tx) => {
        relay.silence();
        await tx.execute(sql`select 1`);
      }),
    );
    expect(distant.isUnavailable(error)).toBe(true);
    // A rollback that is sent there would wait for as long again.
    expect(sent).toEqual(['begin', 'select 1']);
    expect(await distant.transaction(async () => 'again')).toBe('again');
    await relay.close();
    await distant.close();
  });
  it('while nobody uses it is told to onError and replaced', async () => {
    const pid = await pidOf(database);
    await kill(admin, pid);
    while (idleErrors.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(await pidOf(database)).not.toBe(pid);
  });
  it("is given back with the work's own error where the work fails", async () => {
    for (const message of ['first', 'second', 'third']) {
      await expect(database.transaction(() => Promise.reject(new Error(message)))).rejects.toThrow(message);
    }
    expect(await database.rows(sql`select 1 as one`)).toEqual([{ one: 1 }]);
  });
});

describeWith('PostgreSQL', 'a database that is full', () => {
  it('is unavailable where every connection of the pool stays in use', async () => {
    const database = openNodePostgres({ connectionString: await freshDatabase(), maxConnections: 1 });
    const error = await database.transaction(() => caught(database.ping()));
    expect(database.isUnavailable(error)).toBe(true);
    await database.ping();
    await database.close();
  });
  it('is unavailable where the server takes no further connection', async () => {
    const url = new URL(await freshDatabase());
    const admin = openNodePostgres({ connectionString: url.href, maxConnections: 1 });
    const role = `limited_${url.pathname.slice(1)}`.slice(0, 60);
    await admin.rows(sql.raw(`create role ${role} login connection limit 1`));
    url.username = role;
    const first = openNodePostgres({ connectionString: url.href, maxConnections: 1 });
    await first.ping();
    const second = openNodePostgres({ connectionString: url.href });
    const error = await caught(second.ping());
    expect(sqlState(error)).toBe('53300');
    expect(second.isUnavailable(error)).toBe(true);
    await Promise.all([first.close(), second.close()]);
    await admin.close();
  });
  it('cancels a statement that runs too long', async () => {
    const database = openNodePostgres({ connectionString: await freshDatabase(), statementSeconds: 0.1 });
    expect(sqlState(await caught(database.rows(sql`select pg_sleep(60)`)))).toBe('57014');
    await database.ping();
    await database.close();
  });
  it('keeps options that the connection string brings, and UTC beside them', async () => {
    const url = new URL(await freshDatabase());
    url.searchParams.set('options', '-c work_mem=7MB');
    const database = openNodePostgres({ connectionString: url.href });
    const [row] = await database.rows(sql`select current_setting('work_mem') as a, current_setting('TimeZone') as b`);
    expect(row).toEqual({ a: '7MB', b: 'UTC' });
    await database.close();
  });
});

describeWith('PostgreSQL', 'a statement whose promise has resolved', () => {
  it('is seen at once by another connection', async () => {
    const connectionString = await freshDatabase();
    const [writer, reader] = [openNodePostgres({ connectionString }), openNodePostgres({ connectionString })];
    await writer.rows(sql`insert into platform_facts (name, value) values ('a', '1')`);
    expect(await reader.rows(sql`select name from platform_facts`)).toEqual([{ name: 'a' }]);
    await writer.transaction((tx) => tx.execute(sql`insert into platform_facts (name, value) values ('b', '1')`));
    expect(await reader.rows(sql`select name from platform_facts order by name`)).toEqual([
      { name: 'a' },
      { name: 'b' },
    ]);
    await Promise.all([writer.close(), reader.close()]);
  });
});
