import { type SQL, sql } from 'drizzle-orm';
import type { Platform } from '../../kernel/context.ts';
import type { EndReason } from '../../kernel/http/end-reasons.ts';
import type { Database } from '../../ports/database.ts';
import type { Position } from '../page.ts';
import { at, insertInto, pick, selectList } from '../statement.ts';
import type { User } from '../user/user.ts';
import { readUser, userAndGrants } from '../user/users.ts';
import { type SessionRow, sessions } from './session.table.ts';

/** A session with its user and what that user may do now. */
export interface SessionAndUser {
  session: SessionRow;
  user: User;
}

export interface Rotation {
  sessionId: string;
  /** Of the presented token. */
  generation: number;
  presentedHash: string;
  nextHash: string;
  salt: string;
  kid: string;
  delivery: SessionRow['delivery'];
  /** Who rotates: a repeat within the grace time must come from the same one. */
  userAgent: string;
  now: Date;
  /** Sessions from before it are dead. */
  epoch: Date;
  idleExpiresAt: Date;
}

/** The select list of a session `s` and its user `u`, read back by `readSessionAndUser`. */
export const sessionAndUser = sql`${selectList(sessions, 's')}, ${userAndGrants}`;

/**
 * Rotates the refresh token in one conditional UPDATE: of parallel calls with one token exactly one hits a row. Null
 * where the token is not the live one of a live session of an active user.
 */
export async function rotateSession(database: Database, rotation: Rotation): Promise<SessionAndUser | null> {
  const now = at(rotation.now);
  const [row] = await database.rows(sql`
    with s as (
      update sessions set
        version = sessions.version + 1, generation = generation + 1,
        parent_hash = refresh_hash, refresh_hash = ${rotation.nextHash}::text,
        refresh_salt = ${rotation.salt}::text, refresh_kid = ${rotation.kid}::text,
        user_agent = ${rotation.userAgent}::text, rotated_at = ${now}, last_used_at = ${now},
        idle_expires_at = least(${at(rotation.idleExpiresAt)}, expires_at)
      from users
      where sessions.id = ${rotation.sessionId}::uuid and users.id = sessions.user_id
        and generation = ${rotation.generation}::int and refresh_hash = ${rotation.presentedHash}::text
        and delivery = ${rotation.delivery}::text and sessions.created_at >= ${at(rotation.epoch)}
        and ended_at is null and expires_at > ${now} and idle_expires_at > ${now}
        and users.is_active and users.deleted_at is null
      returning sessions.*
    )
    select ${sessionAndUser}, ${seenVersion(rotation.sessionId)} from s join users u on u.id = s.user_id`);
  return row ? asItIs(database, row) : null;
}

/**
 * Goes into the select list of a statement that changes the session and reads its user: the version of before, as the
 * statement saw it when it began.
 */
export function seenVersion(sessionId: string): SQL {
  return sql`(select version from sessions where id = ${sessionId}::uuid) as seen_version`;
}

/**
 * Reads that statement's row. One that had to wait for another change of the session has read roles from before it
 * (PostgreSQL 13.2.1), and a copy of them would be believed: they are read anew.
 */
export async function asItIs(database: Database, row: Record<string, unknown>): Promise<SessionAndUser | null> {
  const read = readSessionAndUser(row);
  if (!read || read.session.version === Number(row.seen_version) + 1) return read;
  return findSession(database, read.session.id);
}

/** The session of that id, ended or not, with its user, deleted or not. */
export async function findSession(database: Database, sessionId: string): Promise<SessionAndUser | null> {
  const [row] = await database.rows(sql`
    select ${sessionAndUser} from sessions s join users u on u.id = s.user_id where s.id = ${sessionId}::uuid`);
  return row ? readSessionAndUser(row) : null;
}

/** Live sessions of a user, the last used one first, from after the position on. */
export async function liveSessions(
  { database, clock, config }: Platform,
  userId: string,
  { after, limit }: { after: Position | null; limit: number },
): Promise<SessionRow[]> {
  const now = at(clock.now());
  const from = after ? sql`and (last_used_at, id) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : sql``;
  const rows = await database.rows(sql`
    select ${sessionList('s')} from sessions s
    where user_id = ${userId}::uuid and ended_at is null and expires_at > ${now} and idle_expires_at > ${now}
      and created_at >= ${at(config.epoch)} ${from}
      and (actor_session_id is null
        or exists (select 1 from sessions a where a.id = s.actor_session_id and a.ended_at is null))
    order by last_used_at desc, id desc limit ${limit}::int`);
  return rows.flatMap((row) => readSession('s', row) ?? []);
}

/** The row as a part of the sign-in's statement; the device is the one that the CTE of that name returns. */
export function sessionInsert(row: SessionRow, deviceCte: string | null, when?: SQL): SQL {
  const deviceId = deviceCte === null ? null : sql`(select id from ${sql.identifier(deviceCte)})`;
  return insertInto(sessions, { ...row, deviceId }, when);
}

/** Ends the sessions that the condition chooses and are still live, as a CTE that returns their rows. */
export function sessionsEnd(where: SQL, reason: EndReason, now: Date): SQL {
  return sql`
    update sessions set version = version + 1, ended_at = ${at(now)}, end_reason = ${reason}::text
    where ended_at is null and (${where}) returning *`;
}

/**
 * Ends the live sessions of the user whom the CTE returns, but for the one that is `kept`, as a CTE that returns their
 * rows. The CTE must hold the user's row: sessions of sign-ins that it waited for end too (migration 0005).
 */
export function sessionsOfUserEnd(user: string, kept: string | null, reason: EndReason, now: Date): SQL {
  return sql`
    select ended.* from ${sql.identifier(user)} whose
    cross join lateral end_sessions_of(whose.id, ${kept}::uuid, ${reason}::text, ${at(now)}) ended`;
}

/**
 * Raises the version of the live sessions of the user whom the CTE returns, as a CTE that returns their rows: their
 * copies are to be written anew. The CTE must hold the user's row, as above (migration 0009).
 */
export function sessionsOfUserRenew(user: string): SQL {
  return sql`select renewed.* from ${sql.identifier(user)} whose cross join lateral renew_sessions_of(whose.id) renewed`;
}

/** The select list of sessions under an alias, read back by `readSession`. */
export function sessionList(alias: string): SQL {
  return selectList(sessions, alias);
}

/** Null where the outer join found none. */
export function readSession(alias: string, row: Record<string, unknown>): SessionRow | null {
  return pick(sessions, alias, row);
}

export function readSessionAndUser(row: Record<string, unknown>): SessionAndUser | null {
  const session = pick(sessions, 's', row);
  const user = readUser(row);
  return session && user ? { session, user } : null;
}
