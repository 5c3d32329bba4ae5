/** What passkeys may cost on an instance that is warm. */
import { startPlatform, type TestPlatform } from '../platform.ts';
import {
  type EnrolledPasskey,
  enrolledPasskey,
  loginOptions,
  loginWith,
  secondFactor,
  secondFactorOptions,
  stepUp,
  stepUpOptions,
} from './passkeys.ts';
import { ada, type SignedInBrowser, signedInBrowser } from './people.ts';
import { pendingOf, withTotp } from './second-factors.ts';
import { outcome } from './tokens.ts';

let at: TestPlatform;
let me: SignedInBrowser;
let mine: EnrolledPasskey;
beforeAll(async () => {
  at = await startPlatform();
});
beforeEach(async () => {
  await at.reset();
  me = await signedInBrowser(at);
  mine = await enrolledPasskey(at, me.bearer);
  await at.settled();
});
afterAll(() => at.close());

const signed = (options: { challenge: string; rpId: string }) => mine.authenticator.get(mine.passkey, options);

/** Answers what the call cost, and how it went. */
async function costOf(call: () => Promise<{ status: number }>) {
  at.counts.clear();
  const { status } = await call();
  const { statements, storeRoundTrips: roundTrips, hashes } = at.counts;
  return { status, statements: statements.length, roundTrips, hashes };
}

describe('a passkey', () => {
  it('is asked for without the database, in two round trips: the limit and the challenge', async () => {
    const ask = async () => {
      await loginOptions(at);
      return { status: 200 };
    };
    expect(await costOf(ask)).toEqual({ status: 200, statements: 0, roundTrips: 2, hashes: 0 });
  });

  it('signs in by two statements and two round trips, as a password does, and no hash', async () => {
    const assertion = signed(await loginOptions(at));
    expect(await costOf(() => loginWith(at, assertion))).toEqual({
      status: 200,
      statements: 2,
      roundTrips: 2,
      hashes: 0,
    });
  });

  it('that is refused costs two statements and one round trip, whether or not it is known', async () => {
    const wrong = { ...signed(await loginOptions(at)), id: 'AAAA', rawId: 'AAAA' };
    const used = signed(await loginOptions(at));
    expect(outcome(await loginWith(at, used))).toBe('200');
    const cost = { status: 401, statements: 2, roundTrips: 1, hashes: 0 };
    expect(await costOf(() => loginWith(at, wrong))).toEqual(cost);
    expect(await costOf(() => loginWith(at, used))).toEqual(cost);
  });

  it('finishes a sign-in by three statements and four round trips', async () => {
    await withTotp(at, me.bearer);
    const mfaToken = await pendingOf(at, ada);
    const assertion = signed(await secondFactorOptions(at, mfaToken));
    expect(await costOf(() => secondFactor(at, mfaToken, assertion))).toEqual({
      status: 200,
      statements: 3,
      roundTrips: 4,
      hashes: 0,
    });
  });

  it('shows who one is by two statements and three round trips', async () => {
    const assertion = signed(await stepUpOptions(at, me.bearer));
    expect(await costOf(() => stepUp(at, me.bearer, assertion))).toEqual({
      status: 200,
      statements: 2,
      roundTrips: 3,
      hashes: 0,
    });
  });
});
