import { randomUUID } from 'node:crypto';
import { getTableName, is, sql } from 'drizzle-orm';
import { PgTable } from 'drizzle-orm/pg-core';
import { platformFacts } from '../lambdas/domain/platform/platform.table.ts';
import { permissions, rbacVersion, rolePermissions, roles } from '../lambdas/domain/role/role.table.ts';
import * as schema from '../lambdas/domain/schema.ts';
import type { Database } from '../lambdas/ports/database.ts';

/** What migrations fill and what says whose the database is; the journal of migrations is not in the schema at all. */
const kept = new Set<PgTable>([platformFacts, permissions, rbacVersion, rolePermissions, roles]);

/**
 * Removes every row that somebody made and keeps the ones that migrations made. One statement that deletes: to truncate
 * takes several times as long where there are few rows, and makes a new file for each table and each index.
 */
export async function emptyDatabase(database: Database): Promise<void> {
  const made = sql`select id from roles where not is_system`;
  const deletions = [
    ...changingTables().map((table) => sql`delete from ${table}`),
    sql`delete from role_permissions where role_id in (${made})`,
    sql`delete from roles where not is_system`,
  ];
  // The archive keeps the seals of what was here: what comes now is no part of that chain.
  const begun = sql`
    update platform_facts set value = ${randomUUID()}::text where name = 'audit_chain'`;
  const parts = [...deletions, begun].map((deletion, at) => sql`${sql.identifier(`emptied_${at}`)} as (${deletion})`);
  // Copies of the role map are kept under this number: a lower or equal one would let them live on.
  const raised = sql`update rbac_version set version = version + 1`;
  await database.rows(sql`with ${sql.join(parts, sql`, `)} ${raised}`);
}

function changingTables() {
  return Object.values(schema)
    .filter((table) => is(table, PgTable) && !kept.has(table))
    .map((table) => sql.identifier(getTableName(table as PgTable)));
}
