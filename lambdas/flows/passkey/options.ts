/** What is asked of a browser. Written out here: the library that checks the answers is not loaded for a question. */
import type * as z from 'zod/mini';
import type { PasskeyRow } from '../../domain/passkey/passkey.table.ts';
import type { UserRow } from '../../domain/user/user.table.ts';
import type { Context } from '../../kernel/context.ts';
import { invalidFields } from '../../kernel/errors.ts';
import type { creationOptions, requestOptions } from '../../kernel/http/webauthn.ts';
import { challengeSeconds, type Errand, issueChallenge } from './challenges.ts';
import { askable, isTaken, requireRpId, userHandleOf } from './relying-party.ts';

/** COSE algorithms in the order of our liking: Ed25519, ES256, RS256 (WebAuthn L3 5.8.5). */
export const algorithms = [-8, -7, -257];

type RequestOptions = z.input<typeof requestOptions>;

/**
 * For a sign-in by passkey alone. It names no credentials, whoever asks and whatever address is given: a list would tell
 * which accounts there are, and a made-up one is found out by asking twice. So only discoverable passkeys sign in alone,
 * and every enrolment asks for one.
 *
 * @throws AuthError 422 for a domain whose passkeys are not taken; `NOT_FOUND` where passkeys are off.
 */
export async function signInOptions(context: Context, asked?: string): Promise<RequestOptions> {
  const today = requireRpId(context.config);
  const rpId = asked ?? today;
  if (!isTaken(context.config, rpId)) throw invalidFields({ rp_id: 'Is no domain whose passkeys are taken here.' });
  return request(context, { purpose: 'sign_in' }, rpId, [], 'required');
}

/** For somebody who is known: their passkeys are named. */
export async function ownOptions(
  context: Context,
  errand: Errand,
  held: readonly PasskeyRow[],
): Promise<RequestOptions> {
  const { rpId, passkeys } = askable(context.config, held);
  // Beside a right first factor the possession is enough; an authenticator that can verifies its user all the same.
  return request(context, errand, rpId, passkeys, errand.purpose === 'second_factor' ? 'preferred' : 'required');
}

/** For a new one, which no device that has one already offers again. */
export async function enrolmentOptions(
  context: Context,
  errand: Errand,
  user: UserRow,
  held: readonly PasskeyRow[],
): Promise<z.input<typeof creationOptions>> {
  const rpId = requireRpId(context.config);
  return {
    challenge: await issueChallenge(context, errand),
    timeout: challengeSeconds * 1000,
    rp: { id: rpId, name: context.config.brand.name },
    user: { id: userHandleOf(user.id), name: user.email, displayName: user.name },
    pubKeyCredParams: algorithms.map((alg) => ({ type: 'public-key', alg })),
    excludeCredentials: descriptors(held.filter((one) => one.rpId === rpId)),
    authenticatorSelection: { residentKey: 'required', requireResidentKey: true, userVerification: 'required' },
    attestation: 'none',
  };
}

async function request(
  context: Context,
  errand: Errand,
  rpId: string,
  allowed: readonly PasskeyRow[],
  userVerification: RequestOptions['userVerification'],
): Promise<RequestOptions> {
  return {
    challenge: await issueChallenge(context, errand),
    timeout: challengeSeconds * 1000,
    rpId,
    allowCredentials: descriptors(allowed),
    userVerification,
  };
}

function descriptors(held: readonly PasskeyRow[]): RequestOptions['allowCredentials'] {
  return held.map(({ credentialId, transports }) => ({ type: 'public-key', id: credentialId, transports }));
}
