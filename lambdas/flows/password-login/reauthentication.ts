/** Step-up by password: it counts like a sign-in, on the same counters, and is refused where two steps are on. */
import { sql } from 'drizzle-orm';
import { auditRefusal } from '../../domain/audit/audit.ts';
import { verifyPassword } from '../../domain/credential/password-hash.ts';
import { releaseRefused, reserveAttempt } from '../../domain/credential/password-tries.ts';
import { deviceHash } from '../../domain/device/devices.ts';
import type { SessionAndUser } from '../../domain/session/sessions.ts';
import { stepUp } from '../../domain/session/step-up.ts';
import { isTwoStep, readWaysIn, stepUpMethods, type WaysIn, waysInOf } from '../../domain/user/ways-in.ts';
import type { Context, Principal } from '../../kernel/context.ts';
import { AuthError, invalidFields } from '../../kernel/errors.ts';
import { giveBack, rateLimited } from '../../kernel/rate-limit.ts';

export interface Proof {
  password?: string | undefined;
}

interface Account {
  emailKey: string;
  ways: WaysIn;
  passwordHash: string | null;
  knowsDevice: boolean;
}

/**
 * @throws AuthError `REAUTHENTICATION_FAILED`, with the methods that the account takes where it takes no password;
 * `RATE_LIMITED`; `TOKEN_INVALID` where the session has just ended.
 */
export async function reauthenticate(
  context: Context,
  principal: Principal,
  { password }: Proof,
  deviceCookie: string | undefined,
): Promise<SessionAndUser> {
  if (password === undefined) throw invalidFields({ password: 'Send your password.' });
  const presented = deviceHash(deviceCookie);
  const account = await findAccount(context, principal.userId, presented);
  if (!account) throw new AuthError('TOKEN_INVALID');
  if (isTwoStep(account.ways)) throw await refuse(context, principal, account, 'second_factor_due');
  const attempt = await reserveAttempt(context, account.emailKey, account.knowsDevice ? presented : null);
  const exceeded = attempt.refused;
  if (exceeded) {
    await releaseRefused(context, attempt, exceeded);
    if (exceeded.isFirst) await audit(context, principal, { reason: 'rate_limited', limit: exceeded.limit.name });
    throw rateLimited(context, exceeded);
  }
  const { ok } = await verifyPassword(context, password, account.passwordHash);
  if (!ok) throw await refuse(context, principal, account, 'wrong_password');
  const stepped = await stepUp(context, principal, { method: 'password', amr: ['pwd'] });
  await giveBack(context, attempt.uses);
  if (!stepped) throw new AuthError('TOKEN_INVALID');
  return stepped;
}

async function findAccount(context: Context, userId: string, device: string | null): Promise<Account | null> {
  const [row] = await context.database.rows<Record<string, unknown>>(sql`
    select u.email_key, ${waysInOf('u')},
      (select secret from credentials where user_id = u.id and kind = 'password') as password_hash,
      exists (select 1 from known_devices where user_id = u.id and token_hash = ${device ?? ''}::text) as knows_device
    from users u where u.id = ${userId}::uuid and u.deleted_at is null`);
  if (!row) return null;
  return {
    emailKey: String(row.email_key),
    ways: readWaysIn(row),
    passwordHash: typeof row.password_hash === 'string' ? row.password_hash : null,
    knowsDevice: row.knows_device === true,
  };
}

async function refuse(context: Context, principal: Principal, { ways }: Account, reason: string): Promise<AuthError> {
  await audit(context, principal, { reason });
  context.metrics.count('StepUpFailed', { method: 'password' });
  const methods = stepUpMethods(ways);
  return new AuthError('REAUTHENTICATION_FAILED', { details: methods.includes('password') ? {} : { methods } });
}

async function audit(context: Context, principal: Principal, why: Record<string, unknown>): Promise<void> {
  const { userId, sessionId } = principal;
  await auditRefusal(context, {
    action: 'session.stepped_up',
    resource: `session:${sessionId}`,
    userId,
    actorId: userId,
    sessionId,
    details: { method: 'password', ...why },
  });
}
