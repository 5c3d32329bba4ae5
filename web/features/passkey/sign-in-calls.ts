'use client';
import type { passkey } from '../../../lambdas/flows/passkey/contract.ts';
/** Signing in by passkey, apart from its button: a page that offers it loads this when it is used. */
import type { Answer } from '../../../lambdas/kernel/http/client.ts';
import { type Assertion, giveUp, NoPasskeyError, suggestPasskey } from '../../lib/passkey/ceremony.ts';
import { noPasskeyTrouble, proofWords } from '../../lib/passkey/words.ts';
import { type Trouble, troubleOf } from '../../lib/refusals.ts';
import { signInBy } from '../../lib/session/sign-in.ts';
import { client } from './client.ts';

type Login = typeof passkey.routes.passkeyLogin;

export const askToSignIn = () => client.passkeyLoginOptions({ body: {} });

export function signInWith(assertion: Assertion): Promise<Answer<Login>> {
  return signInBy(() => client.passkeyLogin({ body: { assertion } }));
}

/** A challenge lives for five minutes: before that the browser is given the next one. */
const renewedMs = 240_000;

export interface Suggesting {
  /** An assertion was chosen and is on its way. */
  onChosen(): void;
  onDone(answer: Extract<Answer<Login>, { ok: true }>): void;
  onTrouble(trouble: Trouble): void;
  /** Passkeys are off. */
  onNone(): void;
}

/** Keeps suggesting passkeys in the address field until the signal ends it. */
export async function suggestUntil(signal: AbortSignal, { onChosen, onDone, onTrouble, onNone }: Suggesting) {
  while (!signal.aborted) {
    const asked = await askToSignIn();
    if (signal.aborted) return;
    if (!asked.ok) return asked.code === 'NOT_FOUND' ? onNone() : undefined;
    const renewal = setTimeout(giveUp, renewedMs);
    try {
      const assertion = await suggestPasskey(asked.data);
      clearTimeout(renewal);
      if (signal.aborted) return;
      onChosen();
      const answer = await signInWith(assertion);
      if (answer.ok) return onDone(answer);
      onTrouble(troubleOf(answer, proofWords));
    } catch (error) {
      clearTimeout(renewal);
      if (!(error instanceof NoPasskeyError)) return onTrouble(troubleOf(null));
      const trouble = error.why === 'given_up' ? null : noPasskeyTrouble(error.why, error.step);
      // A browser that gives up by itself is not asked without end.
      if (trouble) return;
    }
  }
}
