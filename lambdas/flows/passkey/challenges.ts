/**
 * Challenges (WebAuthn L3 13.4.3): 256 random bits, in the store for five minutes, taken once, each for one purpose and
 * for one session or pending sign-in. What is looked up is the challenge that the authenticator signed.
 */
import type { Context } from '../../kernel/context.ts';
import { newToken, tokenHash } from '../../kernel/crypto.ts';
import type { Ref } from '../../ports/key-value.ts';

/** How long a person has with their device. */
export const challengeSeconds = 300;

/** What a challenge was given out for. */
export type Errand =
  | { purpose: 'sign_in' }
  | { purpose: 'second_factor'; mfaToken: string }
  | { purpose: 'step_up' | 'enrolment'; sessionId: string };

/** A fresh one for that errand, base64url; the store has its hash alone. */
export async function issueChallenge(context: Context, errand: Errand): Promise<string> {
  const { token, hash } = newToken();
  await context.store.put(refOf(hash), textOf(errand), challengeSeconds);
  return token;
}

/** Whether it was given out for just that, is not over, and nobody else took it. It is gone either way. */
export async function takeChallenge(context: Context, challenge: string, errand: Errand): Promise<boolean> {
  const hash = tokenHash(challenge);
  return hash !== null && (await context.store.take(refOf(hash), context.request.id)) === textOf(errand);
}

function textOf(errand: Errand): string {
  if (errand.purpose === 'sign_in') return errand.purpose;
  const to = errand.purpose === 'second_factor' ? tokenHash(errand.mfaToken) : errand.sessionId;
  return `${errand.purpose} ${to}`;
}

function refOf(hash: string): Ref {
  return { kind: 'challenge', key: hash };
}
