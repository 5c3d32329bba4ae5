import { type SQL, sql } from 'drizzle-orm';
import type { Database } from '../../ports/database.ts';
import { wordsOf } from '../statement.ts';

/** What a user may do, as it goes into tokens and into the public view of a user. */
export interface Grants {
  roleIds: readonly string[];
  roles: readonly string[];
  permissions: readonly string[];
}

/**
 * The select list that `readGrants` reads back, of the user who stands under the alias. One piece, as `selectList` is.
 */
export function grantsOf(alias: string): SQL {
  return sql.raw(`
    (select string_agg(r.id::text || '=' || r.name, ' ' order by r.name)
       from user_roles ur join roles r on r.id = ur.role_id where ur.user_id = ${alias}.id) as grants_roles,
    ${permissionsText(alias)} as grants_permissions`);
}

/** The names of what the user under the alias may do, read back by `wordsOf`. */
export function permissionsOf(alias: string): SQL {
  return sql.raw(permissionsText(alias));
}

function permissionsText(alias: string): string {
  return `
    (select string_agg(distinct p.name, ' ')
       from user_roles ur join role_permissions rp on rp.role_id = ur.role_id
       join permissions p on p.id = rp.permission_id where ur.user_id = ${alias}.id)`;
}

/** Reads back the select list of `grantsOf`. */
export function readGrants(row: Record<string, unknown>): Grants {
  const pairs = wordsOf(row.grants_roles).map((pair) => pair.split('=') as [string, string]);
  return {
    roleIds: pairs.map(([id]) => id),
    roles: pairs.map(([, name]) => name),
    permissions: wordsOf(row.grants_permissions).sort(),
  };
}

/** Names and permissions of every role, under the version at which they were read. */
export interface RoleMap {
  version: number;
  byId: ReadonlyMap<string, { name: string; permissions: readonly string[] }>;
}

/**
 * The whole map in one statement, so that names, permissions and version belong together. That there is one version is
 * said by its key: PostgreSQL counts no table of a few rows, takes it for thousands, and compiles what seems that long.
 */
export async function readRoleMap(database: Database): Promise<RoleMap> {
  const rows = await database.rows<{ id: string; name: string; permissions: string | null; version: number }>(sql`
    select r.id, r.name, v.version,
      (select string_agg(p.name, ' ') from role_permissions rp join permissions p on p.id = rp.permission_id
        where rp.role_id = r.id) as permissions
    from rbac_version v left join roles r on true where v.id = 1`);
  return {
    version: rows[0]?.version ?? 0,
    byId: new Map(rows.map((row) => [row.id, { name: row.name, permissions: wordsOf(row.permissions) }])),
  };
}
