/**
 * Step-up by a mailed code, for an account that has nothing better. The code is good for the session that asked alone:
 * a mail that somebody else reads, or is talked out of, opens nothing.
 */
import { sql } from 'drizzle-orm';
import { announceAudit, auditInsert, auditRefusal, auditRow } from '../../domain/audit/audit.ts';
import { deviceHash } from '../../domain/device/devices.ts';
import { reserveMail } from '../../domain/mail/mail-budget.ts';
import { oneTimeTokens } from '../../domain/one-time-token/one-time-token.table.ts';
import { planSessionCode } from '../../domain/one-time-token/one-time-token.ts';
import { spend, trySessionCode } from '../../domain/one-time-token/one-time-tokens.ts';
import { mailRow, nudge, outboxInsert } from '../../domain/outbox/outbox.ts';
import type { SessionAndUser } from '../../domain/session/sessions.ts';
import { findSignInAccount, type SignInAccount } from '../../domain/session/sign-in-account.ts';
import { stepUp } from '../../domain/session/step-up.ts';
import { insertInto, together } from '../../domain/statement.ts';
import { stepUpMethods } from '../../domain/user/ways-in.ts';
import type { Context, Principal } from '../../kernel/context.ts';
import { AuthError } from '../../kernel/errors.ts';
import { rateLimited } from '../../kernel/rate-limit.ts';

/**
 * Answers the address that the code went to.
 *
 * @throws AuthError `REAUTHENTICATION_FAILED`, with the methods that the account takes instead; 429 where its mail budget
 * is spent: its owner may be told.
 */
export async function askForCode(
  context: Context,
  principal: Principal,
  deviceCookie: string | undefined,
): Promise<string> {
  const device = deviceHash(deviceCookie);
  const { user, deviceId } = await requireBare(context, principal, device);
  const { email, emailKey, locale } = user.row;
  const knownDevice = deviceId === null ? null : device;
  const { exceeded } = await reserveMail(context, { emailKey, isMailed: true, knownDevice });
  if (exceeded) {
    if (exceeded.isFirst) await audit(context, principal, { reason: 'rate_limited', limit: exceeded.limit.name });
    throw rateLimited(context, exceeded);
  }
  const { row, code } = await planSessionCode(context, 'reauthenticate', principal);
  const mail = await mailRow(context, principal.userId, { template: 'reauthentication_code', to: email, locale, code });
  const asked = auditRow(context, {
    action: 'reauthentication.asked',
    resource: `session:${principal.sessionId}`,
    userId: principal.userId,
    actorId: principal.userId,
    outcome: 'success',
    sessionId: principal.sessionId,
  });
  await context.database.rows(
    together(
      { token: insertInto(oneTimeTokens, row), audited: auditInsert(asked), mailed: outboxInsert(mail) },
      sql`select 1 as done`,
    ),
  );
  announceAudit(context, asked);
  await nudge(context, [mail]);
  return email;
}

/**
 * @throws AuthError `REAUTHENTICATION_FAILED`, with the methods that the account takes where it does not take this one;
 * `TOKEN_INVALID` where the session has just ended.
 */
export async function reauthenticateByMail(
  context: Context,
  principal: Principal,
  code: string,
): Promise<SessionAndUser> {
  await requireBare(context, principal, null);
  const id = await trySessionCode(context, 'reauthenticate', principal, code);
  const spent = id === null ? null : spend(id, context.clock.now());
  const stepped = spent && (await stepUp(context, principal, { method: 'mail', amr: ['otp'] }, { spend: spent }));
  if (stepped) return stepped;
  // Right, but used in the meantime; or the session is over, which its next request is told.
  throw await refuse(context, principal, id === null ? 'wrong_code' : 'code_spent');
}

/** The account, where a mailed code is enough for it. */
async function requireBare(context: Context, principal: Principal, device: string | null): Promise<SignInAccount> {
  const own = sql`u.id = ${principal.userId}::uuid`;
  const account = await findSignInAccount(context, own, { deviceHash: device, sessionId: null });
  if (!account) throw new AuthError('TOKEN_INVALID');
  const methods = stepUpMethods(account.ways);
  if (!methods.includes('mail')) throw await refuse(context, principal, 'method_not_enough', { methods });
  return account;
}

async function refuse(
  context: Context,
  principal: Principal,
  reason: string,
  details: Record<string, unknown> = {},
): Promise<AuthError> {
  await audit(context, principal, { reason });
  context.metrics.count('StepUpFailed', { method: 'mail' });
  return new AuthError('REAUTHENTICATION_FAILED', { details });
}

async function audit(context: Context, principal: Principal, why: Record<string, unknown>): Promise<void> {
  const { userId, sessionId } = principal;
  await auditRefusal(context, {
    action: 'session.stepped_up',
    resource: `session:${sessionId}`,
    userId,
    actorId: userId,
    sessionId,
    details: { method: 'mail', ...why },
  });
}
