import { sql } from 'drizzle-orm';
import { movableClock } from '../../lambdas/adapters/clock/movable.ts';
import { openDataApi } from '../../lambdas/adapters/database/data-api.ts';
import { openNodePostgres } from '../../lambdas/adapters/database/node-postgres.ts';
import { openPglite } from '../../lambdas/adapters/database/pglite.ts';
import type { Database } from '../../lambdas/ports/database.ts';
import { MigrationError, migrate, readMigrations } from '../../lambdas/workers/migrate.ts';
import { describeWith, freshDataApiDatabase, freshDatabase, freshPglite } from '../services/databases.ts';

const clock = movableClock({ start: new Date('2026-11-25T12:00:00.123Z'), frozen: true });
const folder = new URL('../../lambdas/migrations', import.meta.url);
const first = {
  name: '0000_first.sql',
  sql: 'create table one (n integer);\n--> statement-breakpoint\ninsert into one values (1);',
};
const second = { name: '0001_second.sql', sql: 'alter table one add column text text;' };
const broken = {
  name: '0002_broken.sql',
  sql: 'insert into one values (2);--> statement-breakpoint\nselect * from nowhere;',
};

/** Runs over an empty database of its own, and again on real PostgreSQL. */
function migratePromises(open: (onStatement: (sql: string) => void) => Promise<Database>): void {
  let database: Database;
  const statements: string[] = [];
  const journal = () => database.rows(sql`select name, length(checksum) as n, applied_at from schema_migrations`);
  const ones = () => database.rows(sql`select n from one order by n`);

  beforeEach(async () => {
    database = await open((statement) => statements.push(statement));
    await database.rows(sql`drop table if exists one, schema_migrations`);
    statements.length = 0;
  });
  afterEach(() => database.close());

  it('applies files in order and writes down name, checksum and time', async () => {
    expect(await migrate(database, [first, second], clock)).toEqual([first.name, second.name]);
    expect(await journal()).toEqual([
      { name: first.name, n: 64, applied_at: '2026-11-25 12:00:00.123+00' },
      { name: second.name, n: 64, applied_at: '2026-11-25 12:00:00.123+00' },
    ]);
    expect(await database.rows(sql`select n, text from one`)).toEqual([{ n: 1, text: null }]);
  });
  it('asks one question where nothing has changed', async () => {
    await migrate(database, [first, second], clock);
    statements.length = 0;
    expect(await migrate(database, [first, second], clock)).toEqual([]);
    expect(statements).toHaveLength(1);
  });
  it('applies what is new alone', async () => {
    await migrate(database, [first], clock);
    expect(await migrate(database, [first, second], clock)).toEqual([second.name]);
    expect(await ones()).toEqual([{ n: 1 }]);
  });
  it('undoes a file that fails, keeps those before it, and goes on from there', async () => {
    await expect(migrate(database, [first, second, broken], clock)).rejects.toThrow();
    expect(await ones()).toEqual([{ n: 1 }]);
    expect((await journal()).map(({ name }) => name)).toEqual([first.name, second.name]);
    const repaired = { ...broken, sql: 'insert into one values (3);' };
    expect(await migrate(database, [first, second, repaired], clock)).toEqual([broken.name]);
    expect(await ones()).toEqual([{ n: 1 }, { n: 3 }]);
  });
  it.each([
    ['was changed', [{ ...first, sql: `${first.sql}\n-- one word` }, second], /0000_first\.sql was changed/],
    ['is missing', [second], /0000_first\.sql .* is missing/],
    ['stands before an applied one', [{ ...second, name: '0000_a.sql' }, first, second], /0000_a\.sql stands before/],
  ])('refuses where a file %s, and changes nothing', async (_title, files, message) => {
    await migrate(database, [first, second], clock);
    const late = { name: '0009_late.sql', sql: 'insert into one values (9);' };
    const work = migrate(database, [...files, late], clock);
    await expect(work).rejects.toThrow(MigrationError);
    await expect(work).rejects.toThrow(message);
    expect(await ones()).toEqual([{ n: 1 }]);
  });
  it('runs on the schema of the release after it, as a deploy that is rolled back does', async () => {
    await migrate(database, [first, second], clock);
    expect(await migrate(database, [first], clock)).toEqual([]);
    expect((await journal()).map(({ name }) => name)).toEqual([first.name, second.name]);
  });
  it('takes other line ends for the same file', async () => {
    await migrate(database, [first], clock);
    expect(await migrate(database, [{ ...first, sql: first.sql.replaceAll('\n', '\r\n') }], clock)).toEqual([]);
  });
}

describe('migrate on PGlite', () => {
  let shared: Database;
  let told: (sql: string) => void = () => {};
  beforeAll(async () => {
    shared = await freshPglite({ onStatement: (statement) => told(statement) });
  });
  afterAll(() => shared.close());

  // One instance for all: a PGlite takes half a second to open.
  migratePromises(async (onStatement) => {
    told = onStatement;
    return { ...shared, close: async () => {} };
  });
});

describeWith('PostgreSQL', 'migrate on PostgreSQL', () => {
  migratePromises(async (onStatement) =>
    openNodePostgres({ connectionString: await freshDatabase({ empty: true }), onStatement }),
  );

  it('applies each file once where eight runners start at once', async () => {
    const connectionString = await freshDatabase({ empty: true });
    const runners = Array.from({ length: 8 }, () => openNodePostgres({ connectionString, maxConnections: 2 }));
    const slow = { ...second, sql: `${second.sql}--> statement-breakpoint\nselect pg_sleep(0.2);` };
    const applied = await Promise.all(runners.map((database) => migrate(database, [first, slow], clock)));
    expect(applied.flat().sort()).toEqual([first.name, slow.name]);
    expect(await runners[0]?.rows(sql`select n from one`)).toEqual([{ n: 1 }]);
    await Promise.all(runners.map((database) => database.close()));
  });
  it('waits for another runner for longer than a statement may take', async () => {
    const connectionString = await freshDatabase({ empty: true });
    const [one, two] = [1, 2].map(() => openNodePostgres({ connectionString, statementSeconds: 0.3 }));
    if (!one || !two) throw new Error('nothing was opened');
    const slow = { ...first, sql: `${first.sql}--> statement-breakpoint\nselect pg_sleep(1);` };
    const applied = await Promise.all([migrate(one, [slow], clock), migrate(two, [slow], clock)]);
    expect(applied.flat()).toEqual([slow.name]);
    await Promise.all([one.close(), two.close()]);
  });
});

describeWith('PostgreSQL', 'migrate through the Data API', () => {
  migratePromises((onStatement) => freshDataApiDatabase('PostgreSQL', { onStatement, empty: true }));

  it('applies each file once where four runners start at once', async () => {
    const runner = await freshDataApiDatabase('PostgreSQL', { empty: true });
    const others = [1, 2, 3].map(() => openDataApi(runner.server.options));
    const files = await readMigrations(folder);
    const applied = await Promise.all([runner, ...others].map((database) => migrate(database, files, clock)));
    expect(applied.flat().sort()).toEqual(files.map(({ name }) => name));
    await Promise.all([...others, runner].map((database) => database.close()));
  });
  it('waits for a database that is paused', async () => {
    const database = await freshDataApiDatabase('PostgreSQL', { empty: true, resumeSeconds: 60 });
    database.server.refuses = 'DatabaseResumingException';
    const work = migrate(database, [first], clock);
    while (database.server.calls.length < 2) await new Promise((resolve) => setTimeout(resolve, 20));
    database.server.refuses = undefined;
    expect(await work).toEqual([first.name]);
    await database.close();
  });
});

describe("the platform's migrations", () => {
  it('are read in order, SQL files alone', async () => {
    const names = (await readMigrations(folder)).map(({ name }) => name);
    expect(names).toEqual([...names].sort());
    expect(names[0]).toBe('0000_initial.sql');
    expect(names.every((name) => name.endsWith('.sql'))).toBe(true);
  });
  it('are read by path as by URL', async () => {
    expect(await readMigrations(folder.pathname)).toEqual(await readMigrations(folder));
  });
  it('make an empty PGlite ready, and the snapshot of a run is made of them', async () => {
    const [empty, snapshot] = await Promise.all([openPglite(), freshPglite()]);
    const files = await readMigrations(folder);
    expect(await migrate(empty, files, clock)).toHaveLength(files.length);
    expect(await migrate(snapshot, files, clock)).toEqual([]);
    await Promise.all([empty.close(), snapshot.close()]);
  });
});
