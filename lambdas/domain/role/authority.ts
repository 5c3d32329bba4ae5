/** Nobody grants what they do not hold: who acts and what they may do, read from the truth at the moment of a change. */
import { type SQL, sql } from 'drizzle-orm';
import type { Context, Principal } from '../../kernel/context.ts';
import { AuthError } from '../../kernel/errors.ts';
import type { Database } from '../../ports/database.ts';
import { nudge, outboxInsert, rbacRow } from '../outbox/outbox.ts';
import { touched, wordsOf } from '../statement.ts';
import { permissionsOf } from './grants.ts';
import { publishRbacVersion, raiseRbacVersion } from './rbac-version.ts';

export interface Authority {
  actor: {
    userId: string;
    sessionId: string;
    name: string;
    version: number;
    permissions: ReadonlySet<string>;
  };
  /** Of who may do what, when it was read. */
  rbacVersion: number;
}

/**
 * What the actor may do now. A copy of it may be a moment old, in which two could take each other's rights away.
 *
 * @throws AuthError 401 `TOKEN_INVALID` for an actor who is no longer signed in.
 */
export async function findAuthority(database: Database, principal: Principal): Promise<Authority> {
  const [row] = await database.rows(sql`
    select ${authorityList} from rbac_version v left join ${actorOf(principal)} where v.id = 1`);
  return readAuthority(row ?? {}, principal);
}

/** The select list that `readAuthority` reads back, of `actorOf` beside `rbac_version v`. */
export const authorityList = sql`v.version as rbac_version, a.version as actor_version, a.name as actor_name,
  ${permissionsOf('a')} as actor_permissions`;

/** To be joined: the account that acts, while it is in use and its session live. */
export function actorOf({ userId, sessionId }: Principal): SQL {
  return sql`users a on a.id = ${userId}::uuid and a.is_active and a.deleted_at is null
    and exists (select 1 from sessions s where s.id = ${sessionId}::uuid and s.user_id = a.id and s.ended_at is null)`;
}

/** @throws AuthError 401 `TOKEN_INVALID` for an actor who is no longer signed in. */
export function readAuthority(row: Record<string, unknown>, { userId, sessionId }: Principal): Authority {
  if (typeof row.actor_version !== 'number') throw new AuthError('TOKEN_INVALID');
  const permissions = new Set(wordsOf(row.actor_permissions));
  const actor = { userId, sessionId, name: String(row.actor_name), version: row.actor_version, permissions };
  return { actor, rbacVersion: Number(row.rbac_version) };
}

/** Whether all of the permissions are held. */
export function holdsAll({ actor }: Authority, names: Iterable<string>): boolean {
  return [...names].every((name) => actor.permissions.has(name));
}

/**
 * Parts of which `roles_held` has a row while the actor, their session, who may do what, and the account that it is done
 * to are as they were read. Accounts are held in the order of their ids and the roles last, so that two who act upon each
 * other wait and do not stand in each other's way for good.
 */
export function heldAsRead(
  { actor, rbacVersion }: Authority,
  target?: { id: string; version: number },
): { held: SQL; acting: SQL; roles_held: SQL } {
  const isActor = sql`
    id = ${actor.userId}::uuid and version = ${actor.version}::int and is_active and deleted_at is null`;
  const accounts = target
    ? sql`(id = ${target.id}::uuid and version = ${target.version}::int) or (${isActor})`
    : isActor;
  return {
    held: sql`select id from users where ${accounts} order by id for no key update`,
    acting: sql`
      select id from sessions
      where id = ${actor.sessionId}::uuid and ended_at is null
        and (select count(*) from held) = ${target ? 2 : 1}::int for share`,
    roles_held: sql`
      select id from rbac_version where id = 1 and version = ${rbacVersion}::int and ${touched('acting')} for share`,
  };
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

/** The parts of every change of who may do what. */
export function planGrantChange(context: Context, authority: Authority, granted: Granted): GrantChange {
  const { rbacVersion } = authority;
  const user = 'user' in granted ? { id: granted.user, version: granted.version } : undefined;
  const order = rbacRow(context, 'user' in granted ? granted.user : granted.role);
  const { held, acting } = heldAsRead(authority, user);
  return {
    parts: {
      held,
      acting,
      rbac: raiseRbacVersion(rbacVersion, touched('acting')),
      rbac_told: outboxInsert(order, touched('rbac')),
    },
    async publish() {
      await publishRbacVersion(context, rbacVersion + 1);
      await nudge(context, [order]);
    },
  };
}
