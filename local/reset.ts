import { getTableName, is, sql } from 'drizzle-orm';
import { PgTable } from 'drizzle-orm/pg-core';
import { platformFacts } from '../lambdas/domain/platform/platform.table.ts';
import { permissions, rbacVersion, rolePermissions, roles } from '../lambdas/domain/role/role.table.ts';
import * as schema from '../lambdas/domain/schema.ts';
import type { Database } from '../lambdas/ports/database.ts';

/** What migrations fill and what says whose the database is; the journal of migrations is not in the schema at all. */
const kept = new Set<PgTable>([platformFacts, permissions, rbacVersion, rolePermissions, roles]);

/** Removes every row that somebody made and keeps the ones that migrations made. */
export async function emptyDatabase(database: Database): Promise<void> {
  await database.transaction(async (tx) => {
    await tx.execute(sql`truncate ${sql.join(changingTables(), sql`, `)}`);
    const made = sql`select id from roles where not is_system`;
    await tx.execute(sql`delete from role_permissions where role_id in (${made})`);
    await tx.execute(sql`delete from roles where not is_system`);
    // Copies of the role map are kept under this number: a lower or equal one would let them live on.
    await tx.execute(sql`update rbac_version set version = version + 1`);
  });
}

function changingTables() {
  return Object.values(schema)
    .filter((table) => is(table, PgTable) && !kept.has(table))
    .map((table) => sql.identifier(getTableName(table as PgTable)));
}
