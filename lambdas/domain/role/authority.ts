/** Nobody grants what they do not hold: what somebody may do, read from the truth at the moment of a change. */
import { type SQL, sql } from 'drizzle-orm';
import type { Context } from '../../kernel/context.ts';
import type { Database } from '../../ports/database.ts';
import { nudge, outboxInsert, rbacRow } from '../outbox/outbox.ts';
import { touched } from '../statement.ts';
import { publishRbacVersion, raiseRbacVersion } from './rbac-version.ts';

export interface Authority {
  /** Of who may do what, when it was read. */
  rbacVersion: number;
  /** None of a user who is disabled or deleted. */
  permissions: ReadonlySet<string>;
}

/** What the user may do now. A copy of it may be a moment old, in which two could take each other's rights away. */
export async function readAuthority(database: Database, userId: string): Promise<Authority> {
  const [row] = await database.rows<{ version: number; held: string | null }>(sql`
    select v.version, (
      select string_agg(distinct p.name, ' ') from users u
      join user_roles ur on ur.user_id = u.id join role_permissions rp on rp.role_id = ur.role_id
      join permissions p on p.id = rp.permission_id
      where u.id = ${userId}::uuid and u.is_active and u.deleted_at is null) as held
    from rbac_version v where v.id = 1`);
  return { rbacVersion: row?.version ?? 0, permissions: new Set(row?.held?.split(' ') ?? []) };
}

/** Whether all of the permissions are held. */
export function holdsAll({ permissions }: Authority, names: Iterable<string>): boolean {
  return [...names].every((name) => permissions.has(name));
}

export interface GrantChange {
  /**
   * For `together`. `rbac` touches a row unless anything was granted or taken since the authority was read, and `when`
   * holds.
   */
  parts: { rbac: SQL; rbac_told: SQL };
  /** After the commit: the next request of everybody reads the map anew. */
  publish(): Promise<void>;
}

/** The parts of every change of who may do what. `subjectId` is the role or the user that changes. */
export function planGrantChange(
  context: Context,
  { rbacVersion }: Authority,
  subjectId: string,
  when: SQL = sql`true`,
): GrantChange {
  const order = rbacRow(context, subjectId);
  return {
    parts: {
      rbac: raiseRbacVersion(rbacVersion, when),
      rbac_told: outboxInsert(order, touched('rbac')),
    },
    async publish() {
      await publishRbacVersion(context, rbacVersion + 1);
      await nudge(context, [order]);
    },
  };
}
