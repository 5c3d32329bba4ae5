/** Step-up by a user-verified passkey, which is enough whether or not two steps are on. */
import type * as z from 'zod/mini';
import { findPasskey, passkeysOf } from '../../domain/passkey/passkeys.ts';
import type { SessionAndUser } from '../../domain/session/sessions.ts';
import { stepUp } from '../../domain/session/step-up.ts';
import type { Context, Principal } from '../../kernel/context.ts';
import { AuthError } from '../../kernel/errors.ts';
import type { requestOptions } from '../../kernel/http/webauthn.ts';
import type { Assertion } from './assertion.ts';
import { check } from './attempt.ts';
import type { Errand } from './challenges.ts';
import { ownOptions } from './options.ts';
import { auditRefusedProof } from './refusals.ts';
import { requireRpId } from './relying-party.ts';

/** @throws AuthError `NOT_FOUND` where the user has no passkey, or passkeys are off. */
export async function stepUpOptions(context: Context, principal: Principal): Promise<z.input<typeof requestOptions>> {
  requireRpId(context.config);
  return ownOptions(context, errandOf(principal), await passkeysOf(context.database, principal.userId));
}

/** @throws AuthError `REAUTHENTICATION_FAILED`; `NOT_FOUND` where passkeys are off. */
export async function reauthenticateByPasskey(
  context: Context,
  principal: Principal,
  assertion: Assertion,
): Promise<SessionAndUser> {
  requireRpId(context.config);
  const found = await findPasskey(context.database, assertion.id);
  const passkey = found?.userId === principal.userId ? found : null;
  const asked = { passkey, userVerification: true, usernameless: false };
  const proven = await check(context, assertion, errandOf(principal), asked);
  const stepped =
    typeof proven === 'string'
      ? null
      : await stepUp(context, principal, { method: 'passkey', amr: proven.amr }, { spend: proven.spend() });
  if (stepped) return stepped;
  const reason = typeof proven === 'string' ? proven : 'session_ended_or_passkey_used';
  const { userId } = principal;
  await auditRefusedProof(context, { action: 'session.stepped_up', reason, userId, passkey, principal });
  context.metrics.count('StepUpFailed', { method: 'passkey' });
  throw new AuthError('REAUTHENTICATION_FAILED');
}

function errandOf({ sessionId }: Principal): Errand {
  return { purpose: 'step_up', sessionId };
}
