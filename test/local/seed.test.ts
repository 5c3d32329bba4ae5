import { sql } from 'drizzle-orm';
import { movableClock } from '../../lambdas/adapters/clock/movable.ts';
import { openNodePostgres } from '../../lambdas/adapters/database/node-postgres.ts';
import { openPglite } from '../../lambdas/adapters/database/pglite.ts';
import { memoryKeys } from '../../lambdas/adapters/keys/memory.ts';
import type { Platform } from '../../lambdas/kernel/context.ts';
import { silentMetrics } from '../../lambdas/kernel/metrics.ts';
import type { Database } from '../../lambdas/ports/database.ts';
import { isMarkedLocal, ownershipOf } from '../../local/ownership.ts';
import { emptyDatabase } from '../../local/reset.ts';
import { markLocal, SeedRefused, seed, seededPassword, willMark } from '../../local/seed.ts';
import { describeWith, freshDatabase, freshPglite } from '../services/databases.ts';

async function platformOn(database: Database): Promise<Platform> {
  const config = { password: { hashCost: 4 } };
  const parts = { database, clock: movableClock(), keys: await memoryKeys(), config, metrics: silentMetrics };
  return parts as unknown as Platform;
}
const countOf = async (database: Database, table: string) =>
  (await database.rows<{ n: number }>(sql`select count(*)::int as n from ${sql.identifier(table)}`))[0]?.n;

const external = { wanted: true, embedded: false };

describe('nobody is seeded into a database that is somebody else’s', () => {
  let database: Database;
  beforeAll(async () => {
    database = await freshPglite();
  });
  beforeEach(async () => {
    await emptyDatabase(database);
    await database.rows(sql`delete from platform_facts`);
  });
  afterAll(() => database.close());

  it('takes a migrated database without rows for empty, and one with its mark for its own', async () => {
    expect(await ownershipOf(database)).toBe('empty');
    await markLocal(database);
    expect([await ownershipOf(database), await isMarkedLocal(database)]).toEqual(['local', true]);
    await seed(await platformOn(database), 'gatehouse-local-only-42');
    expect(await ownershipOf(database)).toBe('local');
  });

  it('takes one with a user, a role or an audit row and no mark for foreign [A119]', async () => {
    await seed(await platformOn(database), 'gatehouse-local-only-42');
    await database.rows(sql`delete from platform_facts`);
    expect(await ownershipOf(database)).toBe('foreign');
    await emptyDatabase(database);
    expect(await ownershipOf(database)).toBe('empty');
    await database.rows(
      sql`insert into roles select gen_random_uuid(), 'own', 'Own', '', false, created_at from roles limit 1`,
    );
    expect(await ownershipOf(database)).toBe('foreign');
  });

  it('uses none that is another system’s, with and without seeding', () => {
    for (const wanted of [true, false])
      expect(() => willMark('other', { ...external, wanted })).toThrow(
        "The database has tables that are not Gatehouse's. Name an empty database.",
      );
  });

  it('refuses to seed a foreign one, leaves it alone without seeding, and marks what is its own', () => {
    expect(() => willMark('foreign', external)).toThrow(SeedRefused);
    expect(willMark('foreign', { ...external, wanted: false })).toBe(false);
    expect(willMark('empty', { ...external, wanted: false })).toBe(false);
    expect(willMark('empty', external)).toBe(true);
    expect(willMark('empty', { wanted: false, embedded: true })).toBe(true);
  });

  it('seeds once, and remembers whose password it was', async () => {
    const platform = await platformOn(database);
    expect(await seededPassword(database)).toBeNull();
    await seed(platform, 'a password of my own');
    await seed(platform, 'gatehouse-local-only-42');
    expect([await countOf(database, 'users'), await seededPassword(database)]).toEqual([3, 'chosen']);
  });

  it('empties what people made and keeps what migrations made', async () => {
    await seed(await platformOn(database), 'gatehouse-local-only-42');
    const before = await database.rows(sql`select version from rbac_version`);
    await emptyDatabase(database);
    const counts = ['users', 'credentials', 'user_roles', 'roles', 'permissions', 'role_permissions'];
    expect(await Promise.all(counts.map((table) => countOf(database, table)))).toEqual([0, 0, 0, 3, 11, 16]);
    expect(await database.rows(sql`select version from rbac_version`)).not.toEqual(before);
  });
});

describe('a database of another system', () => {
  let other: Database;
  beforeAll(async () => {
    other = await openPglite();
  });
  afterAll(() => other.close());

  it('is told by its rows, in any schema, before anything is changed [A119]', async () => {
    expect(await ownershipOf(other)).toBe('empty');
    await other.rows(sql`create schema shop`);
    await other.rows(sql`create table shop."Odd name" (roles text)`);
    expect(await ownershipOf(other)).toBe('empty');
    await other.rows(sql`insert into shop."Odd name" values ('x')`);
    expect(await ownershipOf(other)).toBe('other');
    await other.rows(sql`drop schema shop cascade`);
  });

  it.each([
    ['users', 'id int'],
    ['roles', 'name text'],
    ['schema_migrations', 'version text'],
  ])('is told by its table %s, even without rows [A119]', async (table, column) => {
    expect(await ownershipOf(other)).toBe('empty');
    await other.rows(sql.raw(`create table ${table} (${column})`));
    expect(await ownershipOf(other)).toBe('other');
    await other.rows(sql.raw(`drop table ${table}`));
  });
});

describeWith('PostgreSQL', 'two processes that seed one database', () => {
  it('seed it once', async () => {
    const connectionString = await freshDatabase();
    const databases = [1, 2, 3].map(() => openNodePostgres({ connectionString }));
    await Promise.all(databases.map(async (database) => seed(await platformOn(database), 'gatehouse-local-only-42')));
    const [first] = databases;
    expect(first && (await countOf(first, 'users'))).toBe(3);
    await Promise.all(databases.map((database) => database.close()));
  });
});
