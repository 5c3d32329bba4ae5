import { sql } from 'drizzle-orm';
import { oneTimeTokens } from '../../lambdas/domain/one-time-token/one-time-token.table.ts';
import { ada, post, registered, resetAsked, signedInBrowser, verifiedUser } from '../flows/people.ts';
import { everyRow, rowsOf } from '../flows/records.ts';
import { bearing, pendingOf, verify, withTotp } from '../flows/second-factors.ts';
import { login, outcome, refresh, signedInByBody, whoAmI } from '../flows/tokens.ts';
import { startPlatform, type TestPlatform, tokenIn } from '../platform.ts';
import { respelled } from './respelled.ts';

const newer = { ...ada, password: 'seven quiet herons' };
const dead = '400 TOKEN_INVALID';

describe('attacks on the reset of a password', () => {
  let at: TestPlatform;
  beforeAll(async () => {
    at = await startPlatform();
  });
  beforeEach(() => at.reset());
  afterAll(() => at.close());

  const reset = (proof: object, password = newer.password) => post(at, 'password/reset', { ...proof, password });

  it.each([
    ['a dotless i', 'mıke@example.com'],
    ['a Kelvin sign', 'mi\u212ae@example.com'],
    ['a sharp s', 'miße@example.com'],
    ['a malformed international domain', 'mike@xn--a'],
    ['a line break and a further recipient', 'mike@example.com\r\nBcc: eve@evil.example'],
    ['two addresses', 'eve@evil.example,mike@example.com'],
    ['an address in quotes', '"eve@evil.example"@example.com'],
  ])('%s is no address: no mail, no account that it could be taken for [A18, A19, A20, A22]', async (_what, email) => {
    await verifiedUser(at, { ...ada, email: 'mike@example.com' });
    const before = await everyRow(at);
    expect(outcome(await post(at, 'password/forgot', { email }))).toBe('422 VALIDATION_FAILED');
    expect(await everyRow(at)).toEqual(before);
  });

  it('two spellings of one international domain are one account, and the mail goes to the address it has [A22]', async () => {
    await verifiedUser(at, { ...ada, email: 'v@xn--bcher-kva.example' });
    const sent = await at.mailbox.list();
    await post(at, 'password/forgot', { email: 'V@Bücher.example' });
    const [mail, ...others] = await at.mailbox.list();
    expect(others).toHaveLength(sent.length);
    expect(mail?.to).toBe(sent[0]?.to);
  });

  it('no header changes where the link leads [A24]', async () => {
    await verifiedUser(at);
    const lies = ['X-Forwarded-Host', 'Forwarded', 'X-Original-Host', 'X-Host', 'X-Forwarded-Server', 'Referer'];
    for (const value of ['evil.example', 'auth.example.com@evil.example', 'host=evil.example'])
      await post(
        at,
        'password/forgot',
        { email: ada.email },
        { headers: Object.fromEntries(lies.map((name) => [name, value])) },
      );
    const mails = await at.mailbox.list(ada.email);
    const links = mails.flatMap((mail) => mail.links);
    expect(new Set(links.map((link) => new URL(link).origin))).toEqual(new Set(['https://auth.example.com']));
    expect(mails.map(({ html }) => html).join('')).not.toContain('evil');
  });

  it('the mailed link, opened by scanners, is a page and consumes nothing; one POST does [A25] [ASVS 3.5.3]', async () => {
    await verifiedUser(at);
    const { token } = await resetAsked(at);
    const link = new URL((await at.mailbox.last(ada.email)).links[0] ?? '');
    expect([link.pathname, link.search, link.hash]).toEqual(['/reset-password', '', `#token=${token}`]);
    const before = await everyRow(at);
    for (const method of ['HEAD', 'GET', 'GET', 'GET']) await at.call(method, link.pathname);
    for (const method of ['HEAD', 'GET', 'PUT', 'DELETE'])
      expect((await at.call(method, `/api/v1/auth/password/reset?token=${token}`)).status).toBe(405);
    expect(await everyRow(at)).toEqual(before);
    expect([outcome(await reset({ token })), outcome(await reset({ token }))]).toEqual(['200', dead]);
  });

  it('takes a link once, and its twin spellings never [A26, A30] [ASVS 6.5.1]', async () => {
    await verifiedUser(at);
    const { token } = await resetAsked(at);
    const before = await everyRow(at);
    for (const twin of respelled(token)) expect(outcome(await reset({ token: twin }))).toBe(dead);
    expect(await everyRow(at)).toEqual(before);
    expect(outcome(await reset({ token }))).toBe('200');
    for (const twin of [token, ...respelled(token)]) expect(outcome(await reset({ token: twin }))).toBe(dead);
  });

  it('five wrong codes kill the code and leave the link; the sixth try, even right, is refused [A111] [ASVS 6.6.3]', async () => {
    await verifiedUser(at);
    const { token, code, requestToken } = await resetAsked(at);
    for (let tries = 0; tries < 5; tries++)
      expect(outcome(await reset({ code: 'AAAA-AAAA', request_token: requestToken }))).toBe(dead);
    expect(outcome(await reset({ code, request_token: requestToken }))).toBe(dead);
    expect(await rowsOf(at, oneTimeTokens, sql`kind = 'reset_password'`)).toMatchObject([{ code_tries: 5 }]);
    expect(outcome(await reset({ token }))).toBe('200');
  });

  it('a token of another kind resets nothing, and a reset token proves nothing else [A35]', async () => {
    const theirs = await registered(at, { ...ada, email: 'katherine@example.com' });
    await verifiedUser(at);
    const { token, requestToken } = await resetAsked(at);
    const before = await everyRow(at);
    for (const stranger of [theirs.token, theirs.requestToken, requestToken])
      expect(outcome(await reset({ token: stranger }))).toBe(dead);
    expect(outcome(await post(at, 'verify-email', { token }))).toBe(dead);
    expect(outcome(await post(at, 'accept-invitation', { token, name: 'Eve', password: newer.password }))).toBe(dead);
    expect(outcome(await whoAmI(at, token))).toBe('401 TOKEN_INVALID');
    expect(outcome(await refresh(at, token))).toBe('401 REFRESH_TOKEN_INVALID');
    expect(await everyRow(at)).toEqual(before);
  });

  it.each([
    ['a NUL', 'a\0b'],
    ['a lone surrogate', 'a\ud800b'],
    ['a number', 12345678],
    ['a list', []],
    ['an operator', { $ne: 1 }],
    ['null', null],
  ])(
    '%s in a token, code, request token, password or address is refused, without a hash [A15] [A122]',
    async (_what, value) => {
      await verifiedUser(at);
      const { token, code, requestToken } = await resetAsked(at);
      at.counts.clear();
      const { password } = newer;
      for (const body of [
        { token: value, password },
        { token, password: value },
        { code: value, request_token: requestToken, password },
        { code, request_token: value, password },
      ])
        expect(outcome(await post(at, 'password/reset', body))).toBe('422 VALIDATION_FAILED');
      expect(outcome(await post(at, 'password/forgot', { email: value }))).toBe('422 VALIDATION_FAILED');
      expect([at.counts.hashes, at.counts.statements]).toEqual([0, []]);
      expect(outcome(await reset({ token }))).toBe('200');
    },
  );

  it('a link from before a change of password or of address is dead [A31] [A124]', async () => {
    const { bearer } = await signedInBrowser(at);
    const first = await resetAsked(at);
    const change = { current_password: ada.password, new_password: newer.password };
    await post(at, 'password/change', change, { headers: { authorization: `Bearer ${bearer}` } });
    expect(outcome(await reset({ token: first.token }, 'a third one altogether'))).toBe(dead);
    const second = await resetAsked(at);
    await at.call('POST', '/api/v1/users/me/email', { ...bearing(bearer), body: { email: 'countess@example.com' } });
    const confirmation = tokenIn(await at.mailbox.last('countess@example.com'));
    expect(outcome(await post(at, 'confirm-email', { token: confirmation }, bearing(bearer)))).toBe('200');
    expect(outcome(await reset({ token: second.token }, 'a third one altogether'))).toBe(dead);
    expect(outcome(await login(at, { email: 'countess@example.com', password: newer.password }))).toBe('200');
  });

  it('what an attacker holds dies with the victim’s reset: session, refresh token, pending change of address [A34] [A45] [A72] [A74]', async () => {
    const theirs = await signedInByBody(at);
    await at.call('POST', '/api/v1/users/me/email', {
      ...bearing(theirs.accessToken),
      body: { email: 'mallory@example.com' },
    });
    const confirmation = tokenIn(await at.mailbox.last('mallory@example.com'));
    const { token } = await resetAsked(at);
    await reset({ token });
    expect(outcome(await whoAmI(at, theirs.accessToken))).toBe('401 TOKEN_INVALID');
    expect(outcome(await refresh(at, theirs.refreshToken))).toBe('401 REFRESH_TOKEN_INVALID');
    expect(outcome(await post(at, 'confirm-email', { token: confirmation }))).toBe(dead);
    expect(outcome(await login(at, ada))).toBe('401 INVALID_CREDENTIALS');
  });

  it('a reset walks around no second factor: it is kept, asked for, and a sign-in that waited for it is dead [A53]', async () => {
    const { accessToken } = await signedInByBody(at);
    const { device } = await withTotp(at, accessToken);
    at.clock.advance(31);
    const waiting = await pendingOf(at, ada);
    const { token } = await resetAsked(at);
    await reset({ token });
    expect(outcome(await verify(at, waiting, 'totp', device.code()))).toBe('401 TOKEN_INVALID');
    expect((await login(at, newer)).body.data).toMatchObject({
      mfa_required: true,
      methods: expect.arrayContaining(['totp']),
    });
    expect((await everyRow(at)).factors).toHaveLength(1);
  });
});
