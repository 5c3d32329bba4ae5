/** The four routes that take what an authenticator signed, each with what it asks for and how it refuses. */

import {
  type EnrolledPasskey,
  enrolledPasskey,
  loginOptions,
  loginWith,
  type RequestOptions,
  secondFactor,
  secondFactorOptions,
  stepUp,
  stepUpOptions,
} from '../flows/passkeys.ts';
import { type Person, type SignedInBrowser, signedInBrowser } from '../flows/people.ts';
import { pendingOf, withTotp } from '../flows/second-factors.ts';
import type { Authenticator, BentAssertion, HeldPasskey } from '../platform/authenticator.ts';
import type { CallAnswer } from '../platform/call.ts';
import type { TestPlatform } from '../platform.ts';

export interface Victim extends SignedInBrowser, EnrolledPasskey {
  person: Person;
}

/** Somebody with two steps on and a passkey. */
export async function victim(at: TestPlatform, person: Person): Promise<Victim> {
  const signedIn = await signedInBrowser(at, person);
  await withTotp(at, signedIn.bearer);
  return { ...signedIn, ...(await enrolledPasskey(at, signedIn.bearer)), person };
}

export interface Door {
  name: string;
  refusal: string;
  /** Begins; answers the challenge, and what sends an assertion under it. */
  open(
    at: TestPlatform,
    whose: Victim,
  ): Promise<{
    options: RequestOptions;
    send(assertion: unknown): Promise<CallAnswer>;
  }>;
}

export const doors: Door[] = [
  {
    name: 'sign-in',
    refusal: '401 INVALID_CREDENTIALS',
    open: async (at) => ({ options: await loginOptions(at), send: (assertion) => loginWith(at, assertion) }),
  },
  {
    name: 'second step',
    refusal: '401 MFA_CODE_INVALID',
    async open(at, { person }) {
      const mfaToken = await pendingOf(at, person);
      const options = await secondFactorOptions(at, mfaToken);
      return { options, send: (assertion) => secondFactor(at, mfaToken, assertion) };
    },
  },
  {
    name: 'step-up',
    refusal: '403 REAUTHENTICATION_FAILED',
    open: async (at, whose) => ({
      options: await stepUpOptions(at, whose.bearer),
      async send(assertion) {
        const answer = await stepUp(at, whose.bearer, assertion);
        // The session's older tokens are over from the next second on.
        const { access_token: fresh } = answer.body.data ?? {};
        if (typeof fresh === 'string') whose.bearer = fresh;
        return answer;
      },
    }),
  },
];

/** Goes through the door with an assertion that is bent in that way. */
export async function tryDoor(
  at: TestPlatform,
  door: Door,
  whose: Victim,
  bent: BentAssertion = {},
  by: { authenticator: Authenticator; passkey: HeldPasskey } = whose,
): Promise<CallAnswer> {
  const { options, send } = await door.open(at, whose);
  return send(by.authenticator.get(by.passkey, options, bent));
}
