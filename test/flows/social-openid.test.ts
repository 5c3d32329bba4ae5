import { identities } from '../../lambdas/domain/identity/identity.table.ts';
import type { Browser } from '../platform/browser.ts';
import { startPlatform, type TestPlatform } from '../platform.ts';
import { type OpenIdProvider, openIdProvider } from '../services/openid-provider.ts';
import { auditOf, rowsOf } from './records.ts';
import { bearerOf, comeBack, isRefused, isSignedIn } from './social.ts';

let provider: OpenIdProvider;
let at: TestPlatform;
beforeAll(async () => {
  provider = await openIdProvider();
  const { settings, secrets } = provider;
  const { GATEHOUSE_PROVIDERS } = settings;
  at = await startPlatform({ settings: { GATEHOUSE_PROVIDERS }, providers: { fetch, secrets } });
  provider.serve(at.platform.config.origin);
});
beforeEach(() => at.reset());
afterAll(async () => {
  await at.close();
  await provider.close();
});

/** A person at the provider: follows its redirects with its cookies, and fills in its form. */
async function agree(location: string, login: string): Promise<Record<string, string>> {
  const cookies = new Map<string, string>();
  let url = new URL(location);
  let init: RequestInit = {};
  for (let step = 0; step < 20; step += 1) {
    if (url.origin !== provider.issuer) return Object.fromEntries(url.searchParams);
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(url, { ...init, redirect: 'manual', headers: { ...init.headers, cookie } });
    for (const line of answer.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      cookies.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1));
    }
    const text = await answer.text();
    init = {};
    const next = answer.headers.get('location');
    if (next) url = new URL(next, url);
    else if (!text.includes('<form method="post">')) throw new Error(`the provider answered ${answer.status}: ${text}`);
    else init = { method: 'POST', body: new URLSearchParams({ login, answer: 'yes' }) };
  }
  throw new Error('the provider never sent the browser back');
}

async function begin(browser: Browser): Promise<string> {
  const { headers } = await browser.call('GET', '/api/v1/auth/oauth/corp/start');
  return headers.location ?? '';
}

describe('an OpenID provider that this platform did not write', () => {
  it('makes the account at the first sign-in, and knows the person at the second', async () => {
    const first = at.browser();
    isSignedIn(await comeBack(at, first, 'corp', await agree(await begin(first), 'ada')));
    const me = await first.client.account.getMe({ bearer: await bearerOf(first) });
    expect(me).toMatchObject({ ok: true, data: { email: 'ada@corp.example', name: 'Ada', email_verified: true } });
    const second = at.browser();
    isSignedIn(await comeBack(at, second, 'corp', await agree(await begin(second), 'ada')));
    expect(await rowsOf(at, identities)).toMatchObject([{ issuer: provider.issuer, subject: 'ada' }]);
  });

  it('gives nothing for a code without the verifier of its own sign-in, nor for one that was used [A66]', async () => {
    const [one, two] = [at.browser(), at.browser()];
    const back = await agree(await begin(one), 'ada');
    const state = new URL(await begin(two)).searchParams.get('state') ?? '';
    isRefused(await comeBack(at, two, 'corp', { ...back, state }));
    expect(await rowsOf(at, identities)).toEqual([]);
    isSignedIn(await comeBack(at, one, 'corp', back));
    const again = new URL(await begin(one)).searchParams.get('state') ?? '';
    isRefused(await comeBack(at, one, 'corp', { ...back, state: again }));
  });

  it('proves again who somebody is, by the time that it tells [ASVS 10.3.4]', async () => {
    const browser = at.browser();
    isSignedIn(await comeBack(at, browser, 'corp', await agree(await begin(browser), 'ada')));
    const bearer = await bearerOf(browser);
    const asked = await browser.client.socialLogin.reauthenticateByProvider({ bearer, params: { provider: 'corp' } });
    if (!asked.ok) throw new Error(asked.code);
    const answer = await comeBack(at, browser, 'corp', await agree(asked.data.url, 'ada'));
    expect(answer.headers.location).toBe('https://auth.example.com/account/security#confirmed');
    expect(await auditOf(at, 'session.stepped_up')).toMatchObject([{ outcome: 'success' }]);
  });
});
