import { sql } from 'drizzle-orm';
import { decodeJwt } from 'jose';
import { factorTries } from '../../lambdas/domain/factor/factor-tries.table.ts';
import { passkeys } from '../../lambdas/domain/passkey/passkey.table.ts';
import { wrongAssertions } from '../../lambdas/flows/passkey/contract.ts';
import type { AuthenticatorOptions } from '../platform/authenticator.ts';
import { startPlatform, type TestPlatform } from '../platform.ts';
import {
  authenticatorAtSite,
  type EnrolledPasskey,
  enrolledPasskey,
  loginByPasskey,
  loginOptions,
  loginWith,
  passkeyPaths,
  secondFactor,
  secondFactorOptions,
  stepUp,
  stepUpOptions,
} from './passkeys.ts';
import { ada, grace, type SignedInBrowser, signedInBrowser } from './people.ts';
import { auditOf, rowsOf, type StoppedClock, stopClock } from './records.ts';
import { pendingOf, withTotp } from './second-factors.ts';
import { outcome, refresh, sessionOf, tokensIn, whoAmI } from './tokens.ts';

let at: TestPlatform;
let me: SignedInBrowser;
let mine: EnrolledPasskey;

async function begin(options: Partial<AuthenticatorOptions> = {}): Promise<void> {
  await at.reset();
  me = await signedInBrowser(at);
  mine = await enrolledPasskey(at, me.bearer, authenticatorAtSite(options));
}

beforeAll(async () => {
  at = await startPlatform();
});
beforeEach(() => begin());
afterAll(() => at.close());

const assertion = async (options: Promise<{ challenge: string; rpId: string }>) =>
  mine.authenticator.get(mine.passkey, await options);
const claims = (bearer: string) => decodeJwt<{ amr: string[]; auth_time: number }>(bearer);

describe('signing in by passkey alone', () => {
  it('starts a session that knows of two factors, and asks for no further one', async () => {
    await withTotp(at, me.bearer);
    const { accessToken, refreshToken, sessionId } = tokensIn(await loginByPasskey(at, mine));
    expect(claims(accessToken).amr).toEqual(['hwk', 'user', 'mfa']);
    expect(outcome(await refresh(at, refreshToken))).toBe('200');
    expect(await auditOf(at, 'session.started')).toContainEqual(
      expect.objectContaining({ session_id: sessionId, details: expect.objectContaining({ method: 'passkey' }) }),
    );
    expect(await rowsOf(at, passkeys)).toMatchObject([{ sign_count: 1, last_used_at: expect.anything() }]);
  });

  it('says of a passkey that is synchronised that its key is in software (RFC 8176)', async () => {
    await begin({ synchronised: true });
    expect(claims(tokensIn(await loginByPasskey(at, mine)).accessToken).amr).toEqual(['swk', 'user', 'mfa']);
    expect(outcome(await loginByPasskey(at, mine))).toBe('200');
  });

  it('may do at once what asks for recent authentication', async () => {
    at.clock.advance(3600);
    const { accessToken: bearer } = tokensIn(await loginByPasskey(at, mine));
    expect(await at.client.passkey.passkeyCreationOptions({ bearer })).toMatchObject({ ok: true });
  });

  it('gives a browser its cookies, and no refresh token', async () => {
    const browser = at.browser();
    const body = { assertion: await assertion(loginOptions(at)) };
    const answer = await browser.call('POST', passkeyPaths.login, { body });
    expect([outcome(answer), answer.body.data]).toEqual(['200', expect.not.objectContaining({ refresh_token: '' })]);
    expect(answer.body.data).not.toHaveProperty('refresh_token');
    expect(Object.keys(browser.cookies.all()).sort()).toEqual(['__Host-csrf', '__Host-device', '__Host-refresh']);
    expect(await browser.client.session.refresh({ body: {} })).toMatchObject({ ok: true });
  });

  it('records that a passkey came to be backed up', async () => {
    await begin({ synchronised: true });
    await at.platform.database.rows(sql`update passkeys set backed_up = false`);
    await loginByPasskey(at, mine);
    expect(await rowsOf(at, passkeys)).toMatchObject([{ backed_up: true }]);
  });

  it.each([
    ['disabled', sql`update users set is_active = false`],
    ['deleted', sql`update users set deleted_at = now()`],
    ['not verified', sql`update users set email_verified_at = null`],
  ])('is refused like an unknown passkey where the account is %s [A85]', async (_, change) => {
    await at.platform.database.rows(change);
    const refused = await loginByPasskey(at, mine);
    const stranger = await loginWith(at, { ...(await assertion(loginOptions(at))), id: 'AAAA', rawId: 'AAAA' });
    expect([outcome(refused), outcome(stranger)]).toEqual(['401 INVALID_CREDENTIALS', '401 INVALID_CREDENTIALS']);
    expect(refused.body.error).toEqual(stranger.body.error);
    expect(Object.keys(refused.headers)).toEqual(Object.keys(stranger.headers));
  });

  it('writes a refusal down where it concerns an account, and nothing where it does not', async () => {
    const { privateKey } = authenticatorAtSite().create({ challenge: '', rp: { id: '' }, user: { id: '' } }).passkey;
    const { passkey, authenticator } = mine;
    await loginWith(at, authenticator.get(passkey, await loginOptions(at), { privateKey }));
    await loginWith(at, { ...(await assertion(loginOptions(at))), id: 'AAAA', rawId: 'AAAA' });
    expect((await auditOf(at, 'session.started')).filter(({ outcome: how }) => how === 'refused')).toMatchObject([
      { user_id: me.userId, actor_id: null, details: { method: 'passkey', reason: 'assertion' } },
    ]);
  });

  it('counts wrong ones for each address, and gives right ones back', async () => {
    const ip = '203.0.113.7';
    const wrong = { ...(await assertion(loginOptions(at))), id: 'AAAA', rawId: 'AAAA' };
    for (let tries = 1; tries < wrongAssertions.max; tries += 1) await loginWith(at, wrong, { ip });
    for (let right = 0; right < 3; right += 1)
      expect(outcome(await loginWith(at, await assertion(loginOptions(at)), { ip }))).toBe('200');
    await loginWith(at, wrong, { ip });
    const limited = await loginWith(at, await assertion(loginOptions(at)), { ip });
    expect(outcome(limited)).toBe('429 RATE_LIMITED');
    expect(Number(limited.headers['retry-after'])).toBeGreaterThan(0);
    expect(outcome(await loginByPasskey(at, mine))).toBe('200');
  });
});

describe('a passkey as the second step', () => {
  beforeEach(() => withTotp(at, me.bearer));

  it('is asked for by name, and finishes the sign-in', async () => {
    const mfaToken = await pendingOf(at, ada);
    const options = await secondFactorOptions(at, mfaToken);
    expect(options).toMatchObject({ allowCredentials: [{ id: mine.passkey.id }], userVerification: 'preferred' });
    const answer = await secondFactor(at, mfaToken, mine.authenticator.get(mine.passkey, options));
    const { accessToken } = tokensIn(answer);
    expect(claims(accessToken).amr).toEqual(['pwd', 'hwk', 'user', 'mfa']);
    expect(outcome(await whoAmI(at, accessToken))).toBe('200');
  });

  it('takes a key that verifies nobody: the first step has said who it is', async () => {
    const mfaToken = await pendingOf(at, ada);
    const uv = { flags: { uv: false } };
    const options = await secondFactorOptions(at, mfaToken);
    const answer = await secondFactor(at, mfaToken, mine.authenticator.get(mine.passkey, options, uv));
    expect(claims(tokensIn(answer).accessToken).amr).toEqual(['pwd', 'hwk', 'user', 'mfa']);
  });

  it('may send no user handle, as keys that are named do', async () => {
    const mfaToken = await pendingOf(at, ada);
    const options = await secondFactorOptions(at, mfaToken);
    const nameless = mine.authenticator.get(mine.passkey, options, { userHandle: null });
    expect(outcome(await secondFactor(at, mfaToken, nameless))).toBe('200');
  });

  it('leaves the sign-in pending where it is wrong, and the tries of codes alone', async () => {
    const mfaToken = await pendingOf(at, ada);
    const tried = await rowsOf(at, factorTries);
    for (let tries = 0; tries < 6; tries += 1) {
      const wrong = mine.authenticator.get(mine.passkey, await secondFactorOptions(at, mfaToken), { rpId: 'evil' });
      expect(outcome(await secondFactor(at, mfaToken, wrong))).toBe('401 MFA_CODE_INVALID');
    }
    expect(await rowsOf(at, factorTries)).toEqual(tried);
    const right = await assertion(secondFactorOptions(at, mfaToken));
    expect(outcome(await secondFactor(at, mfaToken, right))).toBe('200');
  });

  it('is of the user whose sign-in it is', async () => {
    const other = await signedInBrowser(at, grace);
    const theirs = await enrolledPasskey(at, other.bearer);
    const mfaToken = await pendingOf(at, ada);
    const options = await secondFactorOptions(at, mfaToken);
    const answer = await secondFactor(at, mfaToken, theirs.authenticator.get(theirs.passkey, options));
    expect(outcome(answer)).toBe('401 MFA_CODE_INVALID');
  });

  it('is gone with the pending sign-in', async () => {
    const mfaToken = await pendingOf(at, ada);
    const [first, second] = [await secondFactorOptions(at, mfaToken), await secondFactorOptions(at, mfaToken)];
    await secondFactor(at, mfaToken, mine.authenticator.get(mine.passkey, first));
    const again = await secondFactor(at, mfaToken, mine.authenticator.get(mine.passkey, second));
    expect(outcome(again)).toBe('401 TOKEN_INVALID');
    expect(outcome(await at.call('POST', passkeyPaths.mfaOptions, { body: { mfa_token: mfaToken } }))).toBe(
      '401 TOKEN_INVALID',
    );
  });

  it('is not asked of somebody who has none', async () => {
    await at.platform.database.rows(sql`delete from passkeys`);
    const mfaToken = await pendingOf(at, ada);
    expect(outcome(await at.call('POST', passkeyPaths.mfaOptions, { body: { mfa_token: mfaToken } }))).toBe(
      '404 NOT_FOUND',
    );
  });
});

describe('a passkey as the proof of who one is', () => {
  beforeEach(() => at.clock.advance(660));

  it('makes a session recent again, and says so in its token', async () => {
    const before = claims(me.bearer);
    const answer = await stepUp(at, me.bearer, await assertion(stepUpOptions(at, me.bearer)));
    const bearer = String(answer.body.data?.access_token);
    const after = claims(bearer);
    expect(after.amr).toEqual(['pwd', 'hwk', 'user', 'mfa']);
    expect(after.auth_time).toBeGreaterThan(before.auth_time);
    expect(sessionOf(bearer)).toBe(sessionOf(me.bearer));
    expect(await at.client.passkey.passkeyCreationOptions({ bearer })).toMatchObject({ ok: true });
    expect(await auditOf(at, 'session.stepped_up')).toMatchObject([{ details: { method: 'passkey' } }]);
  });

  it('names the own passkeys and asks for a verified user', async () => {
    expect(await stepUpOptions(at, me.bearer)).toMatchObject({
      rpId: 'auth.example.com',
      allowCredentials: [{ id: mine.passkey.id }],
      userVerification: 'required',
    });
  });

  it('is enough where two steps are on', async () => {
    await begin();
    await withTotp(at, me.bearer);
    at.clock.advance(660);
    const answer = await stepUp(at, me.bearer, await assertion(stepUpOptions(at, me.bearer)));
    expect(outcome(answer)).toBe('200');
  });

  it('of somebody else proves nothing, and the refusal is written down', async () => {
    const other = await signedInBrowser(at, grace);
    const theirs = await enrolledPasskey(at, other.bearer);
    const options = await stepUpOptions(at, me.bearer);
    const answer = await stepUp(at, me.bearer, theirs.authenticator.get(theirs.passkey, options));
    expect(outcome(answer)).toBe('403 REAUTHENTICATION_FAILED');
    expect(await auditOf(at, 'session.stepped_up')).toMatchObject([
      { outcome: 'refused', user_id: me.userId, details: { reason: 'unknown_passkey' } },
    ]);
  });
});

describe('a challenge', () => {
  let clock: StoppedClock;
  beforeEach(() => {
    clock = stopClock(at);
  });
  afterEach(() => clock.go());

  it('is good for 300 s and not a second longer [A29]', async () => {
    const [first, second] = [await loginOptions(at), await loginOptions(at)];
    clock.advance(299);
    expect(outcome(await loginWith(at, mine.authenticator.get(mine.passkey, first)))).toBe('200');
    clock.advance(1);
    const late = await loginWith(at, mine.authenticator.get(mine.passkey, second));
    expect(outcome(late)).toBe('401 INVALID_CREDENTIALS');
  });
});
