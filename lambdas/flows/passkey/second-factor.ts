/** A passkey as the second step of a sign-in: of the user whose pending sign-in it is, and of nobody else. */
import type * as z from 'zod/mini';
import { findPasskey, passkeysOf } from '../../domain/passkey/passkeys.ts';
import { findSecondStep, finishSignIn } from '../../domain/session/second-step.ts';
import { accountUnchanged } from '../../domain/session/sign-in.ts';
import type { LoggedIn } from '../../domain/session/sign-in-session.ts';
import type { Context } from '../../kernel/context.ts';
import { AuthError } from '../../kernel/errors.ts';
import type { Cookies } from '../../kernel/http/cookies.ts';
import type { requestOptions } from '../../kernel/http/webauthn.ts';
import type { Assertion } from './assertion.ts';
import { attempt } from './attempt.ts';
import { ownOptions } from './options.ts';
import { auditRefusedProof } from './refusals.ts';
import { requireRpId } from './relying-party.ts';

export interface PendingStep {
  mfaToken: string | undefined;
  cookies: Cookies;
}

/** @throws AuthError as `findSecondStep`; `NOT_FOUND` where the account has no passkey, or passkeys are off. */
export async function secondFactorOptions(
  context: Context,
  step: PendingStep,
): Promise<z.input<typeof requestOptions>> {
  requireRpId(context.config);
  const { token, account } = await findSecondStep(context, step);
  const held = await passkeysOf(context.database, account.user.row.id);
  return ownOptions(context, { purpose: 'second_factor', mfaToken: token }, held);
}

/**
 * A wrong one leaves the sign-in pending and uses up none of the tries that codes have: nobody guesses a signature.
 *
 * @throws AuthError as `findSecondStep`; `MFA_CODE_INVALID`; `RATE_LIMITED`; `NOT_FOUND` where passkeys are off.
 */
export async function secondFactorByPasskey(
  context: Context,
  pending: PendingStep,
  assertion: Assertion,
): Promise<LoggedIn> {
  requireRpId(context.config);
  const step = await findSecondStep(context, pending);
  const userId = step.account.user.row.id;
  return attempt(context, assertion, { purpose: 'second_factor', mfaToken: step.token }, async (tried) => {
    const found = await findPasskey(context.database, assertion.id);
    const passkey = found?.userId === userId ? found : null;
    const refuse = async (reason: string) => {
      const details = { first_factor: step.pending.proof.method };
      await auditRefusedProof(context, { action: 'session.started', reason, userId, passkey, details });
      context.metrics.count('SecondFactorFailed', { method: 'passkey' });
      return new AuthError('MFA_CODE_INVALID');
    };
    const proven = await tried.check({ passkey, userVerification: false, usernameless: false });
    if (typeof proven === 'string') throw await refuse(proven);
    const factor = { amr: proven.amr, stepsUp: proven.userVerified };
    const writes = { spend: proven.spend(accountUnchanged), alongside: tried.giveBack };
    const started = await finishSignIn(context, step, factor, pending.cookies, writes);
    if (!started) throw await refuse('account_changed');
    return started;
  });
}
