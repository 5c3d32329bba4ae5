import { sql } from 'drizzle-orm';
import { decodeJwt } from 'jose';
import { sessions } from '../../lambdas/domain/session/session.table.ts';
import { startPlatform, type TestPlatform } from '../platform.ts';
import { ada, grace, linkAsked, type MailAsked, post, resetAsked, signedInBrowser, verifiedUser } from './people.ts';
import { auditOf, everyRow, rowsOf } from './records.ts';
import { withTotp } from './second-factors.ts';
import { outcome, refresh, sessionOf, signedInByBody, tokensIn, whoAmI } from './tokens.ts';

const dead = { status: 400, body: { error: { code: 'TOKEN_INVALID' } } };

let at: TestPlatform;
beforeAll(async () => {
  at = await startPlatform({ settings: { GATEHOUSE_RETURN_TO: 'https://app.example.com' } });
});
beforeEach(() => at.reset());
afterAll(() => at.close());

const ask = (body: object) => post(at, 'magic-link', body);
const verify = (proof: object) => post(at, 'magic-link/verify', { token_delivery: 'body', ...proof });

describe('asking for a mail that signs in', () => {
  it('mails the owner of the account a link and a code, good for ten minutes', async () => {
    await verifiedUser(at);
    expect(await ask({ email: ' ADA@Example.com ' })).toMatchObject({
      status: 202,
      setCookies: [],
      body: { data: { request_token: expect.stringMatching(/^[\w-]{43}$/) } },
    });
    const mail = await at.mailbox.last(ada.email);
    expect(mail.links[0]).toMatch(/^https:\/\/auth\.example\.com\/magic-link#token=[\w-]{43}$/);
    expect(mail.code).toMatch(/^[2-9A-Z]{8}$/);
    expect(mail.text).toContain('10 minutes');
    expect(await auditOf(at, 'magic_link.asked')).toMatchObject([{ actor_id: null, outcome: 'success' }]);
  });

  it.each([
    ['nobody has', () => Promise.resolve()],
    ['a disabled account has [A85]', () => verifiedAnd('is_active = false')],
    ['a deleted account had', () => verifiedAnd('deleted_at = now()')],
  ])('mails nobody at an address that %s, and answers alike', async (_whose, make) => {
    await make();
    const before = [(await at.mailbox.list()).length, await everyRow(at)];
    expect(await ask({ email: ada.email })).toMatchObject({
      status: 202,
      body: { data: { request_token: expect.any(String) } },
    });
    expect([(await at.mailbox.list()).length, await everyRow(at)]).toEqual(before);
  });

  it.each(['no-address', 'a@evil,v@example.com', 'mıke@example.com'])('refuses %s', async (email) => {
    expect(outcome(await ask({ email }))).toBe('422 VALIDATION_FAILED');
  });

  async function verifiedAnd(change: string): Promise<void> {
    await verifiedUser(at);
    await at.platform.database.rows(sql.raw(`update users set ${change}`));
  }
});

describe('signing in by the mail', () => {
  it('takes the link in any browser: a session by cookie that counts as one mailed secret, and no recent proof', async () => {
    const { userId } = await verifiedUser(at);
    const { token } = await linkAsked(at);
    const browser = at.browser();
    const answer = await browser.client.magicLink.signInByMail({ body: { token } });
    if (!answer.ok || 'mfa_required' in answer.data) throw new Error('not signed in');
    expect(answer.data).not.toHaveProperty('refresh_token');
    expect(Object.keys(browser.cookies.all()).sort()).toEqual(['__Host-csrf', '__Host-device', '__Host-refresh']);
    expect(decodeJwt(answer.data.access_token)).toMatchObject({ sub: userId, amr: ['otp'] });
    const bearer = answer.data.access_token;
    expect(await browser.client.account.getMe({ bearer })).toMatchObject({ ok: true });
    expect(await browser.client.mfa.enrolTotp({ bearer })).toMatchObject({ code: 'REAUTHENTICATION_REQUIRED' });
    expect(await auditOf(at, 'session.started')).toMatchObject([
      { user_id: userId, actor_id: userId, details: { method: 'magic_link', amr: ['otp'] } },
    ]);
  });

  it('takes the code with the request token of the call that asked, and with no other', async () => {
    await verifiedUser(at);
    const other = await ask({ email: grace.email });
    const { code, requestToken } = await linkAsked(at);
    expect(await verify({ code, request_token: other.body.data?.request_token })).toMatchObject(dead);
    expect(await verify({ code: code.toLowerCase(), request_token: requestToken })).toMatchObject({ status: 200 });
  });

  it.each([
    ['a token and a code at once', { token: 'A'.repeat(43), code: 'AAAA-AAAA' }, '400 MALFORMED_REQUEST'],
    ['a code without its request token', { code: 'AAAA-AAAA' }, '422 VALIDATION_FAILED'],
    ['neither token nor code', {}, '422 VALIDATION_FAILED'],
  ])('refuses %s', async (_what, proof, refusal) => {
    expect(outcome(await verify(proof))).toBe(refusal);
  });

  it('the link spends the code, and the code the link', async () => {
    await verifiedUser(at);
    const first = await linkAsked(at);
    expect(await verify({ token: first.token })).toMatchObject({ status: 200 });
    expect(await verify(byCode(first))).toMatchObject(dead);
    const second = await linkAsked(at);
    expect(await verify(byCode(second))).toMatchObject({ status: 200 });
    expect(await verify({ token: second.token })).toMatchObject(dead);
  });

  it('takes the newest mail alone, before and after it was used [A26]', async () => {
    await verifiedUser(at);
    const older = await linkAsked(at);
    const newer = await linkAsked(at);
    expect(await verify({ token: older.token })).toMatchObject(dead);
    expect(await verify(byCode(older))).toMatchObject(dead);
    expect(await verify({ token: newer.token })).toMatchObject({ status: 200 });
    expect(await verify({ token: newer.token })).toMatchObject(dead);
    expect(await verify({ token: older.token })).toMatchObject(dead);
  });

  it('the mail of one person does not touch that of another', async () => {
    await verifiedUser(at);
    const { userId } = await verifiedUser(at, grace);
    const hers = await linkAsked(at, grace.email);
    await linkAsked(at);
    const { accessToken } = tokensIn(await verify({ token: hers.token }));
    expect(await whoAmI(at, accessToken)).toMatchObject({ body: { data: { id: userId } } });
  });

  it('ends the session that this browser held, and no other one', async () => {
    const elsewhere = await signedInByBody(at);
    const { browser, bearer } = await signedInBrowser(at, grace);
    const { token } = await linkAsked(at);
    expect(await browser.client.magicLink.signInByMail({ body: { token } })).toMatchObject({ ok: true });
    expect(await browser.client.account.getMe({ bearer })).toMatchObject({ code: 'TOKEN_INVALID' });
    expect(await rowsOf(at, sessions, sql`end_reason is not null`)).toMatchObject([
      { id: sessionOf(bearer), end_reason: 'signed_in_again' },
    ]);
    expect(await whoAmI(at, elsewhere.accessToken)).toMatchObject({ status: 200 });
  });

  it('answers a client without a browser both tokens, and sets no cookie', async () => {
    await verifiedUser(at);
    const { token } = await linkAsked(at);
    const answer = await verify({ token, device_name: 'Terminal' });
    expect(answer.setCookies).toEqual([]);
    expect(await refresh(at, tokensIn(answer).refreshToken)).toMatchObject({ status: 200 });
    expect(await rowsOf(at, sessions)).toMatchObject([{ delivery: 'body', device_name: 'Terminal' }]);
  });

  it('asks for the second factor where two steps are on, and spends the mail [A46]', async () => {
    const { bearer } = await signedInBrowser(at);
    const { device } = await withTotp(at, bearer);
    const { token } = await linkAsked(at);
    const browser = at.browser();
    const answer = await browser.client.magicLink.signInByMail({ body: { token } });
    if (!answer.ok || !('mfa_required' in answer.data)) throw new Error('no second factor was asked for');
    expect(answer.data.methods).toEqual(['totp', 'recovery_code']);
    expect(browser.cookies.all()).toEqual({});
    const pending = answer.data.mfa_token;
    expect(outcome(await whoAmI(at, pending))).toBe('401 TOKEN_INVALID');
    expect(outcome(await refresh(at, pending))).toBe('401 REFRESH_TOKEN_INVALID');
    expect(await verify({ token })).toMatchObject(dead);
    at.clock.advance(30);
    const body = { mfa_token: pending, method: 'totp' as const, code: device.code() };
    const done = await browser.client.mfa.verifyMfa({ body });
    if (!done.ok) throw new Error(done.code);
    expect(decodeJwt(done.data.access_token).amr).toEqual(['otp', 'mfa']);
  });

  it.each([
    ['disabled', 'is_active = false'],
    ['deleted', 'deleted_at = now()'],
  ])('refuses the mail of an account that was %s since, without effect [A31]', async (_what, change) => {
    await verifiedUser(at);
    const { token } = await linkAsked(at);
    await at.platform.database.rows(sql.raw(`update users set ${change}`));
    const before = await everyRow(at);
    expect(await verify({ token })).toMatchObject(dead);
    expect(await everyRow(at)).toEqual(before);
  });
});

function byCode({ code, requestToken }: MailAsked) {
  return { code, request_token: requestToken };
}

describe('a session that began with a link', () => {
  async function session() {
    const { token } = await linkAsked(at);
    return tokensIn(await verify({ token }));
  }
  const ended: [string, (tokens: Awaited<ReturnType<typeof session>>) => Promise<unknown>][] = [
    [
      'signed out',
      ({ accessToken }) =>
        at.call('POST', '/api/v1/auth/logout', { headers: { authorization: `Bearer ${accessToken}` } }),
    ],
    [
      'after a reset of the password',
      async () => post(at, 'password/reset', { token: (await resetAsked(at)).token, password: 'seven quiet herons' }),
    ],
    ['of a disabled account', () => at.platform.database.rows(sql`update users set is_active = false`)],
    ['thirty days old', async () => at.clock.advance(30 * 86_400)],
  ];

  it.each(ended)('%s is over for its refresh token at once [A34]', async (_why, end) => {
    await verifiedUser(at);
    const tokens = await session();
    await end(tokens);
    expect(outcome(await refresh(at, tokens.refreshToken))).toBe('401 REFRESH_TOKEN_INVALID');
  });

  it.each(ended.slice(0, 2))('%s is over for its access token at once [A45]', async (_why, end) => {
    await verifiedUser(at);
    const tokens = await session();
    await end(tokens);
    expect(outcome(await whoAmI(at, tokens.accessToken))).toBe('401 TOKEN_INVALID');
  });

  it('ends with a change of the password in another session [A34] [A45]', async () => {
    const other = await signedInByBody(at);
    const tokens = await session();
    const body = { current_password: ada.password, new_password: 'seven quiet herons' };
    expect(await at.client.passwordRecovery.changePassword({ bearer: other.accessToken, body })).toMatchObject({
      ok: true,
    });
    expect(outcome(await whoAmI(at, tokens.accessToken))).toBe('401 TOKEN_INVALID');
    expect(outcome(await refresh(at, tokens.refreshToken))).toBe('401 REFRESH_TOKEN_INVALID');
  });

  it('is a new one, whatever session cookies a browser was given before [A43]', async () => {
    await verifiedUser(at);
    const planted = await signedInBrowser(at, grace);
    const browser = at.browser({ cookies: planted.browser.cookies.all() });
    const { token } = await linkAsked(at);
    const answer = await browser.client.magicLink.signInByMail({ body: { token } });
    if (!answer.ok || 'mfa_required' in answer.data) throw new Error('not signed in');
    expect(sessionOf(answer.data.access_token)).not.toBe(sessionOf(planted.bearer));
    expect(outcome(await whoAmI(at, planted.bearer))).toBe('401 TOKEN_INVALID');
  });
});
