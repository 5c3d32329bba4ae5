import { type SQL, sql } from 'drizzle-orm';
import type { Context } from '../../kernel/context.ts';
import { newToken, tokenHash } from '../../kernel/crypto.ts';
import { newId } from '../../kernel/id.ts';
import { insertInto } from '../statement.ts';
import { knownDevices } from './device.table.ts';

/** The browser of a full sign-in, known from now on. */
export interface SeenDevice {
  /** The write, as a CTE that returns the device's `id`. */
  write: SQL;
  /** The value of `__Host-device`. */
  cookie: string;
}

/** What `known_devices` keeps of a presented cookie; a malformed one matches no row. */
export function deviceHash(cookie: string | undefined): string | null {
  return cookie === undefined ? null : tokenHash(cookie);
}

/** Makes every browser a stranger to the user again, as a part of a statement. */
export function forgetDevices(userId: string, when: SQL): SQL {
  return sql`delete from known_devices where user_id = ${userId}::uuid and ${when}`;
}

/** Keeps the cookie that is there, so that two people on one browser do not make each other strangers. */
export function seeDevice(
  context: Context,
  userId: string,
  presented: string | undefined,
  when: SQL = sql`true`,
): SeenDevice {
  const now = context.clock.now();
  const known = deviceHash(presented);
  const { token, hash } = presented !== undefined && known !== null ? { token: presented, hash: known } : newToken();
  const { userAgent } = context.request;
  const row = { id: newId(context.clock), userId, tokenHash: hash, userAgent, createdAt: now, lastUsedAt: now };
  const write = sql`
    ${insertInto(knownDevices, row, when)}
    on conflict (user_id, token_hash)
    do update set last_used_at = excluded.last_used_at, user_agent = excluded.user_agent returning id`;
  return { write, cookie: token };
}
