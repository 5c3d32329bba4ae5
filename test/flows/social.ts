/** Steps of sign-ins by a provider, as a browser takes them. */
import type { Browser } from '../platform/browser.ts';
import type { CallAnswer } from '../platform/call.ts';
import { startPlatform, type TestPlatform } from '../platform.ts';
import {
  type Account,
  type IdentityProviders,
  identityProviders,
  type ProviderId,
  providerSettings,
  type Tweak,
} from '../services/identity-providers.ts';

export interface SocialPlatform extends TestPlatform {
  idp: IdentityProviders;
}

const origin = 'https://auth.example.com';

/** Of a provider whose word links nothing, and of one that decides over its address. */
export const corp: Account = { sub: 'c-1', email: 'ada@corp.example', email_verified: true };
export const gmail: Account = { sub: 'g-1', email: 'ada@gmail.com', email_verified: true };

/** A platform with every kind of provider, all of them in this process. */
export async function startSocialPlatform(options: Parameters<typeof startPlatform>[0] = {}): Promise<SocialPlatform> {
  let now = () => new Date();
  const idp = await identityProviders(() => now());
  const { fetch, secrets } = idp;
  const settings = {
    GATEHOUSE_PROVIDERS: JSON.stringify(providerSettings),
    GATEHOUSE_RETURN_TO: 'https://app.example.com',
    ...options.settings,
  };
  const platform = await startPlatform({ ...options, providers: { fetch, secrets }, settings });
  now = () => platform.clock.now();
  return {
    ...platform,
    idp,
    async reset() {
      idp.break(null);
      await platform.reset();
      idp.calls.length = 0;
    },
  };
}

/** Clicks the provider's button: where the browser is sent. */
export async function leave(browser: Browser, provider: ProviderId, query = ''): Promise<string> {
  const answer = await browser.call('GET', `/api/v1/auth/oauth/${provider}/start${query}`);
  if (answer.status !== 302) throw new Error(`start answered ${answer.status} ${answer.text}`);
  return answer.headers.location ?? '';
}

/**
 * The provider sends the browser back: a navigation from another site, with which cookies come along that are Lax, and
 * no others (RFC 6265bis 5.6.7.1).
 */
export async function comeBack(
  at: TestPlatform,
  browser: Browser,
  provider: ProviderId,
  params: Record<string, string>,
): Promise<CallAnswer> {
  const lax = browser.cookies.get('__Host-oauth');
  const answer = await at.call('GET', `/api/v1/auth/oauth/${provider}/callback?${new URLSearchParams(params)}`, {
    ip: browser.ip,
    headers: { 'user-agent': browser.userAgent, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' },
    ...(lax !== undefined && { cookies: { '__Host-oauth': lax } }),
  });
  for (const line of answer.setCookies) keep(browser, line);
  return answer;
}

function keep(browser: Browser, line: string): void {
  const [pair = ''] = line.split(';');
  const cut = pair.indexOf('=');
  if (/; Max-Age=0(;|$)/.test(line)) browser.cookies.delete(pair.slice(0, cut));
  else browser.cookies.set(pair.slice(0, cut), pair.slice(cut + 1));
}

/** The whole way. */
export async function signInBy(
  at: SocialPlatform,
  browser: Browser,
  provider: ProviderId,
  account: Account,
  { tweak, query }: { tweak?: Tweak; query?: string } = {},
): Promise<CallAnswer> {
  return comeBack(at, browser, provider, at.idp.agree(await leave(browser, provider, query), account, tweak));
}

export const isSignedIn = (answer: CallAnswer, place = `${origin}/account`) => {
  expect([answer.status, answer.headers.location]).toEqual([302, place]);
  expect(answer.setCookies.map((line) => line.split('=')[0])).toEqual(
    expect.arrayContaining(['__Host-refresh', '__Host-csrf', '__Host-device']),
  );
};

/** A redirect to the error page, and no cookie. */
export const isRefused = (answer: CallAnswer, reason?: string, page = `${origin}/sign-in`) => {
  const why = reason === undefined ? '' : `&reason=${reason}`;
  expect([answer.status, answer.headers.location]).toEqual([302, `${page}#error=OAUTH_FAILED${why}`]);
  expect(answer.setCookies).toEqual([]);
};

/** The access token that the page gets once it is back. */
export async function bearerOf(browser: Browser): Promise<string> {
  const answer = await browser.client.session.refresh();
  if (!answer.ok) throw new Error(`refresh: ${answer.code}`);
  return answer.data.access_token;
}
