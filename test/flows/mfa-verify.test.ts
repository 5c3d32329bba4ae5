import { sql } from 'drizzle-orm';
import { decodeJwt } from 'jose';
import { factors } from '../../lambdas/domain/factor/factor.table.ts';
import { triesOfPending } from '../../lambdas/flows/mfa/mfa.ts';
import type { Browser } from '../platform/browser.ts';
import { startPlatform, type TestPlatform } from '../platform.ts';
import { ada, type SignedInBrowser, signedInBrowser } from './people.ts';
import { auditOf, everyRow, rowsOf, type StoppedClock, stopClock } from './records.ts';
import {
  type Authenticator,
  bearing,
  type Enrolled,
  mfaPaths,
  pendingOf,
  verify,
  withHotp,
  withTotp,
} from './second-factors.ts';
import { outcome, tokensIn, whoAmI } from './tokens.ts';

/** Right in one run of half a million. */
const wrong = '000000';
const past = '2020-01-01T00:00:00Z';

describe('the second step of a sign-in', () => {
  let at: TestPlatform;
  let me: SignedInBrowser;
  let enrolled: Enrolled<Authenticator>;
  let time: StoppedClock;
  beforeAll(async () => {
    at = await startPlatform();
  });
  beforeEach(async () => {
    await at.reset();
    time = stopClock(at);
    me = await signedInBrowser(at);
    enrolled = await withTotp(at, me.bearer);
    time.advance(30);
  });
  afterEach(() => time.go());
  afterAll(() => at.close());

  const nowCode = () => enrolled.device.code();
  /** The first step in a browser; its page holds the token. */
  async function firstStep(browser: Browser): Promise<string> {
    const answer = await browser.client.passwordLogin.login({ body: { email: ada.email, password: ada.password } });
    if (!answer.ok || !('mfa_required' in answer.data)) throw new Error('no second step is due');
    return answer.data.mfa_token;
  }

  it('gives no cookie and no token before it, and says what it takes [A46]', async () => {
    const answer = await at
      .browser()
      .call('POST', '/api/v1/auth/login', { body: { email: ada.email, password: ada.password } });
    expect(answer.setCookies).toEqual([]);
    expect(answer.body.data).toEqual({
      mfa_required: true,
      mfa_token: expect.any(String),
      methods: ['totp', 'recovery_code'],
    });
  });

  it('answers tokens to a browser, with the cookies of session and device, and says how one signed in', async () => {
    const browser = at.browser();
    const mfaToken = await firstStep(browser);
    const answer = await browser.client.mfa.verifyMfa({
      body: { mfa_token: mfaToken, method: 'totp', code: nowCode() },
    });
    if (!answer.ok) throw new Error(answer.code);
    expect(Object.keys(browser.cookies.all()).sort()).toEqual(['__Host-csrf', '__Host-device', '__Host-refresh']);
    expect(answer.data.refresh_token).toBeUndefined();
    expect(decodeJwt(answer.data.access_token).amr).toEqual(['pwd', 'otp', 'mfa']);
  });

  it('answers a client that is no browser, which asked for the body at its first step', async () => {
    const answer = await verify(at, await pendingOf(at, ada), 'totp', nowCode());
    expect(answer.setCookies).toEqual([]);
    expect(outcome(await whoAmI(at, tokensIn(answer).accessToken))).toBe('200');
  });

  it('takes the code of the step before, and says when the factor was used last', async () => {
    const code = nowCode();
    time.advance(30);
    expect(outcome(await verify(at, await pendingOf(at, ada), 'totp', code))).toBe('200');
    const overview = await at.client.mfa.getMfa({ bearer: me.bearer });
    expect(overview).toMatchObject({ data: { totp: { last_used_at: at.clock.now().toISOString() } } });
  });

  it('refuses the code that confirmed the enrolment [A49]', async () => {
    const confirmed = enrolled.device.code(-30);
    expect(outcome(await verify(at, await pendingOf(at, ada), 'totp', confirmed))).toBe('401 MFA_CODE_INVALID');
  });

  it('takes no code twice, and none of an older step after a newer one [A48] [ASVS 6.5.1]', async () => {
    const [older, newer] = [enrolled.device.code(), enrolled.device.code(30)];
    time.advance(30);
    expect(outcome(await verify(at, await pendingOf(at, ada), 'totp', newer))).toBe('200');
    expect(outcome(await verify(at, await pendingOf(at, ada), 'totp', newer))).toBe('401 MFA_CODE_INVALID');
    expect(outcome(await verify(at, await pendingOf(at, ada), 'totp', older))).toBe('401 MFA_CODE_INVALID');
  });

  it('hints at a clock that is late, and takes its code not', async () => {
    const answer = await verify(at, await pendingOf(at, ada), 'totp', enrolled.device.code(-120));
    expect(outcome(answer)).toBe('401 MFA_CODE_INVALID');
    // The enrolment used a later step, so that this one tells nothing.
    expect(answer.body.error?.details).toEqual({});
    time.advance(600);
    const late = await verify(at, await pendingOf(at, ada), 'totp', enrolled.device.code(-120));
    expect(late.body.error?.details).toEqual({ hint: 'clock_drift' });
  });

  it('believes its own clock, whatever a client says the time is [ASVS 6.5.8]', async () => {
    const code = enrolled.device.code(-600);
    const answer = await verify(at, await pendingOf(at, ada), 'totp', code, { headers: { date: past } });
    expect(outcome(answer)).toBe('401 MFA_CODE_INVALID');
  });

  describe('by a token with a counter', () => {
    it('jumps to the code that was used, and takes none of before or beyond [A97]', async () => {
      const { device } = await withHotp(at, me.bearer);
      const tryAt = async (counter: number) =>
        outcome(await verify(at, await pendingOf(at, ada), 'hotp', device.codeAt(counter)));
      expect(await tryAt(11)).toBe('200');
      expect(await rowsOf(at, factors, sql`kind = 'hotp'`)).toMatchObject([{ counter: 12 }]);
      expect(await tryAt(11)).toBe('401 MFA_CODE_INVALID');
      expect(await tryAt(5)).toBe('401 MFA_CODE_INVALID');
      expect(await tryAt(23)).toBe('401 MFA_CODE_INVALID');
      expect(await tryAt(22)).toBe('200');
    });
  });

  describe('by a recovery code', () => {
    const spaced = (code: string) => ` ${code.toLowerCase().replace('-', ' ')} `;

    it('signs in once, told by mail, and however it is typed [A50]', async () => {
      const [code = ''] = enrolled.recoveryCodes;
      const answer = await verify(at, await pendingOf(at, ada), 'recovery_code', spaced(code));
      expect(decodeJwt(tokensIn(answer).accessToken).amr).toEqual(['pwd', 'recovery_code', 'mfa']);
      const mails = await at.mailbox.list(ada.email);
      expect(mails.map(({ text }) => text).join()).toMatch(/recovery code/i);
      const again = await verify(at, await pendingOf(at, ada), 'recovery_code', code);
      expect(outcome(again)).toBe('401 MFA_CODE_INVALID');
      expect(await at.client.mfa.getMfa({ bearer: me.bearer })).toMatchObject({ data: { recovery_codes_left: 9 } });
    });

    it('takes none of a set that was replaced [A50]', async () => {
      const [code = ''] = enrolled.recoveryCodes;
      await at.client.mfa.replaceRecoveryCodes({ bearer: me.bearer });
      const answer = await verify(at, await pendingOf(at, ada), 'recovery_code', code);
      expect(outcome(answer)).toBe('401 MFA_CODE_INVALID');
    });

    it('lets whoever has lost their app remove it at once', async () => {
      const [code = ''] = enrolled.recoveryCodes;
      const { accessToken } = tokensIn(await verify(at, await pendingOf(at, ada), 'recovery_code', code));
      expect(outcome(await at.call('DELETE', mfaPaths.totp, bearing(accessToken)))).toBe('204');
    });
  });

  describe('refuses', () => {
    it('a wrong code, in the audit log too [ASVS 16.3.1]', async () => {
      const answer = await verify(at, await pendingOf(at, ada), 'totp', wrong);
      expect(outcome(answer)).toBe('401 MFA_CODE_INVALID');
      const [refused] = (await auditOf(at, 'second_factor.tried')).slice(-1);
      expect(refused).toMatchObject({ outcome: 'refused', details: { method: 'totp', reason: 'wrong_code' } });
    });

    it('a factor that is not enrolled, as it refuses a wrong code', async () => {
      const answer = await verify(at, await pendingOf(at, ada), 'hotp', wrong);
      expect(outcome(answer)).toBe('401 MFA_CODE_INVALID');
    });

    it('the sixth code of one sign-in, even a right one, and the sign-in is over [A47]', async () => {
      const mfaToken = await pendingOf(at, ada);
      for (let tries = 0; tries < triesOfPending; tries += 1)
        expect(outcome(await verify(at, mfaToken, 'totp', wrong))).toBe('401 MFA_CODE_INVALID');
      expect(outcome(await verify(at, mfaToken, 'totp', nowCode()))).toBe('401 TOKEN_INVALID');
      expect(outcome(await verify(at, await pendingOf(at, ada), 'totp', nowCode()))).toBe('200');
    });

    it('a sign-in that is finished', async () => {
      const mfaToken = await pendingOf(at, ada);
      expect(outcome(await verify(at, mfaToken, 'totp', nowCode()))).toBe('200');
      time.advance(30);
      expect(outcome(await verify(at, mfaToken, 'totp', nowCode()))).toBe('401 TOKEN_INVALID');
    });

    it('a sign-in of five minutes ago, to the second [A29]', async () => {
      const [early, late] = [await pendingOf(at, ada), await pendingOf(at, ada)];
      time.advance(299);
      expect(outcome(await verify(at, early, 'totp', nowCode()))).toBe('200');
      time.advance(1);
      expect(outcome(await verify(at, late, 'totp', nowCode()))).toBe('401 TOKEN_INVALID');
    });

    it.each(['', 'x', 'a'.repeat(43), '../x'])('the token %j', async (token) => {
      const answer = await verify(at, token, 'totp', nowCode());
      expect(outcome(answer)).toMatch(token === '' ? '422 VALIDATION_FAILED' : '401 TOKEN_INVALID');
    });

    it('a sign-in that another browser began', async () => {
      const mfaToken = await firstStep(at.browser());
      const thief = await at.browser().call('POST', mfaPaths.verify, {
        body: { mfa_token: mfaToken, method: 'totp', code: nowCode() },
      });
      expect(outcome(thief)).toBe('401 TOKEN_INVALID');
    });

    it.each([
      ['a change of the profile or the factors', sql`update users set version = version + 1 returning id`],
      ['a disabling', sql`update users set is_active = false returning id`],
      ['a deletion', sql`update users set deleted_at = now() returning id`],
    ])('a sign-in from before %s', async (_, change) => {
      const mfaToken = await pendingOf(at, ada);
      await at.platform.database.rows(change);
      const before = await everyRow(at);
      expect(outcome(await verify(at, mfaToken, 'totp', nowCode()))).toBe('401 TOKEN_INVALID');
      expect(await everyRow(at)).toEqual(before);
    });
  });

  describe('in a browser after a redirect', () => {
    it('takes the sign-in from its cookie, and takes the cookie back', async () => {
      const browser = at.browser();
      browser.cookies.set('__Host-mfa', await firstStep(browser));
      const answer = await browser.client.mfa.verifyMfa({ body: { method: 'totp', code: nowCode() } });
      expect(answer.ok).toBe(true);
      expect(browser.cookies.get('__Host-mfa')).toBeUndefined();
    });

    it('takes the cookie back where that sign-in is over', async () => {
      const browser = at.browser({ cookies: { '__Host-mfa': 'a'.repeat(43) } });
      const answer = await browser.client.mfa.verifyMfa({ body: { method: 'totp', code: nowCode() } });
      expect(answer).toMatchObject({ status: 401, code: 'TOKEN_INVALID' });
      expect(browser.cookies.get('__Host-mfa')).toBeUndefined();
    });

    it('refuses the cookie of what is no page, and a page of elsewhere [A76]', async () => {
      const browser = at.browser();
      const token = await firstStep(browser);
      const body = { method: 'totp', code: nowCode() };
      const cookies = { '__Host-mfa': token };
      const headers = { 'user-agent': browser.userAgent };
      const from = (more: Record<string, string>) =>
        at.call('POST', mfaPaths.verify, { body, cookies, headers: { ...headers, ...more } });
      expect(outcome(await from({}))).toBe('403 CSRF_FAILED');
      expect(outcome(await from({ origin: 'https://evil.example' }))).toBe('403 CSRF_FAILED');
      expect(outcome(await from({ 'sec-fetch-site': 'same-site' }))).toBe('403 CSRF_FAILED');
      expect(outcome(await from({ 'sec-fetch-site': 'same-origin' }))).toBe('200');
    });
  });

  describe('keeps the way in which the tokens come', () => {
    it('refuses a page that would get a refresh token in a body [A109]', async () => {
      const mfaToken = await pendingOf(at, ada);
      const origin = at.platform.config.origin;
      const answer = await verify(at, mfaToken, 'totp', nowCode(), { headers: { origin } });
      expect(outcome(answer)).toBe('400 MALFORMED_REQUEST');
    });

    it('gives no cookie to what is no browser', async () => {
      const browser = at.browser();
      const mfaToken = await firstStep(browser);
      const headers = { 'user-agent': browser.userAgent };
      const answer = await verify(at, mfaToken, 'totp', nowCode(), { headers });
      expect(outcome(answer)).toBe('403 CSRF_FAILED');
      expect(answer.setCookies).toEqual([]);
    });
  });

  it("refuses a code where somebody else's secret was written into the row, with an alarm and no 500 [A118]", async () => {
    const attacker = await signedInBrowser(at, {
      email: 'eve@example.com',
      password: 'plain words of eve',
      name: 'Eve',
    });
    const { device } = await withTotp(at, attacker.bearer);
    time.advance(30);
    await at.platform.database.rows(sql`
      update factors set sealed = (select sealed from factors where user_id = ${attacker.userId}::uuid)
      where user_id = ${me.userId}::uuid returning id`);
    const counted = import.meta.jest.spyOn(at.platform.metrics, 'count');
    const answer = await verify(at, await pendingOf(at, ada), 'totp', device.code());
    expect(outcome(answer)).toBe('401 MFA_CODE_INVALID');
    expect(await auditOf(at, 'factor.unreadable')).toMatchObject([{ user_id: me.userId, outcome: 'refused' }]);
    expect(counted.mock.calls).toContainEqual(['FactorUnreadable']);
    expect(at.logs.join()).not.toContain(device.secret);
  });
});
