/** Cookies that were planted, doubled, stolen or used to split a header. */
import { eq } from 'drizzle-orm';
import { users } from '../../lambdas/domain/user/user.table.ts';
import { DependencyUnavailable } from '../../lambdas/ports/dependency.ts';
import { startStore } from '../flows/outage.ts';
import { ada, grace, signedInBrowser, verifiedUser } from '../flows/people.ts';
import { auditOf, everyRow } from '../flows/records.ts';
import { login, outcome, paths, refresh, sessionOf, signedInByBody, whoAmI } from '../flows/tokens.ts';
import type { Browser } from '../platform/browser.ts';
import { startPlatform, type TestPlatform } from '../platform.ts';

let at: TestPlatform;
beforeAll(async () => {
  at = await startPlatform();
});
beforeEach(() => at.reset());
afterAll(() => at.close());

const signIn = (browser: Browser, { email, password } = ada) =>
  browser.call('POST', paths.login, { body: { email, password } });
const bearerIn = (answer: { body: { data?: Record<string, unknown> } }) => String(answer.body.data?.access_token);

describe('the cookies of a sign-in', () => {
  it('are bound to this host, this site and https; a script reads the CSRF value alone [A44] [ASVS 3.3.1] [ASVS 3.3.2] [ASVS 3.3.3] [ASVS 3.3.4]', async () => {
    await verifiedUser(at);
    const { setCookies } = await signIn(at.browser());
    const shapes = setCookies.map((line) => line.replace(/=[^;]*/, '=…').replace(/Max-Age=.*/, 'Max-Age'));
    expect(shapes).toEqual([
      '__Host-refresh=…; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age',
      '__Host-csrf=…; Path=/; Secure; SameSite=Strict; Max-Age',
      '__Host-device=…; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age',
    ]);
  });

  it('are each shorter than a browser’s 4,096 bytes [ASVS 3.3.5]', async () => {
    const { browser } = await signedInBrowser(at);
    const { setCookies } = await browser.call('POST', paths.refresh, { body: {} });
    for (const line of [...setCookies, ...(await signIn(browser)).setCookies])
      expect(Buffer.byteLength(line)).toBeLessThan(4096);
  });
});

describe('a session that was there before a sign-in', () => {
  it('is not taken over, and is ended: its tokens are dead [A43] [ASVS 7.2.4]', async () => {
    const { browser, bearer, userId } = await signedInBrowser(at);
    const held = browser.cookies.all();
    const answer = await signIn(browser);
    expect(sessionOf(bearerIn(answer))).not.toBe(sessionOf(bearer));
    expect(browser.cookies.get('__Host-refresh')).not.toBe(held['__Host-refresh']);
    expect(outcome(await whoAmI(at, bearer))).toBe('401 TOKEN_INVALID');
    const thief = at.browser({ cookies: held, userAgent: browser.userAgent });
    expect(await thief.client.session.refresh({ body: {} })).toMatchObject({ code: 'REFRESH_TOKEN_INVALID' });
    expect(outcome(await whoAmI(at, bearerIn(answer)))).toBe('200');
    expect(await auditOf(at, 'session.ended')).toMatchObject([
      { user_id: userId, session_id: sessionOf(bearer), details: { reason: 'signed_in_again' } },
    ]);
  });

  it('of an attacker, planted in the browser, is not the victim’s: nobody else holds the new one [A43]', async () => {
    const attacker = await signedInBrowser(at, grace);
    await verifiedUser(at, ada);
    const planted = attacker.browser.cookies.all();
    const victim = at.browser({ cookies: planted });
    const answer = await signIn(victim, ada);
    expect(answer.body.data?.user).toMatchObject({ email: ada.email });
    expect(outcome(await whoAmI(at, attacker.bearer))).toBe('401 TOKEN_INVALID');
    expect(await attacker.browser.client.session.refresh({ body: {} })).toMatchObject({ ok: false, status: 401 });
    const [own, other] = [victim.cookies.all(), planted];
    expect([own['__Host-refresh'], own['__Host-csrf']]).not.toEqual([other['__Host-refresh'], other['__Host-csrf']]);
  });

  it('is ended also where the store does not hear of it: the outbox lands its tombstone [A43]', async () => {
    const { browser, bearer } = await signedInBrowser(at);
    at.beforeStore((operation) => {
      if (operation === 'putIfNewer') throw new DependencyUnavailable('store', new Error('stopped'));
    });
    expect(outcome(await signIn(browser))).toBe('200');
    await at.settled();
    startStore(at);
    at.clock.advance(10);
    expect(await at.outbox.sweep()).toBe(1);
    at.counts.clear();
    expect(outcome(await whoAmI(at, bearer))).toBe('401 TOKEN_INVALID');
    expect(at.counts.statements).toEqual([]);
  });

  it.each([
    ['a wrong password', 'wrong horse battery', true],
    ['a disabled account', grace.password, false],
  ])('lives on where the sign-in is refused for %s', async (_what, password, isActive) => {
    const { browser, bearer } = await signedInBrowser(at, ada);
    const { userId } = await verifiedUser(at, grace);
    await at.platform.database.db.update(users).set({ isActive }).where(eq(users.id, userId));
    expect(outcome(await signIn(browser, { ...grace, password }))).toBe('401 INVALID_CREDENTIALS');
    expect(outcome(await whoAmI(at, bearer))).toBe('200');
  });

  it('lives on where it is named by a token that was never ours', async () => {
    const other = await signedInByBody(at, grace);
    await verifiedUser(at, ada);
    const forged = Buffer.from(other.refreshToken, 'base64url');
    forged[83] = (forged[83] ?? 0) ^ 1;
    const browser = at.browser({ cookies: { '__Host-refresh': forged.toString('base64url') } });
    expect(outcome(await signIn(browser))).toBe('200');
    expect(outcome(await refresh(at, other.refreshToken))).toBe('200');
  });

  it('lives on beside a sign-in that takes its tokens in the body', async () => {
    const { browser, bearer } = await signedInBrowser(at);
    const cookies = browser.cookies.all();
    expect(outcome(await login(at, ada, { cookies }))).toBe('200');
    expect(outcome(await whoAmI(at, bearer))).toBe('200');
  });
});

describe('two cookies of one name', () => {
  it.each([
    ['refresh', paths.refresh, '__Host-refresh'],
    ['logout', paths.logout, '__Host-refresh'],
    ['refresh', paths.refresh, '__Host-csrf'],
    ['login', paths.login, '__Host-device'],
    ['login', paths.login, '__Host-refresh'],
  ])('are refused at %s, whichever comes first, and nothing happens [A44]', async (_route, path, name) => {
    const { browser } = await signedInBrowser(at);
    const before = await everyRow(at);
    const own = browser.cookies.get(name);
    const others = Object.entries(browser.cookies.all()).filter(([held]) => held !== name);
    const rest = others.map(([held, value]) => `${held}=${value}`).join('; ');
    for (const pair of [
      `${name}=${own}; ${name}=evil`,
      `${name}=evil; ${name}=${own}`,
      `${name}=${own}; ${name}=${own}`,
    ]) {
      const { email, password } = ada;
      const answer = await at.call('POST', path, {
        body: path === paths.login ? { email, password } : {},
        headers: {
          cookie: `${rest}; ${pair}`,
          origin: 'https://auth.example.com',
          'x-csrf-token': browser.cookies.get('__Host-csrf') ?? '',
        },
      });
      expect(outcome(answer)).toBe('400 MALFORMED_REQUEST');
    }
    expect(await everyRow(at)).toEqual(before);
  });

  it('are refused also in two header lines', async () => {
    const { browser } = await signedInBrowser(at);
    const cookie = `__Host-refresh=${browser.cookies.get('__Host-refresh')}`;
    const headers = {
      cookie: [cookie, cookie],
      origin: 'https://auth.example.com',
      'content-type': 'application/json',
    };
    expect(outcome(await at.call('POST', paths.refresh, { headers }))).toBe('400 MALFORMED_REQUEST');
  });
});

describe('a cookie that a sibling subdomain can plant', () => {
  it.each(['\u00a0__Host-', '\u2000__Host-', '\ufeff__Host-', '__host-', '__HOST-', '__Secure-', ''])(
    'is not one of ours: its name starts with %j and the word [A44]',
    async (prefix) => {
      const attacker = await signedInBrowser(at, grace);
      const planted = ['refresh', 'csrf'].map((name) => [name, attacker.browser.cookies.get(`__Host-${name}`) ?? '']);
      const cookie = planted.map(([name, value]) => `${prefix}${name}=${value}`).join('; ');
      const csrf = attacker.browser.cookies.get('__Host-csrf') ?? '';
      const headers = { cookie, origin: 'https://auth.example.com', 'x-csrf-token': csrf };
      expect(outcome(await at.call('POST', paths.refresh, { body: {}, headers }))).toBe('401 REFRESH_TOKEN_INVALID');
      expect(outcome(await at.call('POST', paths.logout, { body: {}, headers }))).toBe('401 AUTHENTICATION_REQUIRED');
    },
  );
});

describe('a header that is made of what a client sent', () => {
  it('is not split by a cookie, a request id or a user agent [A91]', async () => {
    await verifiedUser(at);
    const evil = 'x\r\nset-cookie: evil=1';
    const browser = at.browser({ cookies: { '__Host-device': evil } });
    const { email, password } = ada;
    const answer = await browser.call('POST', paths.login, {
      body: { email, password, device_name: evil },
      headers: { 'x-request-id': evil, 'user-agent': evil, 'x-client-request-id': evil },
    });
    expect(answer.status).toBe(200);
    const lines = [...Object.values(answer.headers), ...answer.setCookies];
    expect(lines.filter((line) => /[\r\n]|evil/.test(line ?? ''))).toEqual([]);
    expect(answer.headers['x-client-request-id']).toBeUndefined();
  });
});

describe('another origin’s script', () => {
  it.each([
    'https://evil.example',
    'null',
    'https://app.example.com',
    'https://evilauth.example.com',
    'http://auth.example.com',
  ])('of %s gets no CORS header, and its preflight nothing [A79] [ASVS 3.4.2]', async (origin) => {
    const { bearer } = await signedInByBody(at).then(({ accessToken }) => ({ bearer: accessToken }));
    const headers = { origin, authorization: `Bearer ${bearer}` };
    const preflight = {
      origin,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'x-csrf-token',
    };
    const answers = [
      await at.call('GET', paths.me, { headers }),
      await at.call('OPTIONS', paths.refresh, { headers: preflight }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 405]);
    for (const answer of answers) {
      const cors = Object.keys(answer.headers).filter((name) => name.startsWith('access-control-'));
      expect([cors, answer.headers.vary]).toEqual([[], 'Origin']);
    }
  });
});
