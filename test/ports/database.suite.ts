import { eq, inArray, sql } from 'drizzle-orm';
import { auditLogs } from '../../lambdas/domain/audit/audit.table.ts';
import { outbox } from '../../lambdas/domain/outbox/outbox.table.ts';
import { platformFacts } from '../../lambdas/domain/platform/platform.table.ts';
import { type Database, sqlState } from '../../lambdas/ports/database.ts';
import { columnPromises } from './database-columns.suite.ts';
import { transactionPromises } from './database-transactions.suite.ts';

export type OpenDatabase = (onStatement: (sql: string) => void) => Promise<Database>;

/** What every adapter of the database port must show, on a database of its own with the migrations applied. */
export function databaseSuite(open: OpenDatabase): void {
  let database: Database;
  const statements: string[] = [];

  beforeAll(async () => {
    database = await open((statement) => statements.push(statement));
  });
  beforeEach(() => {
    statements.length = 0;
  });
  afterAll(() => database.close());

  it('answers a ping', () => expect(database.ping()).resolves.toBeUndefined());
  it('keeps its sessions in UTC, wherever the process is', async () => {
    expect(await database.rows(sql`select current_setting('TimeZone') as zone`)).toEqual([{ zone: 'UTC' }]);
    const [row] = await database.rows(sql`select '2026-07-01 12:00'::timestamp::timestamptz::text as noon`);
    expect(row).toEqual({ noon: '2026-07-01 12:00:00+00' });
  });

  describe('columns', () => columnPromises(() => database));
  describe('transactions', () => transactionPromises(() => database, statements));
  describe('rows', () => rowPromises(() => database));
  describe('errors', () => errorPromises(() => database));
  describe('prepared queries', () => preparedPromises(() => database));
  describe('placeholders', () => typedPlaceholderPromises(() => database));
  describe('after close', () => closePromises(open));
}

function rowPromises(database: () => Database): void {
  it('answers plain rows under the names that the database has for them', async () => {
    const [row] = await database().rows(sql`select id, is_system, display_name from roles where name = 'admin'`);
    expect(row).toEqual({
      id: '01900000-0000-7000-8000-000000000001',
      is_system: true,
      display_name: 'Administrator',
    });
  });
  it('answers every type as text, number, boolean, array, JSON or null', async () => {
    const instant = new Date('2026-03-08T08:30:00.123Z');
    const [row] = await database().rows(sql`select
      ${'plain'}::text as text, ${7}::integer as integer, ${true}::boolean as boolean, ${null}::text as nothing,
      ${'{"a": [1, null]}'}::jsonb as json, ${sql.param(['a,b', '"c"'])}::text[] as array,
      ${'01900000-0000-7000-8000-000000000001'}::uuid as uuid, ${instant.toISOString()}::timestamptz as instant,
      array[${'01900000-0000-7000-8000-000000000001'}::uuid] as uuids`);
    expect(row).toMatchObject({
      text: 'plain',
      integer: 7,
      boolean: true,
      nothing: null,
      json: { a: [1, null] },
      array: ['a,b', '"c"'],
      uuid: '01900000-0000-7000-8000-000000000001',
      uuids: ['01900000-0000-7000-8000-000000000001'],
    });
    // A time comes as text, as drizzle hands it on: whoever reads raw rows makes the date.
    expect(row?.instant).toBe('2026-03-08 08:30:00.123+00');
    expect(new Date(String(row?.instant))).toEqual(instant);
  });
  it('answers the rows of a statement that writes and reads in one', async () => {
    const rows = await database().rows(sql`with written as (
        insert into platform_facts (name, value) values (${'cte'}::text, ${'1'}::text) returning name, value)
      select name, value || '!' as value from written`);
    expect(rows).toEqual([{ name: 'cte', value: '1!' }]);
    expect(await database().rows(sql`select value from platform_facts where name = 'cte'`)).toEqual([{ value: '1' }]);
  });
  it('answers no rows as an empty list', async () => {
    expect(await database().rows(sql`select 1 from users where false`)).toEqual([]);
  });
  it('counts rows by the query builder too', async () => {
    const names = ['counted-1', 'counted-2'];
    await database()
      .db.insert(platformFacts)
      .values(names.map((name) => ({ name, value: '1' })));
    expect(await database().db.$count(platformFacts, inArray(platformFacts.name, names))).toBe(2);
  });
  it('takes parameters as values, never as SQL', async () => {
    const text = `'; drop table users; --`;
    expect(await database().rows(sql`select ${text}::text as text`)).toEqual([{ text }]);
    expect(await database().rows(sql`select 1 from users where false`)).toEqual([]);
  });
}

function errorPromises(database: () => Database): void {
  const fact = { name: 'once', value: '1' };

  it.each([
    ['23505', 'a unique violation', sql`insert into platform_facts (name, value) values ('mark', 'a'), ('mark', 'b')`],
    ['23502', 'a null where none may be', sql`insert into platform_facts (name) values ('x')`],
    [
      '23503',
      'a reference to nothing',
      sql`insert into user_roles values (${uuid}::uuid, ${uuid}::uuid, null, ${time}::timestamptz)`,
    ],
    ['23514', 'a failed check', sql`insert into rbac_version (id, version) values (2, 1)`],
    ['42P01', 'a table that is not there', sql`select * from nowhere`],
    ['22P02', 'a value that is none of its type', sql`select ${'no uuid'}::uuid`],
  ])('gives SQLSTATE %s for %s, and does not take it for an outage', async (state, _title, statement) => {
    const error = await database()
      .rows(statement)
      .catch((caught: unknown) => caught);
    expect(sqlState(error)).toBe(state);
    expect(database().isUnavailable(error)).toBe(false);
  });
  it("gives the SQLSTATE of drizzle's own queries", async () => {
    await database().db.insert(platformFacts).values(fact);
    const twice = database().db.insert(platformFacts).values(fact);
    await expect(twice.execute().catch((error: unknown) => Promise.reject(sqlState(error)))).rejects.toBe('23505');
  });
  it('takes no other error for an outage', () => {
    for (const error of [new Error('connection'), new TypeError('x'), 'text', null, undefined, { code: 1 }]) {
      expect(database().isUnavailable(error)).toBe(false);
    }
  });
}

const uuid = '01900000-0000-7000-8000-0000000000ff';
const time = '2026-11-25T12:00:00Z';

function preparedPromises(database: () => Database): void {
  it('run again and again under their name, with other values each time', async () => {
    const { db } = database();
    const byName = db
      .select()
      .from(platformFacts)
      .where(eq(platformFacts.name, sql.placeholder('name')))
      .prepare('fact_by_name');
    const count = db.select({ n: sql<number>`count(*)::int` }).from(platformFacts).prepare('count_facts');
    await db.insert(platformFacts).values([
      { name: 'p1', value: 'one' },
      { name: 'p2', value: 'two' },
    ]);
    expect(await byName.execute({ name: 'p1' })).toEqual([{ name: 'p1', value: 'one' }]);
    expect(await byName.execute({ name: 'p2' })).toEqual([{ name: 'p2', value: 'two' }]);
    expect(await byName.execute({ name: 'p3' })).toEqual([]);
    expect((await count.execute())[0]?.n).toBeGreaterThanOrEqual(2);
    const many = await Promise.all(['p1', 'p2', 'p1', 'p2'].map((name) => byName.execute({ name })));
    expect(many.map((rows) => rows[0]?.value)).toEqual(['one', 'two', 'one', 'two']);
  });
  it('write, too', async () => {
    const insert = database()
      .db.insert(platformFacts)
      .values({ name: sql.placeholder('name'), value: sql.placeholder('value') })
      .returning()
      .prepare('insert_fact');
    expect(await insert.execute({ name: 'p4', value: 'four' })).toEqual([{ name: 'p4', value: 'four' }]);
    expect(await insert.execute({ name: 'p5', value: 'five' })).toEqual([{ name: 'p5', value: 'five' }]);
  });
}

/** Of types that PostgreSQL takes no text for, and that a service which types its parameters does not guess. */
function typedPlaceholderPromises(database: () => Database): void {
  it('give a value the type of the column that it goes into', async () => {
    const insert = database()
      .db.insert(outbox)
      .values({
        id: sql.placeholder('id'),
        kind: 'mail',
        subjectId: sql.placeholder('id'),
        attempts: sql.placeholder('attempts'),
        dueAt: sql.placeholder('at'),
        createdAt: sql.placeholder('at'),
      })
      .returning({ id: outbox.id, dueAt: outbox.dueAt, attempts: outbox.attempts })
      .prepare('insert_outbox');
    const at = new Date('2026-07-01T12:00:00.123Z');
    expect(await insert.execute({ id: uuid, at, attempts: 3 })).toEqual([{ id: uuid, dueAt: at, attempts: 3 }]);
  });
}

function closePromises(open: OpenDatabase): void {
  it('is away, and says that it is', async () => {
    const database = await open(() => {});
    await database.close();
    await database.close();
    const uses = [
      () => database.ping(),
      () => database.rows(sql`select 1`),
      () => database.db.select().from(auditLogs).execute(),
      () => database.transaction((tx) => tx.execute(sql`select 1`)),
    ];
    for (const use of uses) {
      const error = await use().catch((caught: unknown) => caught);
      expect(error).toBeInstanceOf(Error);
      expect(database.isUnavailable(error)).toBe(true);
    }
  });
}
