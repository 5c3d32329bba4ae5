/** What happens to every assertion before its signature is looked at. */
import type { Context } from '../../kernel/context.ts';
import { AuthError } from '../../kernel/errors.ts';
import { exceededOf, giveBack, ipSubject, rateLimited, reserve } from '../../kernel/rate-limit.ts';
import { type Assertion, type AssertionFault, checkAssertion, type Demand, type Proven } from './assertion.ts';
import { type Errand, takeChallenge } from './challenges.ts';
import { readClientData } from './client-data.ts';
import { wrongAssertions } from './contract.ts';

type Asked = Pick<Demand, 'passkey' | 'userVerification' | 'usernameless'>;

/** Takes the challenge of somebody who is signed in, and checks what they sent. */
export async function check(
  context: Context,
  assertion: Assertion,
  errand: Errand,
  asked: Asked,
): Promise<Proven | AssertionFault> {
  const clientData = await readClientData(assertion.response.clientDataJSON);
  const challengeTaken = clientData !== null && (await takeChallenge(context, clientData.challenge, errand));
  return checkAssertion(context, assertion, { ...asked, clientData, challengeTaken });
}

export interface Attempt {
  check(asked: Asked): Promise<Proven | AssertionFault>;
  /** For whoever was right. A counter that cannot be reached takes back no session that stands. */
  giveBack(): Promise<void>;
}

/**
 * The same for a stranger, whose wrong ones are counted: the challenge is taken and one try reserved in one round trip.
 * What fails for another reason than the assertion was no wrong try.
 *
 * @throws AuthError `RATE_LIMITED`.
 */
export async function attempt<T>(
  context: Context,
  assertion: Assertion,
  errand: Errand,
  work: (attempt: Attempt) => Promise<T>,
): Promise<T> {
  const uses = [{ limit: wrongAssertions, subject: ipSubject(context.request.ip) }];
  const clientData = await readClientData(assertion.response.clientDataJSON);
  const [counts, challengeTaken] = await Promise.all([
    reserve(context, uses),
    clientData !== null && takeChallenge(context, clientData.challenge, errand),
  ]);
  const [exceeded] = exceededOf(uses, counts);
  if (exceeded) throw rateLimited(context, exceeded);
  const giveBackQuietly = async () => {
    try {
      await giveBack(context, uses);
    } catch (error) {
      context.log.warn('passkey counter not given back', { error });
    }
  };
  try {
    return await work({
      check: (asked) => checkAssertion(context, assertion, { ...asked, clientData, challengeTaken }),
      giveBack: giveBackQuietly,
    });
  } catch (error) {
    if (!(error instanceof AuthError)) await giveBackQuietly();
    throw error;
  }
}
