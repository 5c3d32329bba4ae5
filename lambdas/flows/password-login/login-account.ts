import { sql } from 'drizzle-orm';
import {
  type Held,
  readSignInAccount,
  type SignInAccount,
  signInAccount,
} from '../../domain/session/sign-in-account.ts';
import { at } from '../../domain/statement.ts';
import type { Context } from '../../kernel/context.ts';

/** Everything that signing in by password asks of the database before the hash, in one statement. */
export interface Account extends SignInAccount {
  passwordHash: string | null;
  /** What the newest registration of the address asked for, whether or not the address was taken. */
  pendingHash: string | null;
}

/** The account of the address, unless there is none or it was deleted. */
export async function findAccount(context: Context, emailKey: string, held: Held): Promise<Account | null> {
  const [row] = await context.database.rows<Found>(sql`
    select ${signInAccount(held)},
      (select secret from credentials where user_id = u.id and kind = 'password') as password_hash,
      (select pending ->> 'passwordHash' from one_time_tokens
        where user_id = u.id and kind in ('verify_email', 'taken_registration') and pending is not null
          and spent_at is null and expires_at > ${at(context.clock.now())}
        order by created_at desc limit 1) as pending_hash
    from users u where u.email_key = ${emailKey}::text and u.deleted_at is null`);
  const account = readSignInAccount(row, held);
  return row && account ? { ...account, passwordHash: row.password_hash, pendingHash: row.pending_hash } : null;
}

interface Found extends Record<string, unknown> {
  password_hash: string | null;
  pending_hash: string | null;
}
