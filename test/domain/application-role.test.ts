import { sql } from 'drizzle-orm';
import { movableClock } from '../../lambdas/adapters/clock/movable.ts';
import { openNodePostgres } from '../../lambdas/adapters/database/node-postgres.ts';
import { newId } from '../../lambdas/kernel/id.ts';
import { type Database, sqlState } from '../../lambdas/ports/database.ts';
import { migrate } from '../../lambdas/workers/migrate.ts';
import { describeWith, freshDatabase, freshPglite } from '../services/databases.ts';
import { currentMigrations } from '../services/templates.ts';

const insufficientPrivilege = '42501';
const clock = movableClock();

function promises(open: () => Promise<Database>, further: string[] = []): void {
  let database: Database;
  const stateOf = (statement: string) =>
    database.rows(sql.raw(statement)).then(
      () => 'done',
      (error) => sqlState(error),
    );

  beforeAll(async () => {
    database = await open();
    const id = newId(clock);
    await database.rows(sql`
      insert into audit_logs (id, created_at, action, resource, outcome, details, ip_address, user_agent, request_id, hash)
      values (${id}::uuid, '2026-11-25T12:00:00Z', 'x.done', 'x', 'success', '{}', '::1', '', ${id}::uuid, 'h')`);
  });
  afterAll(() => database.close());

  it.each([
    "update audit_logs set action = 'y'",
    'delete from audit_logs',
    'truncate audit_logs',
    'alter table audit_logs disable trigger all',
    'drop table audit_logs',
    "update audit_logs_other set action = 'y'",
    'delete from audit_logs_other',
    'alter table audit_logs detach partition audit_logs_other',
    "update audit_seals set head = ''",
    'delete from audit_seals',
    "update audit_checkpoints set name = ''",
    'delete from audit_checkpoints',
    "insert into audit_unsealed values ('01900000-0000-7000-8000-000000000001', now())",
    'create table audit_copy (n integer)',
    "update schema_migrations set checksum = ''",
    "insert into platform_facts values ('audit_retention_days', '1')",
    "update platform_facts set value = '1'",
    "select audit_erase('01900000-0000-7000-8000-000000000001', 10)",
    "select audit_drop_month(to_char(now() - interval '13 months', 'YYYY_MM'))",
    "select audit_drop_month(to_char(now() + interval '1 month', 'YYYY_MM'))",
    ...further,
  ])('is denied: %s [A94]', async (statement) => {
    expect(await stateOf(statement)).toBe(insufficientPrivilege);
  });

  it('reads and adds audit rows, and the one that is there stays as it was', async () => {
    expect(await database.rows(sql`select action, outcome from audit_logs`)).toEqual([
      { action: 'x.done', outcome: 'success' },
    ]);
  });

  it('may change or remove a row of no month of the audit log, of those to come too [A94]', async () => {
    await database.rows(sql`select audit_open_months()`);
    const allowed = await database.rows(sql`
      select t.tablename, p.privilege from pg_tables t
      cross join unnest(array['update', 'delete', 'truncate']) p(privilege)
      where t.tablename like 'audit\\_logs%' and has_table_privilege('gatehouse_app', quote_ident(t.tablename), p.privilege)`);
    expect(allowed).toEqual([]);
  });

  it('may read and write the rows of every other table, which later migrations make as well', async () => {
    const lacking = await database.rows(sql`
      select t.tablename, p.privilege from pg_tables t
      cross join unnest(array['select', 'insert', 'update', 'delete']) p(privilege)
      where t.schemaname = 'public' and t.tablename not like 'audit\\_%' and t.tablename not in ('schema_migrations', 'platform_facts')
        and not has_table_privilege('gatehouse_app', quote_ident(t.tablename), p.privilege)`);
    expect(lacking).toEqual([]);
  });
}

describe('the role that functions connect as', () => {
  describe('on PGlite', () =>
    promises(async () => {
      const database = await freshPglite();
      await database.rows(sql`set session authorization gatehouse_app`);
      return database;
    }));
});

describeWith('PostgreSQL', 'the role that functions connect as, on PostgreSQL', () =>
  promises(async () => {
    const url = new URL(await freshDatabase());
    const owner = openNodePostgres({ connectionString: url.href, maxConnections: 1 });
    await owner.rows(sql`alter role gatehouse_app login`);
    await owner.close();
    url.username = 'gatehouse_app';
    return openNodePostgres({ connectionString: url.href, maxConnections: 1 });
  }, ['set session authorization postgres']),
);

describeWith('PostgreSQL', 'an owner who may make no role', () => {
  it('gets its tables all the same', async () => {
    const url = new URL(await freshDatabase({ empty: true }));
    const admin = openNodePostgres({ connectionString: url.href, maxConnections: 1 });
    const owner = `owner_${newId(clock).replaceAll('-', '')}`;
    await admin.rows(sql.raw(`create role ${owner} login`));
    await admin.rows(sql.raw(`grant all on schema public to ${owner}`));
    await admin.close();
    url.username = owner;
    const database = openNodePostgres({ connectionString: url.href, maxConnections: 1 });
    const { files } = await currentMigrations();
    expect(await migrate(database, files, clock)).toHaveLength(files.length);
    expect(await database.rows(sql`select count(*)::int as n from users`)).toEqual([{ n: 0 }]);
    await database.close();
  });
});
