import { decodeJwt } from 'jose';
import { factors } from '../../lambdas/domain/factor/factor.table.ts';
import type { CallAnswer } from '../platform/call.ts';
import { startPlatform, type TestPlatform } from '../platform.ts';
import { ada, type SignedInBrowser, signedInBrowser } from './people.ts';
import { auditOf, rowsOf, type StoppedClock, stopClock } from './records.ts';
import { type Authenticator, bearing, mfaPaths, pendingOf, verify, withHotp, withTotp } from './second-factors.ts';
import { outcome, tokensIn, whoAmI } from './tokens.ts';

const day = 86_400;

describe('proving again who one is, with two steps on', () => {
  let at: TestPlatform;
  let me: SignedInBrowser;
  let app: Authenticator;
  let time: StoppedClock;
  let recoveryCodes: string[];
  beforeAll(async () => {
    at = await startPlatform({ settings: { GATEHOUSE_ACCESS_TOKEN_SECONDS: '864000' } });
  });
  beforeEach(async () => {
    await at.reset();
    time = stopClock(at);
    me = await signedInBrowser(at);
    const enrolled = await withTotp(at, me.bearer);
    app = enrolled.device;
    recoveryCodes = enrolled.recoveryCodes;
    time.advance(day);
  });
  afterEach(() => time.go());
  afterAll(() => at.close());

  const reauthenticate = (body: unknown): Promise<CallAnswer> =>
    at.call('POST', mfaPaths.reauthenticate, bearing(me.bearer, { body }));
  const remove = (bearer: string, path: string = mfaPaths.totp) => at.call('DELETE', path, bearing(bearer));

  it('takes a code, and the answer is a token with which the factor is removed', async () => {
    expect(outcome(await remove(me.bearer))).toBe('403 REAUTHENTICATION_REQUIRED');
    const { body } = await reauthenticate({ method: 'totp', code: app.code() });
    const bearer = String(body.data?.access_token);
    expect(decodeJwt(bearer).auth_time).toBe(Math.floor(at.clock.now().getTime() / 1000));
    expect(decodeJwt(bearer).amr).toEqual(['pwd', 'otp', 'mfa']);
    expect(outcome(await remove(bearer))).toBe('204');
  });

  it('lasts ten minutes, to the second', async () => {
    const { body } = await reauthenticate({ method: 'totp', code: app.code() });
    const bearer = String(body.data?.access_token);
    time.advance(600);
    expect(outcome(await remove(bearer, mfaPaths.hotp))).toBe('404 NOT_FOUND');
    time.advance(1);
    expect(outcome(await remove(bearer, mfaPaths.hotp))).toBe('403 REAUTHENTICATION_REQUIRED');
  });

  it('takes the code of a token with a counter', async () => {
    await reauthenticate({ method: 'totp', code: app.code() });
    me.bearer = await freshBearer();
    const { device } = await withHotp(at, me.bearer);
    expect(outcome(await reauthenticate({ method: 'hotp', code: device.code() }))).toBe('200');
    expect(outcome(await reauthenticate({ method: 'hotp', code: device.codeAt(1) }))).toBe(
      '403 REAUTHENTICATION_FAILED',
    );
  });

  it('uses the code up: neither a second proof nor a sign-in takes it again [A48]', async () => {
    const code = app.code();
    expect(outcome(await reauthenticate({ method: 'totp', code }))).toBe('200');
    me.bearer = await freshBearer();
    expect(outcome(await reauthenticate({ method: 'totp', code }))).toBe('403 REAUTHENTICATION_FAILED');
    expect(outcome(await verify(at, await pendingOf(at, ada), 'totp', code))).toBe('401 MFA_CODE_INVALID');
  });

  it('takes no password, and says what it takes; the factor stays [A52] [ASVS 7.5.1]', async () => {
    const answer = await reauthenticate({ password: ada.password });
    expect(outcome(answer)).toBe('403 REAUTHENTICATION_FAILED');
    expect(answer.body.error?.details).toEqual({ methods: ['totp'] });
    expect(outcome(await remove(me.bearer))).toBe('403 REAUTHENTICATION_REQUIRED');
    expect(await rowsOf(at, factors)).toHaveLength(1);
  });

  it('takes no recovery code: that is for a sign-in', async () => {
    const answer = await reauthenticate({ method: 'recovery_code', code: recoveryCodes[0] });
    expect(outcome(answer)).toBe('422 VALIDATION_FAILED');
    expect(outcome(await reauthenticate({ method: 'totp', code: recoveryCodes[0] }))).toBe(
      '403 REAUTHENTICATION_FAILED',
    );
  });

  it('says that a clock is late, and that another factor is enrolled', async () => {
    const late = await reauthenticate({ method: 'totp', code: app.code(-90) });
    expect(late.body.error?.details).toEqual({ hint: 'clock_drift' });
    const other = await reauthenticate({ method: 'hotp', code: '123456' });
    expect(other.body.error?.details).toEqual({ methods: ['totp'] });
  });

  it('counts wrong codes with those of sign-ins, and refuses the eleventh, right or not [A47]', async () => {
    for (let tries = 0; tries < 10; tries += 1)
      expect(outcome(await reauthenticate({ method: 'totp', code: '000000' }))).toBe('403 REAUTHENTICATION_FAILED');
    const limited = await reauthenticate({ method: 'totp', code: app.code() });
    expect(outcome(limited)).toBe('429 RATE_LIMITED');
    expect(limited.headers['retry-after']).toBe('900');
    expect(outcome(await verify(at, await pendingOf(at, ada), 'totp', app.code()))).toBe('429 RATE_LIMITED');
    const refusals = (await auditOf(at, 'session.stepped_up')).map(({ details }) => details);
    expect(refusals).toContainEqual(expect.objectContaining({ reason: 'rate_limited' }));
  });

  it.each([
    [{}, '422 VALIDATION_FAILED'],
    [{ code: '123456' }, '422 VALIDATION_FAILED'],
    [{ method: 'totp' }, '422 VALIDATION_FAILED'],
    [{ method: 'totp', code: '123456', password: 'x' }, '400 MALFORMED_REQUEST'],
  ])('answers %j with %s', async (body, expected) => {
    expect(outcome(await reauthenticate(body))).toBe(expected);
  });

  it('asks for it before a factor is added as well [A51]', async () => {
    for (const path of [mfaPaths.totp, mfaPaths.hotp, mfaPaths.recoveryCodes])
      expect(outcome(await at.call('POST', path, bearing(me.bearer, { body: {} })))).toBe(
        '403 REAUTHENTICATION_REQUIRED',
      );
    expect(await rowsOf(at, factors)).toHaveLength(1);
  });

  it('refuses a session that signed in by password alone before two steps were on: it is over', async () => {
    await reauthenticate({ method: 'totp', code: app.code() });
    me.bearer = await freshBearer();
    await at.client.mfa.removeTotp({ bearer: me.bearer });
    const alone = tokensIn(
      await at.call('POST', '/api/v1/auth/login', {
        body: { email: ada.email, password: ada.password, token_delivery: 'body' },
      }),
    );
    await withTotp(at, me.bearer);
    expect(outcome(await whoAmI(at, alone.accessToken))).toBe('401 TOKEN_INVALID');
  });

  /** The token of the session as it is now. */
  async function freshBearer(): Promise<string> {
    const answer = await me.browser.client.session.refresh();
    if (!answer.ok) throw new Error(answer.code);
    return answer.data.access_token;
  }
});
