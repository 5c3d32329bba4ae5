import { identities } from '../../lambdas/domain/identity/identity.table.ts';
import { sessions } from '../../lambdas/domain/session/session.table.ts';
import { users } from '../../lambdas/domain/user/user.table.ts';
import { ada, verifiedUser } from '../flows/people.ts';
import { auditOf, everyRow, rowsOf, stopClock } from '../flows/records.ts';
import {
  comeBack,
  corp,
  gmail,
  isRefused,
  isSignedIn,
  leave,
  type SocialPlatform,
  signInBy,
  startSocialPlatform,
} from '../flows/social.ts';
import { type Account, microsoftTenant, otherTenant, type Tweak } from '../services/identity-providers.ts';

let at: SocialPlatform;
beforeAll(async () => {
  at = await startSocialPlatform();
});
beforeEach(() => at.reset());
afterAll(() => at.close());

describe('attacks on the round trip', () => {
  it.each(['missing', 'wrong', 'respelled'])('refuses a state that is %s, and asks no provider [A65]', async (how) => {
    const browser = at.browser();
    const { state = '', ...rest } = at.idp.agree(await leave(browser, 'corp'), corp);
    const last = state.endsWith('A') ? 'B' : 'A';
    const sent = {
      missing: {},
      wrong: { state: `${state.slice(1)}x` },
      respelled: { state: state.slice(0, -1) + last },
    };
    isRefused(await comeBack(at, browser, 'corp', { ...rest, ...sent[how as keyof typeof sent] }));
    expect(at.idp.redeemed()).toBe(0);
    expect(await rowsOf(at, users)).toEqual([]);
  });

  it('refuses the answer in another browser, with and without a cookie of its own, and it still serves its own [A65] [ASVS 10.1.2]', async () => {
    const [own, victim, fresh] = [at.browser(), at.browser(), at.browser()];
    const back = at.idp.agree(await leave(own, 'corp'), corp);
    await leave(victim, 'corp');
    isRefused(await comeBack(at, victim, 'corp', back));
    isRefused(await comeBack(at, fresh, 'corp', back));
    expect(at.idp.redeemed()).toBe(0);
    isSignedIn(await comeBack(at, own, 'corp', back));
  });

  it('refuses a state that was used, also while its first use runs: of 50 at once one signs in [A27] [A65] [A66]', async () => {
    const browser = at.browser();
    const back = at.idp.agree(await leave(browser, 'corp'), corp);
    const cookie = browser.cookies.get('__Host-oauth') ?? '';
    const path = `/api/v1/auth/oauth/corp/callback?${new URLSearchParams(back)}`;
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => at.call('GET', path, { cookies: { '__Host-oauth': cookie } })),
    );
    const [won, ...rest] = answers.sort((a, b) => b.setCookies.length - a.setCookies.length);
    if (won) isSignedIn(won);
    for (const answer of rest) isRefused(answer);
    expect(at.idp.redeemed()).toBe(1);
    expect(await rowsOf(at, sessions)).toHaveLength(1);
    expect(await auditOf(at, 'session.started')).toHaveLength(1);
  });

  it('dies with its ten minutes, to the second', async () => {
    const [late, timely] = [at.browser(), at.browser()];
    const clock = stopClock(at);
    try {
      const backs = [at.idp.agree(await leave(late, 'corp'), corp), at.idp.agree(await leave(timely, 'corp'), corp)];
      clock.advance(599);
      isSignedIn(await comeBack(at, timely, 'corp', backs[1] ?? {}));
      clock.advance(1);
      isRefused(await comeBack(at, late, 'corp', backs[0] ?? {}));
    } finally {
      clock.go();
    }
  });

  it('sends another verifier and challenge each time, and fails where the verifier is not the one of the code [A66]', async () => {
    const browser = at.browser();
    const [first, second] = [await leave(browser, 'corp'), await leave(browser, 'corp')];
    const challenge = (location: string) => new URL(location).searchParams.get('code_challenge');
    expect(challenge(first)).not.toBe(challenge(second));
    const injected = { ...at.idp.agree(first, corp), state: new URL(second).searchParams.get('state') ?? '' };
    isRefused(await comeBack(at, browser, 'corp', injected));
    expect(await rowsOf(at, users)).toEqual([]);
  });

  it('refuses at one provider what began at another, and an answer that names another issuer [A67] [ASVS 10.2.2]', async () => {
    const browser = at.browser();
    const back = at.idp.agree(await leave(browser, 'corp'), corp);
    isRefused(await comeBack(at, browser, 'club', back));
    isRefused(await comeBack(at, browser, 'corp', { ...back, iss: 'https://login.club.example/tenant' }));
    expect(at.idp.redeemed()).toBe(0);
    const { iss: _, ...unnamed } = at.idp.agree(await leave(browser, 'corp'), corp);
    isRefused(await comeBack(at, browser, 'corp', unnamed));
    expect(at.idp.redeemed()).toBe(0);
  });

  const wrong: [string, Tweak][] = [
    ['the nonce of another sign-in', { claims: { nonce: 'x'.repeat(43) } }],
    ['no nonce', { claims: { nonce: undefined } }],
    ['another audience', { claims: { aud: 'another' } }],
    ['a further audience', { claims: { aud: ['gatehouse', 'another'], azp: 'gatehouse' } }],
    ['another authorised party', { claims: { azp: 'another' } }],
    ['an issuer with a slash more', { claims: { iss: 'https://login.corp.example/' } }],
    ['another issuer', { claims: { iss: 'https://login.club.example/tenant' } }],
    ['no subject', { claims: { sub: undefined } }],
    ['no expiry', { claims: { exp: undefined } }],
    ['an expiry that is a text', { claims: { exp: '9999999999' } }],
    ['no time of issue', { claims: { iat: undefined } }],
    ['a signature of another key', { sign: 'other key' }],
    ['alg none', { sign: 'none' }],
    ['alg HS256 under the client secret', { sign: 'HS256' }],
  ];
  it.each(wrong)('refuses an ID token with %s [A68] [ASVS 10.5.1] [ASVS 10.5.4] [ASVS 6.8.2]', async (_, tweak) => {
    const before = await everyRow(at);
    isRefused(await signInBy(at, at.browser(), 'corp', corp, { tweak }));
    expect(await everyRow(at)).toEqual(before);
    expect(at.idp.redeemed()).toBe(1);
  });

  it('refuses an ID token from the second of its expiry on, and one from the future', async () => {
    const clock = stopClock(at);
    try {
      const now = Math.floor(at.clock.now().getTime() / 1000);
      isRefused(await signInBy(at, at.browser(), 'corp', corp, { tweak: { claims: { exp: now } } }));
      isRefused(
        await signInBy(at, at.browser(), 'corp', corp, { tweak: { claims: { iat: now + 62, exp: now + 99 } } }),
      );
      isSignedIn(await signInBy(at, at.browser(), 'corp', corp, { tweak: { claims: { exp: now + 1 } } }));
    } finally {
      clock.go();
    }
  });

  it('checks a token against the configured issuer, and never fetches the keys of the one that it names [A68]', async () => {
    const evil = { iss: 'https://evil.example', email: 'v@icloud.example', email_verified: true };
    isRefused(await signInBy(at, at.browser(), 'apple', { sub: 'a', ...evil }, { tweak: { sign: 'other key' } }));
    isRefused(await signInBy(at, at.browser(), 'work', { sub: 'a', tid: microsoftTenant, ...evil }));
    expect(at.idp.calls.filter((call) => call.includes('evil.example'))).toEqual([]);
    expect(await rowsOf(at, identities)).toEqual([]);
  });

  it.each([
    ['work', { tid: otherTenant }],
    ['work', { tid: undefined }],
    ['both', { tid: '00000000-0000-4000-8000-000000000000' }],
  ] as const)(
    "refuses at %s a Microsoft account of a foreign directory that says the victim's address: %j [A117]",
    async (provider, claims) => {
      await verifiedUser(at, { ...ada, email: 'ada@example.com' });
      const before = await everyRow(at);
      const account = { sub: 'm', email: 'ada@example.com', email_verified: true, xms_edov: true, ...claims };
      isRefused(await signInBy(at, at.browser(), provider, account as Account));
      expect(await everyRow(at)).toEqual(before);
    },
  );

  it("links no account of the victim's address without `xms_edov`, nor by any issuer's email_verified [A117] [A69]", async () => {
    await verifiedUser(at, { ...ada, email: 'ada@example.com' });
    const before = await everyRow(at);
    const account = { email: 'ada@example.com', email_verified: true, tid: microsoftTenant };
    isRefused(await signInBy(at, at.browser(), 'work', { sub: 'm', ...account }), 'link_first');
    isRefused(await signInBy(at, at.browser(), 'club', { sub: 'c', ...account }), 'link_first');
    expect(await everyRow(at)).toEqual(before);
  });

  it('takes the same subject at another issuer for another person [A69] [ASVS 6.8.1]', async () => {
    isSignedIn(await signInBy(at, at.browser(), 'corp', corp));
    isRefused(await signInBy(at, at.browser(), 'club', { ...corp, sub: 'c-1' }), 'link_first');
    isSignedIn(await signInBy(at, at.browser(), 'google', { ...gmail, sub: 'c-1' }));
    expect(await rowsOf(at, users)).toHaveLength(2);
  });

  it.each([
    '//evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/\t/evil.example',
    'https:evil.example',
    'https:////evil.example',
    'https://app.example.com@evil.example/',
    'https://u:p@app.example.com/',
    'https://app.example.com.evil.example/',
    'https://аpp.example.com/',
    'http://app.example.com/',
    'javascript:alert(1)',
    'data:text/html,x',
    '/.//evil.example',
    '/account/..//evil.example',
    '/%2e/%2f/evil.example',
    'https://app.example.com/.//evil.example',
    'https://app.example.com/%2e/%2f/x/../',
    '/account\r\nset-cookie: a=b',
    'https://app.example.com/\r\nset-cookie: a=b',
  ])('return_to %j leads to the account [A70] [A91] [A120] [ASVS 3.7.2]', async (place) => {
    const query = `?${new URLSearchParams({ return_to: place })}`;
    const answer = await signInBy(at, at.browser(), 'corp', corp, { query });
    expect(answer.headers.location).toBe('https://auth.example.com/account');
  });

  it('neither signs in nor counts as a token: an ID token as bearer is refused [A35]', async () => {
    for (const bearer of ['eyJhbGciOiJFUzI1NiJ9.e30.x', 'x'.repeat(43)])
      expect(await at.client.account.getMe({ bearer })).toMatchObject({ code: 'TOKEN_INVALID' });
    const browser = at.browser();
    await leave(browser, 'corp');
    const state = browser.cookies.get('__Host-oauth') ?? '';
    expect(await at.client.account.getMe({ bearer: state })).toMatchObject({ code: 'TOKEN_INVALID' });
  });

  it('does not begin for a page of another site unless its person clicks [ASVS 7.6.2]', async () => {
    const start = (headers: Record<string, string>) =>
      at.call('GET', '/api/v1/auth/oauth/corp/start?return_to=/account/security', { headers });
    const forced = await start({ 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' });
    expect([forced.headers.location, forced.setCookies]).toEqual([
      'https://auth.example.com/sign-in?return_to=%2Faccount%2Fsecurity',
      [],
    ]);
    const clicked = await start({ 'sec-fetch-site': 'cross-site', 'sec-fetch-user': '?1' });
    expect(clicked.headers.location).toMatch(/^https:\/\/login\.corp\.example\//);
  });

  it('keeps a posted form for its own provider alone, for a minute, and never acts on it', async () => {
    const browser = at.browser();
    const account = { sub: 'a', email: 'a@icloud.example', email_verified: true };
    const send = async (provider: string, type = 'application/x-www-form-urlencoded') => {
      const raw = new URLSearchParams(at.idp.agree(await leave(browser, 'apple'), account)).toString();
      return at.call('POST', `/api/v1/auth/oauth/${provider}/callback`, { raw, headers: { 'content-type': type } });
    };
    const key = (location: string | undefined) => ({ form: new URL(location ?? '').searchParams.get('form') ?? '' });
    const kept = await send('apple');
    expect(at.idp.redeemed()).toBe(0);
    isRefused(await comeBack(at, browser, 'google', key(kept.headers.location)));
    const late = await send('apple');
    at.clock.advance(60);
    isRefused(await comeBack(at, browser, 'apple', key(late.headers.location)));
    const refused = await send('apple', 'application/json');
    expect([refused.status, refused.headers.location]).toEqual([
      303,
      'https://auth.example.com/sign-in#error=OAUTH_FAILED',
    ]);
  });

  it.each([
    ['code=a&code=b&state=c', 'a field twice'],
    [`code=${'x'.repeat(5000)}&state=c`, 'a code beyond bounds'],
    [`state=${'x'.repeat(600)}&code=c`, 'a state beyond bounds'],
    ['code=%00&state=%00', 'characters that nobody types'],
  ])('leads to the error page for %s', async (query) => {
    isRefused(await at.call('GET', `/api/v1/auth/oauth/corp/callback?${query}`));
    isRefused(await at.call('GET', `/api/v1/auth/oauth/No.Such/callback?${query}`));
  });
});
