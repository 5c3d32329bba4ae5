import { sql } from 'drizzle-orm';
import { oneTimeTokens } from '../../lambdas/domain/one-time-token/one-time-token.table.ts';
import { startPlatform, type TestPlatform, tokenIn } from '../platform.ts';
import { ada, grace, linkAsked, post, registered, verifiedUser } from './people.ts';
import { auditOf, everyRow, rowsOf } from './records.ts';
import { bearing, verify as verifyFactor, withHotp } from './second-factors.ts';
import { login, outcome, whoAmI } from './tokens.ts';

const newer = { ...ada, password: 'a newer password 2', name: 'Countess' };
const kept = { status: 200, body: { data: { user: { email: ada.email, email_verified: true, name: 'Ada' } } } };
const passwordSet = { status: 200, body: { data: { user: { email: ada.email, email_verified: true } } } };
const dead = { status: 400, body: { error: { code: 'TOKEN_INVALID' } } };

describe('proving the mailbox', () => {
  let at: TestPlatform;
  beforeAll(async () => {
    at = await startPlatform();
  });
  beforeEach(() => at.reset());
  afterAll(() => at.close());

  const verify = (body: object) => post(at, 'verify-email', body);
  /** Expects that the address is verified without a password; answers the token that sets one. */
  async function passwordRequired(body: object): Promise<string> {
    const answer = await verify(body);
    // Nor does the name survive, which a stranger may have typed.
    expect(answer).toMatchObject({ status: 200, body: { data: { password_required: true, user: { name: 'ada' } } } });
    return String(answer.body.data?.token);
  }
  /** What another mail for Ada answers and holds, a minute later. */
  async function resent() {
    at.clock.advance(61);
    const answer = await post(at, 'verify-email/resend', { email: ada.email });
    const mail = await at.mailbox.last(ada.email);
    return { requestToken: answer.body.data?.request_token, token: tokenIn(mail), code: mail.code };
  }

  describe('with what shows who chose the password', () => {
    it('keeps the password where the link is opened in the browser that registered, and signs nobody in', async () => {
      const { token, requestToken } = await registered(at);
      const answer = await at.browser().call('POST', '/api/v1/auth/verify-email', {
        body: { token, request_token: requestToken },
      });
      expect(answer).toMatchObject({ ...kept, setCookies: [] });
      expect(Object.keys(answer.body.data ?? {})).toEqual(['user']);
      expect(await login(at, ada)).toMatchObject({ status: 200 });
    });

    it('keeps the password where the code is given with the request token of its registration', async () => {
      const { code, requestToken } = await registered(at);
      expect(await verify({ code, request_token: requestToken })).toMatchObject(kept);
      expect(await login(at, ada)).toMatchObject({ status: 200 });
    });

    it.each([
      ['as its eight characters', (code: string) => code],
      ['in small letters', (code: string) => code.toLowerCase()],
      ['with the hyphen of the mail', (code: string) => `${code.slice(0, 4)}-${code.slice(4)}`],
      ['with spaces around', (code: string) => ` ${code} `],
    ])('takes the code %s', async (_how, typed) => {
      const { code, requestToken } = await registered(at);
      expect(await verify({ code: typed(code), request_token: requestToken })).toMatchObject(kept);
    });

    it('keeps the password where it is given again in another browser', async () => {
      const { token } = await registered(at);
      expect(await verify({ token, password: ada.password })).toMatchObject(kept);
      expect(await login(at, ada)).toMatchObject({ status: 200 });
    });

    it('keeps the password by the original request token when the link is that of a later mail', async () => {
      const { requestToken } = await registered(at);
      const { token } = await resent();
      expect(await verify({ token, request_token: requestToken })).toMatchObject(kept);
      expect(await login(at, ada)).toMatchObject({ status: 200 });
    });

    it('keeps the password where it is given again with the link or the code of a later mail', async () => {
      await registered(at);
      const { requestToken, code } = await resent();
      expect(await verify({ code, request_token: requestToken, password: ada.password })).toMatchObject(kept);
      expect(await login(at, ada)).toMatchObject({ status: 200 });
    });

    it('keeps of several registrations the one whose request token or password is shown, with its name', async () => {
      const first = await registered(at);
      at.clock.advance(61);
      const second = await registered(at, newer);
      expect(await verify({ token: first.token, request_token: second.requestToken })).toMatchObject({
        status: 200,
        body: { data: { user: { name: 'Countess' } } },
      });
      expect([(await login(at, newer)).status, (await login(at, ada)).status]).toEqual([200, 401]);
    });

    it('looks at no more than four pending passwords', async () => {
      const { token } = await registered(at);
      for (const number of [1, 2, 3, 4]) await post(at, 'register', { ...ada, password: `stranger number ${number}` });
      at.counts.clear();
      await passwordRequired({ token, password: 'nobody chose this' });
      expect(at.counts.hashes).toBe(4);
    });
  });

  describe('without it', () => {
    it.each([
      ['the link alone', () => ({})],
      ['a request token that was never given out', () => ({ request_token: 'A'.repeat(43) })],
      ['a wrong password', () => ({ password: 'not what was chosen' })],
    ])('%s verifies the address, drops the pending password, and asks for a new one', async (_what, more) => {
      const { token } = await registered(at);
      const next = await passwordRequired({ token, ...more() });
      expect(await login(at, ada)).toMatchObject({ status: 401 });
      const answer = await post(at, 'verify-email/password', { token: next, password: newer.password });
      expect(answer).toMatchObject(passwordSet);
      expect(answer.setCookies).toEqual([]);
      expect([(await login(at, newer)).status, (await login(at, ada)).status]).toEqual([200, 401]);
    });

    it('the request token of another address does not keep a password', async () => {
      const { token } = await registered(at);
      const other = await registered(at, grace);
      await passwordRequired({ token, request_token: other.requestToken });
      expect((await login(at, { ...ada, password: grace.password })).status).toBe(401);
    });

    it('the code and the request token of a later mail verify the address and keep no password', async () => {
      await registered(at);
      const { requestToken, code } = await resent();
      await passwordRequired({ code, request_token: requestToken });
      expect(await login(at, ada)).toMatchObject({ status: 401 });
    });

    it('a weak new password is refused with its reason, and the token stays good', async () => {
      const { token } = await registered(at);
      const next = await passwordRequired({ token });
      for (const password of ['short staff', 'ada@example.com', 'qwertyuiop123456', 'x'.repeat(129)]) {
        const refused = await post(at, 'verify-email/password', { token: next, password });
        expect(refused).toMatchObject({
          status: 422,
          body: { error: { details: { fields: { password: expect.any(String) } } } },
        });
      }
      expect(await post(at, 'verify-email/password', { token: next, password: newer.password })).toMatchObject(
        passwordSet,
      );
    });

    it('the token that sets the password works once', async () => {
      const { token } = await registered(at);
      const next = await passwordRequired({ token });
      expect(await post(at, 'verify-email/password', { token: next, password: newer.password })).toMatchObject(
        passwordSet,
      );
      expect(await post(at, 'verify-email/password', { token: next, password: ada.password })).toMatchObject(dead);
      expect([(await login(at, newer)).status, (await login(at, ada)).status]).toEqual([200, 401]);
    });
  });

  describe('a password that is set while the account is in use already', () => {
    it('ends a sign-in that waits for its second step, keeps the session, and is told', async () => {
      const { token } = await registered(at);
      const next = await passwordRequired({ token });
      const signIn = async () => {
        const link = await linkAsked(at);
        const answer = await post(at, 'magic-link/verify', { token_delivery: 'body', token: link.token });
        return answer.body.data ?? {};
      };
      const bearer = String((await signIn()).access_token);
      await post(at, 'reauthenticate/mail', {}, bearing(bearer));
      const { code } = await at.mailbox.last(ada.email);
      const proven = await post(at, 'reauthenticate/mail/verify', { code }, bearing(bearer));
      const stepped = String(proven.body.data?.access_token);
      const { device } = await withHotp(at, stepped);
      at.clock.advance(61);
      const pending = String((await signIn()).mfa_token);
      const answer = await post(at, 'verify-email/password', { token: next, password: newer.password });
      expect(answer).toMatchObject(passwordSet);
      expect(outcome(await verifyFactor(at, pending, 'hotp', device.code()))).toBe('401 TOKEN_INVALID');
      expect(outcome(await whoAmI(at, stepped))).toBe('200');
      await at.settled();
      const told = (await at.mailbox.list(ada.email)).filter(({ subject }) => /password/i.test(subject));
      expect(told).toHaveLength(1);
    });
  });

  describe('refusals', () => {
    it.each([
      ['nothing', {}, 422, 'token'],
      ['a code without a request token', { code: 'ABCD-EFGH' }, 422, 'request_token'],
      ['a token that is no text', { token: 7 }, 422, 'token'],
      ['an empty token', { token: '' }, 422, 'token'],
      ['a code of 33 characters', { code: 'A'.repeat(33), request_token: 'A'.repeat(43) }, 422, 'code'],
    ])('refuses %s and names the field', async (_what, body, status, field) => {
      const answer = await verify(body);
      expect(answer).toMatchObject({ status, body: { error: { code: 'VALIDATION_FAILED' } } });
      expect(answer.body.error?.details.fields).toEqual({ [field]: expect.any(String) });
    });

    it('refuses link and code together, which could be of two mails', async () => {
      const { token, code, requestToken } = await registered(at);
      const answer = await verify({ token, code, request_token: requestToken });
      expect(answer).toMatchObject({ status: 400, body: { error: { code: 'MALFORMED_REQUEST' } } });
      expect(await verify({ token, request_token: requestToken })).toMatchObject(kept);
    });

    it('refuses a wrong code, and takes the right one after four of them', async () => {
      const { code, requestToken } = await registered(at);
      for (const wrong of ['AAAA-AAAA', 'x', '%00', code.slice(0, -1)])
        expect(await verify({ code: wrong, request_token: requestToken })).toMatchObject(dead);
      expect(await verify({ code, request_token: requestToken })).toMatchObject(kept);
    });

    it('refuses proofs of an account that was disabled or deleted meanwhile, and changes nothing', async () => {
      const { token, code, requestToken } = await registered(at);
      for (const change of ['is_active = false', 'deleted_at = now()']) {
        await at.platform.database.rows(sql.raw(`update users set ${change}`));
        const before = await rowsOf(at, oneTimeTokens);
        expect(await verify({ token, request_token: requestToken })).toMatchObject(dead);
        expect(await verify({ code, request_token: requestToken })).toMatchObject(dead);
        const after = await rowsOf(at, oneTimeTokens);
        expect(after.map((row) => row.spent_at)).toEqual(before.map(() => null));
      }
    });

    it('proves nothing a second time: neither link nor code of any mail, and no audit row of a change', async () => {
      const { token, code, requestToken } = await registered(at);
      const later = await resent();
      expect(await verify({ token: later.token, request_token: requestToken })).toMatchObject(kept);
      const before = await everyRow(at);
      for (const proof of [
        { token },
        { token: later.token },
        { code, request_token: requestToken },
        { code: later.code, request_token: later.requestToken },
      ])
        expect(await verify(proof)).toMatchObject(dead);
      const { audit_logs: _audit, ...rest } = await everyRow(at);
      expect(rest).toEqual(Object.fromEntries(Object.entries(before).filter(([name]) => name !== 'audit_logs')));
      expect(await auditOf(at, 'email.verified')).toHaveLength(1);
    });
  });

  it('after the proof every pending password is erased, those of other registrations too', async () => {
    await registered(at);
    at.clock.advance(61);
    await verifiedUser(at, newer);
    const tokens = await rowsOf(at, oneTimeTokens);
    expect(tokens).toHaveLength(2);
    for (const row of tokens) expect(row).toMatchObject({ pending: null, spent_at: expect.anything() });
  });
});
