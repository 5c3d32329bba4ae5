/** What a request may cost, on an instance that is warm: over the Data API each statement is a call of its own. */
import { startPlatform, type TestPlatform } from '../platform.ts';
import { ada, grace, signedInBrowser } from './people.ts';
import { login, outcome, paths, refresh, signedInByBody, tokensIn, whoAmI } from './tokens.ts';

describe('a request on a warm instance', () => {
  let at: TestPlatform;
  let accessToken: string;
  let refreshToken: string;

  beforeAll(async () => {
    at = await startPlatform();
  });
  beforeEach(async () => {
    await at.reset();
    ({ accessToken, refreshToken } = await signedInByBody(at));
    await whoAmI(at, accessToken);
    await at.settled();
    at.counts.clear();
  });
  afterAll(() => at.close());

  const cost = () => ({
    statements: at.counts.statements.length,
    roundTrips: at.counts.storeRoundTrips,
    hashes: at.counts.hashes,
  });

  it('that signs in costs two statements, two round trips to the store and one hash', async () => {
    expect(outcome(await login(at, ada))).toBe('200');
    expect(cost()).toEqual({ statements: 2, roundTrips: 2, hashes: 1 });
  });

  it('that signs in by cookie, on a known device, out of an older session costs no more', async () => {
    const { browser, person } = await signedInBrowser(at, grace);
    const { email, password } = person;
    at.counts.clear();
    expect(outcome(await browser.call('POST', paths.login, { body: { email, password } }))).toBe('200');
    expect(cost()).toEqual({ statements: 2, roundTrips: 2, hashes: 1 });
  });

  it('that signs in with a hash of an older pepper costs one hash more', async () => {
    await at.platform.keys.rotate('pepper');
    expect(outcome(await login(at, ada))).toBe('200');
    expect(cost()).toEqual({ statements: 2, roundTrips: 2, hashes: 2 });
  });

  it('that is refused a sign-in costs two statements, one round trip and two hashes', async () => {
    expect(outcome(await login(at, { ...ada, password: 'wrong horse battery' }))).toBe('401 INVALID_CREDENTIALS');
    expect(cost()).toEqual({ statements: 2, roundTrips: 1, hashes: 2 });
  });

  it('that refreshes costs one statement and two round trips', async () => {
    expect(outcome(await refresh(at, refreshToken))).toBe('200');
    expect(cost()).toEqual({ statements: 1, roundTrips: 2, hashes: 0 });
  });

  it('that refreshes within the grace time costs two statements and one round trip', async () => {
    await refresh(at, refreshToken);
    at.counts.clear();
    expect(outcome(await refresh(at, refreshToken))).toBe('200');
    expect(cost()).toEqual({ statements: 2, roundTrips: 1, hashes: 0 });
  });

  it('that reads signed in costs one round trip before its own query, and no statement', async () => {
    expect(outcome(await whoAmI(at, accessToken))).toBe('200');
    expect(cost()).toEqual({ statements: 1, roundTrips: 1, hashes: 0 });
  });

  it('that reads signed in with the tokens of a refresh costs the same', async () => {
    const next = tokensIn(await refresh(at, refreshToken));
    at.counts.clear();
    expect(outcome(await whoAmI(at, next.accessToken))).toBe('200');
    expect(cost()).toEqual({ statements: 1, roundTrips: 1, hashes: 0 });
  });

  it('that bears a token of nobody’s costs nothing', async () => {
    expect(outcome(await whoAmI(at, `${accessToken}x`))).toBe('401 TOKEN_INVALID');
    expect(cost()).toEqual({ statements: 0, roundTrips: 0, hashes: 0 });
  });
});
