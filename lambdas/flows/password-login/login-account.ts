import { sql } from 'drizzle-orm';
import { grantsOf } from '../../domain/role/grants.ts';
import { at, selectList } from '../../domain/statement.ts';
import { users } from '../../domain/user/user.table.ts';
import type { User } from '../../domain/user/user.ts';
import { readUser } from '../../domain/user/users.ts';
import type { Context } from '../../kernel/context.ts';

/** Everything that signing in by password asks of the database before the hash, in one statement. */
export interface Account {
  user: User;
  /** Of an account that waits for verification: that of its newest registration. */
  passwordHash: string | null;
  knowsDevice: boolean;
  /** The live session whose refresh token the browser still holds; anybody's. */
  heldSession: { id: string; userId: string } | null;
}

/** What the browser presents beside address and password. */
export interface Held {
  deviceHash: string | null;
  sessionId: string | null;
}

export async function findAccount(context: Context, emailKey: string, held: Held): Promise<Account | null> {
  const [row] = await context.database.rows<Found>(sql`
    select ${selectList(users, 'u')}, ${grantsOf('u')},
      case when u.email_verified_at is not null then
        (select secret from credentials where user_id = u.id and kind = 'password')
      else
        (select pending ->> 'passwordHash' from one_time_tokens
          where user_id = u.id and kind = 'verify_email' and pending is not null and spent_at is null
            and expires_at > ${at(context.clock.now())} order by created_at desc limit 1)
      end as password_hash,
      exists (select 1 from known_devices
        where user_id = u.id and token_hash = ${held.deviceHash ?? ''}::text) as knows_device,
      (select user_id from sessions where id = ${held.sessionId}::uuid and ended_at is null) as held_session_user
    from users u where u.email_key = ${emailKey}::text and u.deleted_at is null`);
  const user = readUser(row);
  if (!row || !user) return null;
  const { password_hash: passwordHash, knows_device: knowsDevice, held_session_user: userId } = row;
  const heldSession = held.sessionId !== null && userId !== null ? { id: held.sessionId, userId } : null;
  return { user, passwordHash, knowsDevice, heldSession };
}

interface Found extends Record<string, unknown> {
  password_hash: string | null;
  knows_device: boolean;
  held_session_user: string | null;
}
