import { sql } from 'drizzle-orm';
import { factors } from '../../lambdas/domain/factor/factor.table.ts';
import { recoveryCodes } from '../../lambdas/domain/factor/recovery-code.table.ts';
import { enrolmentSeconds } from '../../lambdas/flows/mfa/enrolment.ts';
import { startPlatform, type TestPlatform } from '../platform.ts';
import { ada, type SignedInBrowser, signedInBrowser } from './people.ts';
import { auditOf, rowsOf, stopClock } from './records.ts';
import { authenticatorApp, bearing, hardwareToken, mfaPaths, withHotp, withTotp } from './second-factors.ts';
import { login, outcome, tokensIn, whoAmI } from './tokens.ts';

describe('what the second step takes', () => {
  let at: TestPlatform;
  let me: SignedInBrowser;
  beforeAll(async () => {
    at = await startPlatform();
  });
  beforeEach(async () => {
    await at.reset();
    me = await signedInBrowser(at);
  });
  afterAll(() => at.close());
  afterEach(() => import.meta.jest.restoreAllMocks());

  const overview = async () => {
    const answer = await at.client.mfa.getMfa({ bearer: me.bearer });
    if (!answer.ok) throw new Error(answer.code);
    return answer.data;
  };
  const post = (path: string, body?: unknown) => at.call('POST', path, bearing(me.bearer, { body: body ?? {} }));
  const remove = (path: string) => at.call('DELETE', path, bearing(me.bearer));
  const noFactor = { enrolled: false, created_at: null, last_used_at: null };

  it('is nothing at first, and the password proves again who one is', async () => {
    expect(await overview()).toEqual({
      two_step: false,
      totp: noFactor,
      hotp: noFactor,
      password: true,
      passkeys: 0,
      recovery_codes_left: 0,
      methods: [],
      step_up_methods: ['password'],
    });
  });

  it('says whether there is a password to be changed, with two steps on as well', async () => {
    await withTotp(at, me.bearer);
    expect(await overview()).toMatchObject({ two_step: true, password: true });
    await at.platform.database.rows(sql`delete from credentials`);
    expect(await overview()).toMatchObject({ two_step: true, password: false });
  });

  describe('an authenticator app', () => {
    it('gets its secret as text, as an address and as a picture that needs no script and no style', async () => {
      const { body } = await post(mfaPaths.totp);
      const { secret, otpauth_uri: uri, qr_svg: svg } = body.data as Record<string, string>;
      expect(secret).toMatch(/^[A-Z2-7]{32}$/);
      expect(uri).toContain(`secret=${secret}`);
      expect(uri).toMatch(/^otpauth:\/\/totp\/Gatehouse:ada%40example\.com\?/);
      expect(svg).toMatch(/^<svg /);
      expect(svg).not.toMatch(/<script|style=|href/);
    });

    it('counts for nothing before its first code', async () => {
      await post(mfaPaths.totp);
      expect(await overview()).toMatchObject({ two_step: false, totp: noFactor });
      expect((await login(at, ada)).body.data).toHaveProperty('access_token');
    });

    it('is on with its first code, with ten recovery codes that are shown this once', async () => {
      const { recoveryCodes: codes } = await withTotp(at, me.bearer);
      expect(new Set(codes).size).toBe(10);
      for (const code of codes) expect(code).toMatch(/^[2-9A-HJKMNP-Z]{5}-[2-9A-HJKMNP-Z]{5}$/);
      expect(await overview()).toMatchObject({
        two_step: true,
        totp: { enrolled: true, last_used_at: null },
        hotp: noFactor,
        recovery_codes_left: 10,
        methods: ['totp', 'recovery_code'],
        step_up_methods: ['totp'],
      });
    });

    it('ends the other sessions, tells by mail and by the audit log [ASVS 6.3.7] [ASVS 7.4.3]', async () => {
      const other = tokensIn(await login(at, ada));
      await withTotp(at, me.bearer);
      expect(outcome(await whoAmI(at, other.accessToken))).toBe('401 TOKEN_INVALID');
      expect(outcome(await whoAmI(at, me.bearer))).toBe('200');
      expect((await at.mailbox.last(ada.email)).text).toContain('authenticator app');
      const [added] = await auditOf(at, 'factor.added');
      expect(added).toMatchObject({ outcome: 'success', details: { factor: 'totp', replaced: false } });
      expect(await auditOf(at, 'factor.enrolment_started')).toHaveLength(1);
    });

    it.each(['000000', 'abcdef', '1'])('is not on with the wrong code %s, and says which field', async (code) => {
      await post(mfaPaths.totp);
      const answer = await post(`${mfaPaths.totp}/confirm`, { code });
      expect(outcome(answer)).toBe('422 VALIDATION_FAILED');
      expect(answer.body.error?.details).toMatchObject({ fields: { code: expect.any(String) } });
      expect(await overview()).toMatchObject({ two_step: false });
    });

    it('is not on without an enrolment, and the answer is of the same kind', async () => {
      expect(outcome(await post(`${mfaPaths.totp}/confirm`, { code: '123456' }))).toBe('422 VALIDATION_FAILED');
    });

    it.each([-120, 120])('says that its clock is off by %i s, and is not on', async (seconds) => {
      const { body } = await post(mfaPaths.totp);
      const app = authenticatorApp(at, String(body.data?.secret));
      const answer = await post(`${mfaPaths.totp}/confirm`, { code: app.code(seconds) });
      expect(answer.body.error?.details).toMatchObject({ hint: 'clock_drift', fields: { code: expect.any(String) } });
      expect(await overview()).toMatchObject({ two_step: false });
    });

    it('is the newest of two that were begun [A56]', async () => {
      const older = await post(mfaPaths.totp);
      const newer = await post(mfaPaths.totp);
      const confirm = (begun: typeof older) =>
        post(`${mfaPaths.totp}/confirm`, { code: authenticatorApp(at, String(begun.body.data?.secret)).code() });
      const refused = await confirm(older);
      expect(outcome(refused)).toBe('422 VALIDATION_FAILED');
      expect(refused.body.error?.details).toMatchObject({ fields: { code: expect.any(String) } });
      expect(outcome(await confirm(newer))).toBe('200');
      expect(await rowsOf(at, factors)).toHaveLength(1);
    });

    it('waits for its first code for an hour, to the second', async () => {
      const time = stopClock(at);
      const { body } = await post(mfaPaths.totp);
      const app = authenticatorApp(at, String(body.data?.secret));
      time.advance(enrolmentSeconds);
      // The access token has ended meanwhile; the session has not.
      me.bearer = tokensIn(await login(at, ada)).accessToken;
      expect(outcome(await post(`${mfaPaths.totp}/confirm`, { code: app.code() }))).toBe('422 VALIDATION_FAILED');
      time.advance(-1);
      expect(outcome(await post(`${mfaPaths.totp}/confirm`, { code: app.code() }))).toBe('200');
      time.go();
    });

    it('gives way to another one once that is confirmed, and the recovery codes go on to work', async () => {
      const { device: old } = await withTotp(at, me.bearer);
      const { device, recoveryCodes: codes } = await withTotp(at, me.bearer);
      expect(codes).toEqual([]);
      expect(device.secret).not.toBe(old.secret);
      expect(await rowsOf(at, factors)).toHaveLength(1);
      expect(await overview()).toMatchObject({ recovery_codes_left: 10 });
      const [, replaced] = await auditOf(at, 'factor.added');
      expect(replaced).toMatchObject({ details: { replaced: true } });
    });
  });

  describe('a token with a counter', () => {
    it('is on with its first code, beside an app, and ends no session then', async () => {
      await withTotp(at, me.bearer);
      const { recoveryCodes: codes } = await withHotp(at, me.bearer);
      expect(codes).toEqual([]);
      expect(await overview()).toMatchObject({
        methods: ['totp', 'hotp', 'recovery_code'],
        step_up_methods: ['totp', 'hotp'],
      });
    });

    it('may have been pressed before its first code is sent', async () => {
      const { body } = await post(mfaPaths.hotp);
      const token = hardwareToken(String(body.data?.secret));
      expect(outcome(await post(`${mfaPaths.hotp}/confirm`, { code: token.codeAt(10) }))).toBe('200');
      expect(await rowsOf(at, factors)).toMatchObject([{ counter: 11 }]);
    });

    it('has an address with its counter', async () => {
      const { body } = await post(mfaPaths.hotp);
      expect(body.data?.otpauth_uri).toMatch(/^otpauth:\/\/hotp\/.*[?&]counter=0/);
    });
  });

  describe('to remove', () => {
    it('the last factor turns two steps off, takes the recovery codes along, ends other sessions and tells', async () => {
      await withTotp(at, me.bearer);
      expect(outcome(await remove(mfaPaths.totp))).toBe('204');
      expect(await overview()).toMatchObject({ two_step: false, totp: noFactor, recovery_codes_left: 0 });
      expect(await rowsOf(at, recoveryCodes)).toEqual([]);
      expect((await at.mailbox.last(ada.email)).subject).toMatch(/removed/i);
      expect(await auditOf(at, 'factor.removed')).toMatchObject([{ details: { factor: 'totp', two_step: false } }]);
      expect((await login(at, ada)).body.data).toHaveProperty('access_token');
    });

    it('one of two leaves the other one and the recovery codes [ASVS 6.5.6]', async () => {
      await withTotp(at, me.bearer);
      await withHotp(at, me.bearer);
      expect(outcome(await remove(mfaPaths.totp))).toBe('204');
      expect(await overview()).toMatchObject({ two_step: true, methods: ['hotp', 'recovery_code'] });
    });

    it.each([mfaPaths.totp, mfaPaths.hotp])('one that is not there is 404: %s', async (path) => {
      expect(outcome(await remove(path))).toBe('404 NOT_FOUND');
      await post(path);
      expect(outcome(await remove(path))).toBe('404 NOT_FOUND');
    });
  });

  describe('recovery codes', () => {
    it('are replaced as a whole, with a mail, and other sessions end', async () => {
      const { recoveryCodes: old } = await withTotp(at, me.bearer);
      const { body } = await post(mfaPaths.recoveryCodes);
      const fresh = body.data?.recovery_codes as string[];
      expect(fresh).toHaveLength(10);
      expect(fresh.filter((code) => old.includes(code))).toEqual([]);
      expect(await rowsOf(at, recoveryCodes)).toHaveLength(10);
      expect((await at.mailbox.last(ada.email)).text).toMatch(/recovery codes/i);
      expect(await auditOf(at, 'recovery_codes.replaced')).toHaveLength(1);
    });

    it('are not made where two steps are off', async () => {
      expect(outcome(await post(mfaPaths.recoveryCodes))).toBe('409 CONFLICT');
    });

    it('are made anew with the next factor once none is left', async () => {
      await withTotp(at, me.bearer);
      await at.platform.database.rows(sql`update recovery_codes set spent_at = now() returning id`);
      const { recoveryCodes: codes } = await withHotp(at, me.bearer);
      expect(codes).toHaveLength(10);
    });
  });

  describe('what is kept', () => {
    it('holds no secret and no recovery code that can be read, in tables, logs or mails [A50] [A93] [A99]', async () => {
      const { device, recoveryCodes: codes } = await withTotp(at, me.bearer);
      const mails = await at.mailbox.list();
      const kept = JSON.stringify([
        await rowsOf(at, factors),
        await rowsOf(at, recoveryCodes),
        await auditOf(at),
        at.logs,
        mails,
      ]);
      for (const secret of [device.secret, ...codes, ...codes.map((code) => code.replace('-', ''))])
        expect(kept).not.toContain(secret);
    });

    it('is in no answer after it was shown once: neither secret nor recovery codes [A99]', async () => {
      const { device, recoveryCodes: codes } = await withTotp(at, me.bearer);
      const paths = ['', '/activity', '/sessions', '/export', '/mfa'].map((end) => `/api/v1/users/me${end}`);
      for (const path of paths) {
        const { text } = await at.call('GET', path, bearing(me.bearer));
        for (const secret of [device.secret, ...codes]) expect(text).not.toContain(secret);
        expect(text).not.toMatch(/"(secret|sealed|code_hash|password_hash|totp_secret|token_hash|otpauth_uri)"/);
      }
    });
  });
});
