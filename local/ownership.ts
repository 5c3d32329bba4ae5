import { sql } from 'drizzle-orm';
import { platformFacts } from '../lambdas/domain/platform/platform.table.ts';
import type { Database } from '../lambdas/ports/database.ts';

/**
 * Whose a database is. `local`: the local platform marked it, so it may seed and empty it. `empty`: it holds no row
 * that anybody made. `foreign`: somebody's rows and no mark.
 */
export type Ownership = 'local' | 'empty' | 'foreign';

/** What migrations fill, and their journal. */
const filledByMigrations = ['schema_migrations', 'permissions', 'rbac_version', 'role_permissions'];

/** Looks at every table that is there, ours or not, so that it can be asked before the first migration. */
export async function ownershipOf(database: Database): Promise<Ownership> {
  const tables = await database.rows<{ schema: string; name: string }>(sql`
    select schemaname::text as schema, tablename::text as name from pg_catalog.pg_tables
    where schemaname not in ('pg_catalog', 'information_schema') and schemaname not like 'pg\\_%'`);
  const names = new Set(tables.map(({ schema, name }) => (schema === 'public' ? name : '')));
  if (names.has('platform_facts') && (await isMarkedLocal(database))) return 'local';
  for (const { schema, name } of tables) {
    if (schema === 'public' && filledByMigrations.includes(name)) continue;
    // The roles that a migration made are nobody's; without the column the table is not ours at all.
    const own = schema === 'public' && name === 'roles' && names.has('schema_migrations');
    const table = sql`${sql.identifier(schema)}.${sql.identifier(name)}`;
    const [row] = await database.rows<{ found: boolean }>(
      sql`select exists (select 1 from ${table} ${own ? sql`where not is_system` : sql``}) as found`,
    );
    if (row?.found) return 'foreign';
  }
  return 'empty';
}

/** Whether the database says that the local platform may empty it. */
export async function isMarkedLocal(database: Database): Promise<boolean> {
  const facts = await database.db.select().from(platformFacts);
  return facts.some(({ name, value }) => name === 'mark' && value === 'local');
}
