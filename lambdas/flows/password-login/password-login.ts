/** Signing in by password. */
import { sql } from 'drizzle-orm';
import { announceAudit, auditInsert, auditRefusal, auditRow } from '../../domain/audit/audit.ts';
import { passwordUpsert } from '../../domain/credential/credentials.ts';
import { hashPassword, verifyPassword } from '../../domain/credential/password-hash.ts';
import { deviceHash, type SeenDevice, seeDevice } from '../../domain/device/devices.ts';
import { planSession, publishSession, type Started } from '../../domain/session/session.ts';
import { sessionInsert } from '../../domain/session/sessions.ts';
import { together } from '../../domain/statement.ts';
import { parseEmail } from '../../domain/user/email.ts';
import type { Context } from '../../kernel/context.ts';
import { AuthError, invalidFields } from '../../kernel/errors.ts';
import { giveBack, rateLimited } from '../../kernel/rate-limit.ts';
import { type Account, findAccount } from './login-account.ts';
import { type Attempt, type Exceeded, releaseRefused, reserveAttempt } from './login-attempts.ts';

export interface LoginInput {
  email: string;
  password: string;
  delivery: 'cookie' | 'body';
  deviceName: string | null;
  /** The presented `__Host-device` cookie. */
  deviceCookie: string | undefined;
}

export interface LoggedIn extends Started {
  device: SeenDevice | null;
}

/**
 * @throws AuthError `INVALID_CREDENTIALS` alike for an unknown address, a wrong password, a disabled account and one
 * without a password; `EMAIL_NOT_VERIFIED` only after the right password; `RATE_LIMITED`.
 */
export async function login(context: Context, input: LoginInput): Promise<LoggedIn> {
  const email = parseEmail(input.email);
  if (!email) throw invalidFields({ email: 'Enter an e-mail address such as name@example.com.' });
  const device = deviceHash(input.deviceCookie);
  const attempt = await reserveAttempt(context, email.key, device);
  if (attempt.refused) {
    const account = attempt.refused.isFirst ? await findAccount(context, email.key, null) : null;
    throw await refuseLimited(context, attempt, attempt.refused, account);
  }
  const account = await findAccount(context, email.key, device);
  if (attempt.onlyKnownDevice && !account?.knowsDevice)
    throw await refuseLimited(context, attempt, attempt.onlyKnownDevice, account);
  const { ok, outdated } = await verifyPassword(context, input.password, account?.passwordHash ?? null);
  if (!account || !ok) throw await refuse(context, account, 'wrong_password', 'INVALID_CREDENTIALS');
  if (!account.user.row.isActive) throw await refuse(context, account, 'user_disabled', 'INVALID_CREDENTIALS');
  if (!account.user.row.emailVerifiedAt) {
    await giveBack(context, attempt.uses);
    throw await refuse(context, account, 'email_not_verified', 'EMAIL_NOT_VERIFIED');
  }
  return start(context, input, account, attempt, outdated);
}

/** Session, device, a renewed hash and the audit row in one statement; then copy and counters in one round trip. */
async function start(
  context: Context,
  input: LoginInput,
  { user }: Account,
  attempt: Attempt,
  outdated: boolean,
): Promise<LoggedIn> {
  const { delivery, deviceName } = input;
  const started = await planSession(context, user, { delivery, deviceName, amr: ['pwd'] });
  const device = delivery === 'cookie' ? seeDevice(context, user.row.id, input.deviceCookie) : null;
  const audit = auditRow(context, {
    action: 'session.started',
    resource: `session:${started.session.id}`,
    userId: user.row.id,
    actorId: user.row.id,
    outcome: 'success',
    sessionId: started.session.id,
    details: { method: 'password', delivery },
  });
  await context.database.rows(
    together(
      {
        device: device?.write,
        session: sessionInsert(started.session, device ? 'device' : null),
        password: outdated
          ? passwordUpsert(context, user.row.id, await hashPassword(context, input.password))
          : undefined,
        audited: auditInsert(audit),
      },
      sql`select 1 as done`,
    ),
  );
  announceAudit(context, audit);
  await Promise.all([publishSession(context, started), giveBackQuietly(context, attempt)]);
  context.metrics.count('SignInSucceeded', { method: 'password' });
  return { ...started, device };
}

/** One audit row where an account is concerned, by a statement that costs the same where none is. */
async function refuse(
  context: Context,
  account: Account | null,
  reason: string,
  code: 'INVALID_CREDENTIALS' | 'EMAIL_NOT_VERIFIED',
): Promise<AuthError> {
  const userId = account?.user.row.id ?? null;
  await auditRefusal(context, {
    action: 'session.started',
    resource: `user:${userId ?? ''}`,
    userId,
    actorId: null,
    details: { method: 'password', reason },
  });
  context.metrics.count('SignInFailed', { method: 'password' });
  return new AuthError(code);
}

async function refuseLimited(
  context: Context,
  attempt: Attempt,
  exceeded: Exceeded,
  account: Account | null,
): Promise<AuthError> {
  await releaseRefused(context, attempt, exceeded);
  if (exceeded.isFirst && account) {
    await auditRefusal(context, {
      action: 'session.started',
      resource: `user:${account.user.row.id}`,
      userId: account.user.row.id,
      actorId: null,
      details: { method: 'password', reason: 'rate_limited', limit: exceeded.limit.name },
    });
  }
  context.metrics.count('SignInLimited', { method: 'password' });
  return rateLimited(context, exceeded.limit, exceeded.count);
}

/** The session stands: counters that could not be reached must not take it back. */
async function giveBackQuietly(context: Context, { uses }: Attempt): Promise<void> {
  try {
    await giveBack(context, uses);
  } catch (error) {
    context.log.warn('sign-in counters not given back', { error });
  }
}
