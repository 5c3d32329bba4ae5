import { sql } from 'drizzle-orm';
import { at } from '../../domain/statement.ts';
import type { User } from '../../domain/user/user.ts';
import { readUser, userAndGrants } from '../../domain/user/users.ts';
import type { Context } from '../../kernel/context.ts';

/** Everything that signing in by password asks of the database before the hash, in one statement. */
export interface Account {
  user: User;
  passwordHash: string | null;
  /** What the newest registration of the address asked for, whether or not the address was taken. */
  pendingHash: string | null;
  knowsDevice: boolean;
  /** The live session whose refresh token the browser still holds; anybody's. */
  heldSession: { id: string; userId: string } | null;
}

/** What the browser presents beside address and password. */
export interface Held {
  deviceHash: string | null;
  sessionId: string | null;
}

/** The account of the address, unless there is none or it was deleted. */
export async function findAccount(context: Context, emailKey: string, held: Held): Promise<Account | null> {
  const [row] = await context.database.rows<Found>(sql`
    select ${userAndGrants},
      (select secret from credentials where user_id = u.id and kind = 'password') as password_hash,
      (select pending ->> 'passwordHash' from one_time_tokens
        where user_id = u.id and kind in ('verify_email', 'taken_registration') and pending is not null
          and spent_at is null and expires_at > ${at(context.clock.now())}
        order by created_at desc limit 1) as pending_hash,
      exists (select 1 from known_devices
        where user_id = u.id and token_hash = ${held.deviceHash ?? ''}::text) as knows_device,
      (select user_id from sessions where id = ${held.sessionId}::uuid and ended_at is null) as held_session_user
    from users u where u.email_key = ${emailKey}::text and u.deleted_at is null`);
  const user = readUser(row);
  if (!row || !user) return null;
  const { password_hash: passwordHash, pending_hash: pendingHash, knows_device: knowsDevice } = row;
  const userId = row.held_session_user;
  const heldSession = held.sessionId !== null && userId !== null ? { id: held.sessionId, userId } : null;
  return { user, passwordHash, pendingHash, knowsDevice, heldSession };
}

interface Found extends Record<string, unknown> {
  password_hash: string | null;
  pending_hash: string | null;
  knows_device: boolean;
  held_session_user: string | null;
}
