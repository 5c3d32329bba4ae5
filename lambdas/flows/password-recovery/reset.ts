/** Setting a new password by a mailed link or code. It signs nobody in, and a second factor is still asked for. */
import { sql } from 'drizzle-orm';
import { checkNotBreached } from '../../domain/credential/breached-password.ts';
import { passwordUpsert } from '../../domain/credential/credentials.ts';
import { checkPassword } from '../../domain/credential/new-password.ts';
import { hashPassword } from '../../domain/credential/password-hash.ts';
import { passwordChanged } from '../../domain/mail/password-changed.ts';
import { type Presented, presentToken, type Redemption } from '../../domain/one-time-token/one-time-tokens.ts';
import { together, touched } from '../../domain/statement.ts';
import { proveMailbox } from '../../domain/user/mailbox-proof.ts';
import { planSecurityChange } from '../../domain/user/security-change.ts';
import { neutralName, type User } from '../../domain/user/user.ts';
import { readUser, userAndGrants } from '../../domain/user/users.ts';
import type { Context } from '../../kernel/context.ts';
import { oneTimeTokenInvalid } from '../../kernel/errors.ts';

export interface ResetInput extends Redemption {
  password: string;
}

/**
 * Everything that anybody held of the account ends: sessions, pending sign-ins, mailed tokens and what waits for them,
 * known devices. Where nobody had proven the mailbox before, this does, and voids whatever was set until now.
 *
 * @throws AuthError 400 `TOKEN_INVALID`; 400 `MALFORMED_REQUEST` for token and code at once; 422 for neither, or for a
 * password that this account may not have.
 */
export async function resetPassword(context: Context, input: ResetInput): Promise<User> {
  // Before a try of the code is spent, as far as it can be told without the account.
  checkPassword(context, input.password, []);
  const presented = await presentToken(context, 'reset_password', input);
  if (!presented) throw oneTimeTokenInvalid();
  const { row } = presented.user;
  checkPassword(context, input.password, [row.email, row.name]);
  await checkNotBreached(context, input.password);
  const passwordHash = await hashPassword(context, input.password);
  const user = (await firstProof(context, presented, passwordHash)) ?? (await reset(context, presented, passwordHash));
  if (!user) throw oneTimeTokenInvalid();
  context.metrics.count('PasswordReset');
  return user;
}

/** Null where the mailbox was proven before, be it a moment ago by another mail. */
async function firstProof(context: Context, { row, user }: Presented, passwordHash: string): Promise<User | null> {
  if (user.row.emailVerifiedAt) return null;
  return proveMailbox(context, user, {
    by: 'password_reset',
    token: row,
    name: neutralName(user.row.email),
    passwordHash,
    mails: [passwordChanged(context, user, 'set')],
  });
}

/** Null where another use of the token came first. */
async function reset(context: Context, { row, user }: Presented, passwordHash: string): Promise<User | null> {
  const userId = user.row.id;
  const change = await planSecurityChange(
    context,
    {
      userId,
      audit: { action: 'password.reset', resource: `user:${userId}`, actorId: userId },
      set: sql`reset_required_at = null`,
      ends: { reason: 'password_reset', but: null },
      spendsTokens: true,
      token: row,
      forgetsDevices: true,
      mails: [passwordChanged(context, user, 'reset')],
    },
    sql`(select email_verified_at is not null from users where id = ${userId}::uuid)`,
  );
  const password = passwordUpsert(context, userId, passwordHash, touched('changed'));
  const [found] = await context.database.rows(
    together(
      { ...change.parts, password },
      sql`select ${userAndGrants}, ${change.endedSessions} as ended_sessions from changed u`,
    ),
  );
  if (!found) return null;
  await change.publish(found.ended_sessions);
  return readUser(found);
}
