/** The second step of a sign-in, by a code. */
import { auditStrangersRefusal } from '../../domain/audit/audit.ts';
import { type CodeHolder, type CodeProof, proveByCode, type RightCode } from '../../domain/factor/code-proof.ts';
import { takePending } from '../../domain/session/pending-sign-in.ts';
import { findSecondStep, finishSignIn, type SecondStep, signInOver } from '../../domain/session/second-step.ts';
import { accountUnchanged } from '../../domain/session/sign-in.ts';
import type { LoggedIn } from '../../domain/session/sign-in-session.ts';
import type { Context } from '../../kernel/context.ts';
import { sha256 } from '../../kernel/crypto.ts';
import { AuthError } from '../../kernel/errors.ts';
import type { Cookies } from '../../kernel/http/cookies.ts';
import { factorCodesIp } from '../../kernel/http/limits.ts';
import {
  type Exceeded,
  exceededOf,
  giveBack,
  ipSubject,
  rateLimited,
  reserve,
  type Use,
} from '../../kernel/rate-limit.ts';

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
  const tried = await reserveTries(context, step);
  if (tried.limited) throw await refuseLimited(context, step, method, tried.limited);
  if (tried.count > triesOfPending) {
    await takePending(context, step.token);
    throw signInOver(cookies);
  }
  const { user, ways, deviceId } = step.account;
  const holder: CodeHolder = { user, ways, deviceId };
  const proof = await proveByCode(context, holder, { method, code, when: accountUnchanged });
  if (proof.kind === 'limited') {
    await tried.giveBack();
    throw await refuseLimited(context, step, method, proof.exceeded);
  }
  if (proof.kind === 'wrong') throw await refuseWrong(context, step, method, proof);
  return finish(context, step, input, proof, tried);
}

async function finish(
  context: Context,
  step: SecondStep,
  { method, cookies }: VerifyInput,
  proof: RightCode,
  tried: Tries,
): Promise<LoggedIn> {
  const { spend, also, amr, alongside } = proof;
  const factor = { amr, stepsUp: method !== 'recovery_code' };
  const loggedIn = await finishSignIn(context, step, factor, cookies, {
    spend,
    also,
    alongside: async () => void (await Promise.all([tried.giveBack(), alongside?.()])),
  });
  // The same code, or a later one, was used in the meantime; or the account has changed.
  if (!loggedIn) throw await refuse(context, step, method, { reason: 'code_spent' });
  context.metrics.count('SecondFactorProven', { method });
  return loggedIn;
}

interface Tries {
  /** Of this pending sign-in. */
  count: number;
  limited: Exceeded | null;
  /** Of what counts wrong codes alone. Never rejects: a session that stands is not taken back. */
  giveBack(): Promise<void>;
}

/** Counted before the code is looked at, in one tick, so that the store merges the two into one round trip. */
async function reserveTries(context: Context, { token }: SecondStep): Promise<Tries> {
  const uses: Use[] = [{ limit: factorCodesIp, subject: ipSubject(context.request.ip) }];
  const key = `pending-tries:${sha256(token)}`;
  const ofPending = { key, windowSeconds: context.config.lifetimes.pendingSignIn, by: 1 };
  const [counts, [own]] = await Promise.all([reserve(context, uses), context.store.increment([ofPending])]);
  return {
    count: own?.count ?? 0,
    limited: exceededOf(uses, counts)[0] ?? null,
    async giveBack() {
      try {
        await giveBack(context, uses);
      } catch (error) {
        context.log.warn('code counters not given back', { error });
      }
    },
  };
}

async function refuseWrong(
  context: Context,
  step: SecondStep,
  method: string,
  { hint }: Extract<CodeProof, { kind: 'wrong' }>,
): Promise<AuthError> {
  return refuse(context, step, method, { reason: 'wrong_code', ...(hint && { hint }) }, hint);
}

async function refuse(
  context: Context,
  step: SecondStep,
  method: string,
  why: Record<string, unknown>,
  hint?: string,
): Promise<AuthError> {
  await audit(context, step, method, why);
  context.metrics.count('SecondFactorFailed', { method });
  return new AuthError('MFA_CODE_INVALID', { details: hint === undefined ? {} : { hint } });
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
