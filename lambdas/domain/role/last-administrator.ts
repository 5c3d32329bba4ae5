/** Somebody can always administer the platform: what takes an administrator away is done in turns. */
import { sql } from 'drizzle-orm';
import type { Database } from '../../ports/database.ts';
import { systemRoles } from './role.ts';

export interface Administrators {
  /** Of the role map, as it was when they were counted. */
  rbacVersion: number;
  /** Besides the user, those who can sign in: an invitation that nobody took up administers nothing. */
  others: number;
}

export async function countAdministrators(database: Database, exceptUserId: string): Promise<Administrators> {
  const [row] = await database.rows<{ version: number; others: number }>(sql`
    select version, (
      select count(*)::int from user_roles r join users u on u.id = r.user_id
      where r.role_id = ${systemRoles.admin}::uuid and u.is_active and u.deleted_at is null
        and u.email_verified_at is not null and u.reset_required_at is null
        and u.id <> ${exceptUserId}::uuid) as others
    from rbac_version where id = 1`);
  return { rbacVersion: row?.version ?? 0, others: row?.others ?? 0 };
}
