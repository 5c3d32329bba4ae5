/** Other sites' pages that let a browser call the API. */
import { csrfToken } from '../../lambdas/domain/session/csrf.ts';
import { ada, grace, signedInBrowser, verifiedUser } from '../flows/people.ts';
import { everyRow } from '../flows/records.ts';
import { outcome, paths, sessionOf, signedInByBody } from '../flows/tokens.ts';
import type { Browser } from '../platform/browser.ts';
import type { CallOptions } from '../platform/call.ts';
import { startPlatform, type TestPlatform } from '../platform.ts';

const csrf = '403 CSRF_FAILED';
const json = { 'content-type': 'application/json' };
const own = 'https://auth.example.com';

let at: TestPlatform;
beforeAll(async () => {
  at = await startPlatform({ frozen: true });
});
beforeEach(() => at.reset());
afterAll(() => at.close());

/** What the browser holds is sent by itself; everything else is the foreign page's. */
async function refusalOf(browser: Browser, path: string, method: string, options: CallOptions) {
  const before = await everyRow(at);
  const cookies = { ...browser.cookies.all(), ...options.cookies };
  const answer = await at.call(method, path, { ip: browser.ip, ...options, cookies });
  expect(answer.setCookies).toEqual([]);
  expect(answer.headers['access-control-allow-origin']).toBeUndefined();
  expect(await everyRow(at)).toEqual(before);
  return outcome(answer);
}

const csrfHeader = (browser: Browser) => ({ 'x-csrf-token': browser.cookies.get('__Host-csrf') ?? '' });

/** Each beside the right double-submit header and content type: the origin alone must be enough to refuse. */
const origins: [string, Record<string, string | string[]>][] = [
  ['another site', { origin: 'https://evil.example' }],
  ['no origin it would name', { origin: 'null' }],
  ['a name that starts with ours (casdoor CVE-2024-41657)', { origin: 'https://auth.example.com.evil.com' }],
  ['a name that ends with ours', { origin: 'https://evilauth.example.com' }],
  ['a sibling', { origin: 'https://app.example.com' }],
  ['the parent', { origin: 'https://example.com' }],
  ['our name over http', { origin: 'http://auth.example.com' }],
  ['another port', { origin: 'https://auth.example.com:8443' }],
  ['our name in capitals, which no browser sends', { origin: 'HTTPS://AUTH.EXAMPLE.COM' }],
  ['our origin with a path', { origin: 'https://auth.example.com/' }],
  ['our name as a user of another', { origin: 'https://auth.example.com@evil.com' }],
  ['two origins, ours first', { origin: [own, 'https://evil.example'] }],
  ['an empty origin', { origin: '' }],
  ['another site, by fetch metadata alone', { 'sec-fetch-site': 'cross-site' }],
  ['a sibling, by fetch metadata alone', { 'sec-fetch-site': 'same-site' }],
  ['the address bar, by fetch metadata alone', { 'sec-fetch-site': 'none' }],
  ['another site that claims to be of ours', { origin: 'https://evil.example', 'sec-fetch-site': 'same-origin' }],
  ['nowhere: neither header', {}],
];

describe.each([
  ['refresh', paths.refresh],
  ['logout', paths.logout],
])('a %s by cookie', (_route, path) => {
  it.each(origins)(
    'from %s is refused and has no effect [A76] [A79] [ASVS 3.5.1] [ASVS 3.4.2]',
    async (_from, headers) => {
      const { browser } = await signedInBrowser(at);
      const all = { 'user-agent': browser.userAgent, ...csrfHeader(browser), ...headers };
      expect(await refusalOf(browser, path, 'POST', { body: {}, headers: all })).toBe(csrf);
      expect(await browser.client.session.refresh({ body: {} })).toMatchObject({ ok: true });
    },
  );

  it.each<[string, (browser: Browser, otherSession: string) => Promise<string | undefined>]>([
    ['none', async () => undefined],
    ['that of another session', (_, other) => csrfToken(at.platform.keys, other)],
    ['that of another session, in header and cookie alike', (_, other) => csrfToken(at.platform.keys, other)],
    ['its own with another last character', async (browser) => `${browser.cookies.get('__Host-csrf')?.slice(0, -1)}_`],
    ['its own twice', async (browser) => `${browser.cookies.get('__Host-csrf')},${browser.cookies.get('__Host-csrf')}`],
    ['an empty one', async () => ''],
    ['the refresh token', async (browser) => browser.cookies.get('__Host-refresh')],
  ])('needs its session’s double-submit value: %s is refused [A76] [A78] [ASVS 3.5.1]', async (what, choose) => {
    const other = await signedInByBody(at, grace);
    const { browser } = await signedInBrowser(at);
    const value = await choose(browser, other.sessionId);
    const headers = { origin: own, ...(value !== undefined && { 'x-csrf-token': value }) };
    const cookies: Record<string, string> = what.includes('alike') ? { '__Host-csrf': value ?? '' } : {};
    expect(await refusalOf(browser, path, 'POST', { body: {}, headers, cookies })).toBe(csrf);
    expect(await browser.client.session.refresh({ body: {} })).toMatchObject({ ok: true });
  });

  it.each([
    ['text/plain', '{}'],
    ['application/x-www-form-urlencoded', 'a=b'],
    ['multipart/form-data; boundary=x', '--x--'],
    ['application/json, text/plain', '{}'],
    ['application/jsonp', '{}'],
    ['text/json', '{}'],
    [undefined, '{}'],
    [undefined, ''],
    ['text/plain', ''],
  ])('as %s is refused before anything is read: %j [A77] [ASVS 3.5.2]', async (type, raw) => {
    const { browser } = await signedInBrowser(at);
    const headers = { origin: own, ...csrfHeader(browser), ...(type !== undefined && { 'content-type': type }) };
    expect(await refusalOf(browser, path, 'POST', { raw, headers })).toBe('415 UNSUPPORTED_MEDIA_TYPE');
  });

  it.each(['GET', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])(
    'by %s is no such method [A77] [ASVS 3.5.3]',
    async (method) => {
      const { browser } = await signedInBrowser(at);
      const headers = { origin: own, ...csrfHeader(browser), ...json };
      expect(await refusalOf(browser, path, method, { headers })).toBe('405 METHOD_NOT_ALLOWED');
    },
  );

  it.each(['x-http-method-override', 'x-http-method', 'x-method-override'])(
    'is not made of a GET by %s [A77] [ASVS 3.5.3]',
    async (name) => {
      const { browser } = await signedInBrowser(at);
      const headers = { origin: own, ...csrfHeader(browser), [name]: 'POST' };
      const answer = await refusalOf(browser, `${path}?_method=POST`, 'GET', { headers });
      expect(answer).toBe('405 METHOD_NOT_ALLOWED');
    },
  );

  it('still works under an older CSRF key, so that its rotation signs nobody out', async () => {
    const { browser } = await signedInBrowser(at);
    await at.platform.keys.rotate('csrf');
    expect((await browser.call('POST', path, { headers: json })).status).toBeLessThan(300);
  });
});

describe('a sign-in', () => {
  it.each(origins.slice(0, -1))('from %s signs nobody in [A76] [ASVS 3.5.1]', async (_from, headers) => {
    await verifiedUser(at);
    const browser = at.browser();
    for (const delivery of [{}, { token_delivery: 'body' }]) {
      const body = { email: ada.email, password: ada.password, ...delivery };
      expect(await refusalOf(browser, paths.login, 'POST', { body, headers })).toBe(csrf);
    }
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded'])(
    'as %s signs nobody in [A77] [ASVS 3.5.2]',
    async (type) => {
      await verifiedUser(at);
      const raw = JSON.stringify({ email: ada.email, password: ada.password });
      const headers = { 'content-type': type, origin: own };
      expect(await refusalOf(at.browser(), paths.login, 'POST', { raw, headers })).toBe('415 UNSUPPORTED_MEDIA_TYPE');
    },
  );
});

describe('a page of the platform', () => {
  it('is known by its Origin, or where that is absent by fetch metadata', async () => {
    const { browser, bearer } = await signedInBrowser(at);
    const known: Record<string, string>[] = [{ origin: own }, { 'sec-fetch-site': 'same-origin' }];
    for (const headers of known) {
      const cookies = browser.cookies.all();
      const all = { 'user-agent': browser.userAgent, ...csrfHeader(browser), ...headers };
      const answer = await at.call('POST', paths.refresh, { body: {}, cookies, headers: all });
      expect([answer.status, sessionOf(String(answer.body.data?.access_token))]).toEqual([200, sessionOf(bearer)]);
      expect(answer.headers).toMatchObject({ vary: 'Origin' });
    }
  });
});
