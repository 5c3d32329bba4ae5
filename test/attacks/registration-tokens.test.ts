import { newMailCode } from '../../lambdas/domain/mail/mail-code.ts';
import { oneTimeTokens } from '../../lambdas/domain/one-time-token/one-time-token.table.ts';
import { ada, grace, invitation, post, registered } from '../flows/people.ts';
import { everyRow, rowsOf } from '../flows/records.ts';
import { login } from '../flows/tokens.ts';
import { startPlatform, type TestPlatform } from '../platform.ts';
import { respelled } from './respelled.ts';

const dead = { status: 400, body: { error: { code: 'TOKEN_INVALID' } } };

describe('tokens of registration', () => {
  let at: TestPlatform;
  beforeAll(async () => {
    at = await startPlatform();
  });
  beforeEach(() => at.reset());
  afterAll(() => at.close());

  const verify = (body: object) => post(at, 'verify-email', body);
  /** One live token of each kind, and the route that takes it. */
  async function live() {
    const asked = await registered(at);
    const { body } = await verify({ token: (await registered(at, grace)).token });
    const invited = await invitation(at, 'edith@example.com');
    const password = 'correct horse battery';
    return {
      'verify-email': { token: asked.token, request_token: asked.requestToken },
      'verify-email/password': { token: body.data?.token as string, password },
      'accept-invitation': { token: invited.token, name: 'Edith', password },
    };
  }
  const routes = ['verify-email', 'verify-email/password', 'accept-invitation'] as const;

  it('the mailed link, opened by scanners, is a page and consumes nothing; one POST does [A25] [ASVS 3.5.3]', async () => {
    const { token } = await registered(at);
    const link = new URL((await at.mailbox.last(ada.email)).links[0] ?? '');
    expect([link.pathname, link.search, link.hash]).toEqual(['/verify-email', '', `#token=${token}`]);
    const before = await everyRow(at);
    for (const method of ['HEAD', 'GET', 'GET', 'GET']) await at.call(method, link.pathname);
    for (const method of ['HEAD', 'GET', 'PUT', 'DELETE', 'PATCH'])
      for (const query of ['', `?token=${token}`])
        expect((await at.call(method, `/api/v1/auth/verify-email${query}`)).status).toBe(405);
    expect(await everyRow(at)).toEqual(before);
    expect(await verify({ token })).toMatchObject({ status: 200 });
    expect(await verify({ token })).toMatchObject(dead);
  });

  it.each(routes)('%s takes a token once, and its twin spellings never [A26, A30] [ASVS 6.5.1]', async (route) => {
    const body = (await live())[route];
    const before = await everyRow(at);
    for (const token of respelled(body.token)) expect(await post(at, route, { ...body, token })).toMatchObject(dead);
    expect(await everyRow(at)).toEqual(before);
    expect(await post(at, route, body)).toMatchObject({ status: 200 });
    await at.settled();
    const after = await everyRow(at);
    expect(await post(at, route, body)).toMatchObject(dead);
    for (const token of respelled(body.token)) expect(await post(at, route, { ...body, token })).toMatchObject(dead);
    expect(await everyRow(at)).toEqual(after);
  });

  it('after one proof every sibling is dead: other links, other codes, the own code [A26] [ASVS 6.5.1]', async () => {
    const mails = [await registered(at)];
    for (const _ of [2, 3]) {
      at.clock.advance(61);
      mails.push(await registered(at));
    }
    const [first] = mails;
    expect(await verify({ token: first?.token })).toMatchObject({ status: 200 });
    for (const { token, code, requestToken } of mails) {
      expect(await verify({ token })).toMatchObject(dead);
      expect(await verify({ code, request_token: requestToken })).toMatchObject(dead);
    }
  });

  it('a token of one kind is none of another, and a request token is no token [A35]', async () => {
    const tokens = await live();
    const { requestToken } = await registered(at, { ...ada, email: 'katherine@example.com' });
    const before = await everyRow(at);
    for (const route of routes) {
      const strangers = [
        requestToken,
        ...routes.filter((other) => other !== route).map((other) => tokens[other].token),
      ];
      for (const token of strangers) expect(await post(at, route, { ...tokens[route], token })).toMatchObject(dead);
    }
    const mailed = tokens['verify-email'].token;
    const swapped = await verify({ request_token: mailed, code: 'AAAA-AAAA' });
    expect(swapped).toMatchObject(dead);
    for (const token of routes.map((route) => tokens[route].token)) {
      const me = await at.call('GET', '/api/v1/users/me', { headers: { authorization: `Bearer ${token}` } });
      expect(me).toMatchObject({ status: 401, body: { error: { code: 'TOKEN_INVALID' } } });
      expect(await post(at, 'refresh', { refresh_token: token })).toMatchObject({ status: 401 });
    }
    expect(await everyRow(at)).toEqual(before);
    for (const route of routes) expect(await post(at, route, tokens[route])).toMatchObject({ status: 200 });
  });

  it('a code works with the request token of its own mail alone [A111] [ASVS 6.6.2]', async () => {
    const mine = await registered(at);
    at.clock.advance(61);
    const resent = await post(at, 'verify-email/resend', { email: ada.email });
    const later = await at.mailbox.last(ada.email);
    const other = await registered(at, grace);
    const pairs = [
      [mine.code, resent.body.data?.request_token],
      [later.code, mine.requestToken],
      [mine.code, other.requestToken],
      [mine.code, 'A'.repeat(43)],
      [mine.code, mine.token],
    ];
    for (const [code, request_token] of pairs) expect(await verify({ code, request_token })).toMatchObject(dead);
    expect(await verify({ code: mine.code, request_token: mine.requestToken })).toMatchObject({ status: 200 });
  });

  it('a code dies after five tries, even over several clients, and the right one then too [A111] [ASVS 6.6.3]', async () => {
    const { code, requestToken, token } = await registered(at);
    for (let tries = 0; tries < 5; tries++)
      await post(at, 'verify-email', { code: 'AAAA-AAAA', request_token: requestToken }, { ip: `192.0.2.${tries}` });
    expect(await verify({ code, request_token: requestToken })).toMatchObject(dead);
    expect(await rowsOf(at, oneTimeTokens)).toMatchObject([{ code_tries: 5, spent_at: null }]);
    expect(await verify({ token, request_token: requestToken })).toMatchObject({ status: 200 });
  });

  it('codes hold 39 random bits, tokens 256, and no two are alike [ASVS 6.5.4]', async () => {
    const codes = Array.from({ length: 2000 }, newMailCode);
    expect(new Set(codes).size).toBe(2000);
    for (const [position] of [...'12345678'].entries())
      expect(new Set(codes.map((code) => code.charAt(position))).size).toBe(31);
    expect(Math.log2(31 ** 8)).toBeGreaterThan(20);
    const tokens = [(await registered(at)).token, (await registered(at, grace)).token];
    for (const token of tokens) expect(Buffer.from(token, 'base64url')).toHaveLength(32);
    expect(new Set(tokens).size).toBe(2);
  });

  it('60 tries in a quarter of an hour are all that one address has, over every route that takes a token', async () => {
    const { token, requestToken } = await registered(at);
    const ip = '2001:db8:1:2::1';
    const guess = { token: 'A'.repeat(43) };
    for (let tries = 0; tries < 30; tries++) {
      expect(await post(at, 'verify-email', guess, { ip })).toMatchObject(dead);
      const acceptance = { ...guess, name: 'Eve', password: ada.password };
      expect(await post(at, 'accept-invitation', acceptance, { ip: '2001:db8:1:2::2' })).toMatchObject(dead);
    }
    const right = { token, request_token: requestToken };
    const refused = await post(at, 'verify-email', right, { ip: '2001:db8:1:2:ffff::3' });
    expect(refused).toMatchObject({ status: 429, body: { error: { code: 'RATE_LIMITED' } } });
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect(await post(at, 'verify-email', right, { ip: '2001:db8:1:3::1' })).toMatchObject({ status: 200 });
  });

  it('no answer and no page hints at a password or asks a secret question [ASVS 6.4.2]', async () => {
    const { body } = await at.call('GET', '/api/v1/openapi.json');
    expect(JSON.stringify(body)).not.toMatch(/hint|question|mother|maiden/i);
    const asked = await registered(at);
    expect(await verify({ token: asked.token, password: 'a wrong guess at it' })).toMatchObject({ status: 200 });
    expect(await login(at, ada)).toMatchObject({ status: 401 });
  });
});
