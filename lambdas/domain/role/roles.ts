import { type SQL, sql } from 'drizzle-orm';
import type { Database } from '../../ports/database.ts';
import { insertInto, pick, selectList, touched, wordsOf } from '../statement.ts';
import { permissions, roles } from './role.table.ts';

export type RoleRow = typeof roles.$inferSelect;
export type PermissionRow = typeof permissions.$inferSelect;

export interface Role {
  row: RoleRow;
  /** Names, in order. */
  permissions: readonly string[];
}

/** The whole map is cached by every function: there are never more. */
export const mostRoles = 200;

const roleList = sql`
  ${selectList(roles, 'r')}, (select string_agg(p.name, ' ')
    from role_permissions rp join permissions p on p.id = rp.permission_id where rp.role_id = r.id) as permission_names`;

/** Every role, by name. */
export async function readRoles(database: Database): Promise<Role[]> {
  const rows = await database.rows(sql`select ${roleList} from roles r order by r.name limit ${mostRoles}::int`);
  return rows.flatMap((row) => readRole(row) ?? []);
}

export async function findRole(database: Database, id: string): Promise<Role | null> {
  const [row] = await database.rows(sql`select ${roleList} from roles r where r.id = ${id}::uuid`);
  return row ? readRole(row) : null;
}

/** Every permission that there is, by name. */
export async function readPermissions(database: Database): Promise<PermissionRow[]> {
  const rows = await database.rows(sql`select ${selectList(permissions, 'p')} from permissions p order by p.name`);
  return rows.flatMap((row) => pick(permissions, 'p', row) ?? []);
}

/** The role as a part of the change's statement, unless its name is taken or there are too many. */
export function roleInsert(row: RoleRow, when: SQL): SQL {
  const room = sql`(select count(*) from roles) < ${mostRoles}::int`;
  return sql`${insertInto(roles, row, sql`${when} and ${room}`)} on conflict (name) do nothing returning id`;
}

/**
 * The parts that give the role of that id exactly the permissions of those names, where the CTE `when` touched a row.
 */
export function permissionsSet(roleId: string, names: readonly string[], when: string): { taken: SQL; given: SQL } {
  const wanted = sql`(select id from permissions where name = any(string_to_array(${names.join(' ')}::text, ' ')))`;
  return {
    taken: sql`
      delete from role_permissions
      where role_id = ${roleId}::uuid and permission_id not in ${wanted} and ${touched(when)}`,
    given: sql`
      insert into role_permissions (role_id, permission_id)
      select ${roleId}::uuid, w.id from ${wanted} w where ${touched(when)} on conflict do nothing`,
  };
}

function readRole(row: Record<string, unknown>): Role | null {
  const role = pick(roles, 'r', row);
  return role && { row: role, permissions: wordsOf(row.permission_names).sort() };
}
