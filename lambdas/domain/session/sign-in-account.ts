/** What every first factor reads of an account before it signs anybody in, in one statement. */
import { type SQL, sql } from 'drizzle-orm';
import type { Context } from '../../kernel/context.ts';
import { deviceHash } from '../device/devices.ts';
import type { User } from '../user/user.ts';
import { readUser, userAndGrants } from '../user/users.ts';
import { readWaysIn, type WaysIn, waysInOf } from '../user/ways-in.ts';
import { presentedSession } from './refresh-token.ts';

export interface SignInAccount {
  user: User;
  ways: WaysIn;
  /** The device of the presented cookie, where this account knows it. */
  deviceId: string | null;
  /** The live session whose refresh token the browser still holds; anybody's. */
  heldSession: { id: string; userId: string } | null;
}

/** What the browser presents beside its proof. */
export interface Held {
  deviceHash: string | null;
  sessionId: string | null;
}

/** Of the cookies `__Host-device` and `__Host-refresh`. */
export async function heldBy(
  context: Context,
  { deviceCookie, refreshCookie }: { deviceCookie: string | undefined; refreshCookie: string | undefined },
): Promise<Held> {
  return {
    deviceHash: deviceHash(deviceCookie),
    sessionId: presentedSession(await context.keys.ring('refresh'), refreshCookie),
  };
}

/** The select list under the alias `u` of users. */
export function signInAccount(held: Held): SQL {
  return sql`${userAndGrants}, ${waysInOf('u')},
    (select id from known_devices where user_id = u.id and token_hash = ${held.deviceHash ?? ''}::text) as device_id,
    (select user_id from sessions where id = ${held.sessionId}::uuid and ended_at is null) as held_session_user`;
}

/** Null where there is no such account. */
export function readSignInAccount(row: Record<string, unknown> | undefined, held: Held): SignInAccount | null {
  const user = readUser(row);
  if (!row || !user) return null;
  const { device_id: device, held_session_user: heldUser } = row;
  return {
    user,
    ways: readWaysIn(row),
    deviceId: typeof device === 'string' ? device : null,
    heldSession:
      held.sessionId !== null && typeof heldUser === 'string' ? { id: held.sessionId, userId: heldUser } : null,
  };
}

/** The account that the condition on `u` chooses, unless it was deleted. */
export async function findSignInAccount(context: Context, where: SQL, held: Held): Promise<SignInAccount | null> {
  const [row] = await context.database.rows(sql`
    select ${signInAccount(held)} from users u where ${where} and u.deleted_at is null`);
  return readSignInAccount(row, held);
}
