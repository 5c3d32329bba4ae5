/** Nobody grants what they do not hold: what somebody may do, read from the truth at the moment of a change. */
import { type SQL, sql } from 'drizzle-orm';
import type { Context, Principal } from '../../kernel/context.ts';
import { AuthError } from '../../kernel/errors.ts';
import type { Database } from '../../ports/database.ts';
import { nudge, outboxInsert, rbacRow } from '../outbox/outbox.ts';
import { touched } from '../statement.ts';
import { publishRbacVersion, raiseRbacVersion } from './rbac-version.ts';

export interface Authority {
  actor: Pick<Principal, 'userId' | 'sessionId'>;
  /** Of who may do what, when it was read. */
  rbacVersion: number;
  permissions: ReadonlySet<string>;
}

/**
 * What the actor may do now. A copy of it may be a moment old, in which two could take each other's rights away.
 *
 * @throws AuthError 401 `TOKEN_INVALID` for an actor who is no longer signed in.
 */
export async function readAuthority(database: Database, { userId, sessionId }: Principal): Promise<Authority> {
  const [row] = await database.rows<{ version: number; held: string | null }>(sql`
    select v.version, (
      select string_agg(distinct p.name, ' ') from user_roles ur
      join role_permissions rp on rp.role_id = ur.role_id join permissions p on p.id = rp.permission_id
      where ur.user_id = u.id) as held
    from rbac_version v join users u on u.id = ${userId}::uuid and u.is_active and u.deleted_at is null
      join sessions s on s.id = ${sessionId}::uuid and s.user_id = u.id and s.ended_at is null
    where v.id = 1`);
  if (!row) throw new AuthError('TOKEN_INVALID');
  return { actor: { userId, sessionId }, rbacVersion: row.version, permissions: new Set(row.held?.split(' ') ?? []) };
}

/** Whether all of the permissions are held. */
export function holdsAll({ permissions }: Authority, names: Iterable<string>): boolean {
  return [...names].every((name) => permissions.has(name));
}

export interface GrantChange {
  /**
   * For `together`. `rbac` touches a row unless anything was granted or taken since the authority was read, the actor's
   * session or account has ended, or the user who is granted something has changed.
   */
  parts: { held: SQL; acting: SQL; rbac: SQL; rbac_told: SQL };
  /** After the commit: the next request of everybody reads the map anew. */
  publish(): Promise<void>;
}

/** What changes: a role, or what a user has who was read at that version. */
export type Granted = { role: string } | { user: string; version: number };

/**
 * The parts of every change of who may do what. Accounts are held in the order of their ids and the roles last, as by
 * every other measure against somebody else's account (`domain/user/administered.ts`).
 */
export function planGrantChange(context: Context, { actor, rbacVersion }: Authority, granted: Granted): GrantChange {
  const toUser = 'user' in granted;
  const order = rbacRow(context, toUser ? granted.user : granted.role);
  const isActor = sql`id = ${actor.userId}::uuid and is_active and deleted_at is null`;
  return {
    parts: {
      held: toUser
        ? sql`
          select id from users
          where (id = ${granted.user}::uuid and version = ${granted.version}::int and deleted_at is null) or (${isActor})
          order by id for no key update`
        : sql`select id from users where ${isActor} for no key update`,
      acting: sql`
        select id from sessions
        where id = ${actor.sessionId}::uuid and ended_at is null
          and (select count(*) from held) = ${toUser ? 2 : 1}::int for share`,
      rbac: raiseRbacVersion(rbacVersion, touched('acting')),
      rbac_told: outboxInsert(order, touched('rbac')),
    },
    async publish() {
      await publishRbacVersion(context, rbacVersion + 1);
      await nudge(context, [order]);
    },
  };
}
