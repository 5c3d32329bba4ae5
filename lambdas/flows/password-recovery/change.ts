/** Replacing a password by somebody who knows it. It counts like a sign-in, on the same counters. */
import { sql } from 'drizzle-orm';
import { auditRefusal } from '../../domain/audit/audit.ts';
import { checkNotBreached } from '../../domain/credential/breached-password.ts';
import { passwordUpsert } from '../../domain/credential/credentials.ts';
import { checkPassword } from '../../domain/credential/new-password.ts';
import { hashPassword, verifyPassword } from '../../domain/credential/password-hash.ts';
import { releaseRefused, reserveAttempt } from '../../domain/credential/password-tries.ts';
import { deviceHash } from '../../domain/device/devices.ts';
import { passwordChanged } from '../../domain/mail/password-changed.ts';
import { together, touched } from '../../domain/statement.ts';
import { planSecurityChange } from '../../domain/user/security-change.ts';
import type { User } from '../../domain/user/user.ts';
import { readUser, userAndGrants } from '../../domain/user/users.ts';
import type { Context, Principal } from '../../kernel/context.ts';
import { AuthError, invalidFields } from '../../kernel/errors.ts';
import { giveBack, rateLimited } from '../../kernel/rate-limit.ts';

export interface ChangeInput {
  current_password: string;
  new_password: string;
}

interface Account {
  user: User;
  passwordHash: string | null;
  knowsDevice: boolean;
}

/**
 * Ends the user's other sessions and every mailed token; the session that changes it goes on.
 *
 * @throws AuthError 422 where the current password is wrong, or there is none, and where the new one may not be had; 429;
 * 409 `CONFLICT` where the account was changed at the same moment.
 */
export async function changePassword(
  context: Context,
  principal: Principal,
  input: ChangeInput,
  deviceCookie: string | undefined,
): Promise<User> {
  const presented = deviceHash(deviceCookie);
  const account = await findAccount(context, principal.userId, presented);
  if (!account) throw new AuthError('TOKEN_INVALID');
  const { row } = account.user;
  checkPassword(context, input.new_password, [row.email, row.name], 'new_password');
  await proveCurrent(context, principal, account, input, account.knowsDevice ? presented : null);
  await checkNotBreached(context, input.new_password, 'new_password');
  const passwordHash = await hashPassword(context, input.new_password);
  const user = await replace(context, principal, account.user, passwordHash);
  if (!user) throw new AuthError('CONFLICT');
  context.metrics.count('PasswordChanged');
  return user;
}

/** A wrong try stays counted; a right one is given back. */
async function proveCurrent(
  context: Context,
  principal: Principal,
  { user, passwordHash }: Account,
  input: ChangeInput,
  device: string | null,
): Promise<void> {
  const attempt = await reserveAttempt(context, user.row.emailKey, device);
  // The device of the cookie is known, so its lane goes on where strangers have used up the account's budget.
  const { refused } = attempt;
  if (refused) {
    await releaseRefused(context, attempt, refused);
    if (refused.isFirst) await audit(context, principal, { reason: 'rate_limited', limit: refused.limit.name });
    throw rateLimited(context, refused);
  }
  const { ok } = await verifyPassword(context, input.current_password, passwordHash);
  if (!ok) {
    await audit(context, principal, { reason: passwordHash === null ? 'no_password' : 'wrong_password' });
    throw invalidFields({ current_password: 'This is not your current password.' });
  }
  await giveBack(context, attempt.uses);
  if (input.current_password.normalize('NFKC') === input.new_password.normalize('NFKC'))
    throw invalidFields({ new_password: 'This is the password that you have. Choose another one.' });
}

async function findAccount(context: Context, userId: string, device: string | null): Promise<Account | null> {
  const [row] = await context.database.rows<Record<string, unknown>>(sql`
    select ${userAndGrants},
      (select secret from credentials where user_id = u.id and kind = 'password') as password_hash,
      exists (select 1 from known_devices where user_id = u.id and token_hash = ${device ?? ''}::text) as knows_device
    from users u where u.id = ${userId}::uuid and u.deleted_at is null`);
  const user = readUser(row);
  if (!row || !user) return null;
  const { password_hash: hash, knows_device: knowsDevice } = row;
  return { user, passwordHash: typeof hash === 'string' ? hash : null, knowsDevice: knowsDevice === true };
}

/** Null where the account is no longer what was read: another change, or a reset, came first. */
async function replace(
  context: Context,
  { userId, sessionId }: Principal,
  user: User,
  passwordHash: string,
): Promise<User | null> {
  const change = await planSecurityChange(
    context,
    {
      userId,
      audit: { action: 'password.changed', resource: `user:${userId}`, actorId: userId, sessionId },
      ends: { reason: 'password_changed', but: sessionId },
      spendsTokens: true,
      forgetsDevices: false,
      mails: [passwordChanged(context, user, 'changed')],
    },
    sql`version = ${user.row.version}::int`,
  );
  const [found] = await context.database.rows(
    together(
      { ...change.parts, password: passwordUpsert(context, userId, passwordHash, touched('changed')) },
      sql`select ${userAndGrants}, ${change.endedSessions} as ended_sessions from changed u`,
    ),
  );
  if (!found) return null;
  await change.publish(found.ended_sessions);
  return readUser(found);
}

async function audit(context: Context, principal: Principal, details: Record<string, unknown>): Promise<void> {
  const { userId, sessionId } = principal;
  const resource = `user:${userId}`;
  await auditRefusal(context, { action: 'password.changed', resource, userId, actorId: userId, sessionId, details });
}
