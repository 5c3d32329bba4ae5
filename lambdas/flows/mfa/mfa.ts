/** The second step of a sign-in, by a code. */
import { auditStrangersRefusal } from '../../domain/audit/audit.ts';
import { proveByCode } from '../../domain/factor/code-proof.ts';
import { takePending } from '../../domain/session/pending-sign-in.ts';
import { findSecondStep, finishSignIn, type SecondStep, signInOver } from '../../domain/session/second-step.ts';
import { accountUnchanged } from '../../domain/session/sign-in.ts';
import type { LoggedIn } from '../../domain/session/sign-in-session.ts';
import type { Context } from '../../kernel/context.ts';
import { sha256 } from '../../kernel/crypto.ts';
import { AuthError } from '../../kernel/errors.ts';
import type { Cookies } from '../../kernel/http/cookies.ts';
import { type Exceeded, rateLimited } from '../../kernel/rate-limit.ts';

export interface VerifyInput {
  mfaToken: string | undefined;
  method: 'totp' | 'hotp' | 'recovery_code';
  code: string;
  cookies: Cookies;
}

/** Codes that one pending sign-in may try. */
export const triesOfPending = 5;

/**
 * @throws AuthError 401 `MFA_CODE_INVALID`, with `details.hint: 'clock_drift'` where the code is of a clock that is
 * late; 401 `TOKEN_INVALID` where the pending sign-in is over; 429 `RATE_LIMITED`.
 */
export async function verifyMfa(context: Context, input: VerifyInput): Promise<LoggedIn> {
  const { cookies, method, code } = input;
  const step = await findSecondStep(context, { mfaToken: input.mfaToken, cookies });
  const tries = await countTry(context, step);
  if (tries > triesOfPending) throw signInOver(cookies);
  const { user, ways, deviceId } = step.account;
  const proof = await proveByCode(context, { user, ways, deviceId }, { method, code, when: accountUnchanged });
  if (proof.kind === 'limited') throw await refuseLimited(context, step, method, proof.exceeded);
  if (proof.kind === 'wrong') {
    if (tries === triesOfPending) await takePending(context, step.token);
    throw await refuse(context, step, method, { reason: 'wrong_code' }, proof.hint);
  }
  const factor = { amr: proof.amr, stepsUp: method !== 'recovery_code' };
  const loggedIn = await finishSignIn(context, step, factor, cookies, proof);
  // The same code, or a later one, was used in the meantime; or the account has changed.
  if (!loggedIn) throw await refuse(context, step, method, { reason: 'code_spent' });
  context.metrics.count('SecondFactorProven', { method });
  return loggedIn;
}

/** Of this pending sign-in, counted before the code is looked at. After five the sign-in is over. */
async function countTry({ store, config }: Context, { token }: SecondStep): Promise<number> {
  const key = `pending-tries:${sha256(token)}`;
  const [tried] = await store.increment([{ key, windowSeconds: config.lifetimes.pendingSignIn, by: 1 }]);
  return tried?.count ?? 0;
}

async function refuse(
  context: Context,
  step: SecondStep,
  method: string,
  why: Record<string, unknown>,
  hint?: string,
): Promise<AuthError> {
  await audit(context, step, method, { ...why, ...(hint && { hint }) });
  context.metrics.count('SecondFactorFailed', { method });
  return new AuthError('MFA_CODE_INVALID', { details: hint ? { hint } : {} });
}

async function refuseLimited(
  context: Context,
  step: SecondStep,
  method: string,
  exceeded: Exceeded,
): Promise<AuthError> {
  if (exceeded.isFirst) await audit(context, step, method, { reason: 'rate_limited', limit: exceeded.limit.name });
  context.metrics.count('SecondFactorLimited', { method });
  return rateLimited(context, exceeded);
}

async function audit(context: Context, { account }: SecondStep, method: string, why: Record<string, unknown>) {
  await auditStrangersRefusal(context, {
    action: 'second_factor.tried',
    userId: account.user.row.id,
    details: { method, ...why },
  });
}
