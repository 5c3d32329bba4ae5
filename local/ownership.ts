import { getTableName, is, sql } from 'drizzle-orm';
import { PgTable } from 'drizzle-orm/pg-core';
import { platformFacts } from '../lambdas/domain/platform/platform.table.ts';
import * as ours from '../lambdas/domain/schema.ts';
import type { Database } from '../lambdas/ports/database.ts';

/**
 * Whose a database is. `local`: the local platform marked it, so it may seed and empty it. `empty`: it holds no row
 * that anybody made. `foreign`: a Gatehouse with somebody's rows and no mark. `other`: no Gatehouse at all, with rows or
 * with tables where its own have to stand.
 */
export type Ownership = 'local' | 'empty' | 'foreign' | 'other';

const journal = 'schema_migrations';
/** What migrations fill, and their journal. */
const filledByMigrations = [journal, 'permissions', 'rbac_version', 'role_permissions'];

/** Where another system's table would be in the way of the first migration. */
const ourNames = new Set([
  journal,
  ...Object.values(ours).flatMap((table) => (is(table, PgTable) ? [getTableName(table)] : [])),
]);

/** Looks at every table that is there, ours or not, so that it can be asked before the first migration. */
export async function ownershipOf(database: Database): Promise<Ownership> {
  const tables = await database.rows<{ schema: string; name: string }>(sql`
    select schemaname::text as schema, tablename::text as name from pg_catalog.pg_tables
    where schemaname not in ('pg_catalog', 'information_schema') and schemaname not like 'pg\\_%'`);
  const names = new Set(tables.map(({ schema, name }) => (schema === 'public' ? name : '')));
  const isGatehouse = names.has(journal) && (await hasOurJournal(database));
  if (!isGatehouse && [...names].some((name) => ourNames.has(name))) return 'other';
  if (names.has('platform_facts') && (await isMarkedLocal(database))) return 'local';
  for (const { schema, name } of tables) {
    if (schema === 'public' && filledByMigrations.includes(name)) continue;
    // The roles that a migration made are nobody's.
    const own = schema === 'public' && name === 'roles';
    const table = sql`${sql.identifier(schema)}.${sql.identifier(name)}`;
    const [row] = await database.rows<{ found: boolean }>(
      sql`select exists (select 1 from ${table} ${own ? sql`where not is_system` : sql``}) as found`,
    );
    if (row?.found) return isGatehouse ? 'foreign' : 'other';
  }
  return 'empty';
}

/** Others name their journal so too. */
async function hasOurJournal(database: Database): Promise<boolean> {
  const columns = await database.rows<{ name: string }>(sql`
    select column_name::text as name from information_schema.columns
    where table_schema = 'public' and table_name = ${journal} and column_name in ('name', 'checksum', 'applied_at')`);
  return columns.length === 3;
}

/** Whether the database says that the local platform may empty it. */
export async function isMarkedLocal(database: Database): Promise<boolean> {
  const facts = await database.db.select().from(platformFacts);
  return facts.some(({ name, value }) => name === 'mark' && value === 'local');
}
