import { identities } from '../../lambdas/domain/identity/identity.table.ts';
import type { Browser } from '../platform/browser.ts';
import type { Account, ProviderId, Tweak } from '../services/identity-providers.ts';
import { ada, grace, signedInBrowser } from './people.ts';
import { auditOf, rowsOf, stopClock } from './records.ts';
import { withTotp } from './second-factors.ts';
import {
  bearerOf,
  comeBack,
  gmail,
  isRefused,
  isSignedIn,
  type SocialPlatform,
  signInBy,
  startSocialPlatform,
} from './social.ts';

let at: SocialPlatform;
beforeAll(async () => {
  at = await startSocialPlatform();
});
beforeEach(() => at.reset());
afterAll(() => at.close());

const page = 'https://auth.example.com/account/security';
const club: Account = { sub: 'c-1', email: 'whoever@club.example' };

async function beginLink(browser: Browser, bearer: string, id: string): Promise<string> {
  const answer = await browser.client.socialLogin.link({ bearer, params: { id } });
  if (!answer.ok) throw new Error(answer.code);
  return answer.data.url;
}

async function link(browser: Browser, bearer: string, provider: ProviderId, account: Account, tweak: Tweak = {}) {
  return comeBack(at, browser, provider, at.idp.agree(await beginLink(browser, bearer, provider), account, tweak));
}

async function linkedOf(browser: Browser, bearer: string) {
  const answer = await browser.client.socialLogin.identities({ bearer });
  if (!answer.ok) throw new Error(answer.code);
  return answer.data;
}

describe('linked accounts at providers', () => {
  it('links from inside whatever address the provider tells, and the provider signs in from then on', async () => {
    const { browser, bearer, userId } = await signedInBrowser(at);
    const answer = await link(browser, bearer, 'club', club);
    expect([answer.status, answer.headers.location]).toEqual([302, `${page}#linked=club`]);
    expect(await linkedOf(browser, bearer)).toMatchObject([{ provider: 'club', email: 'whoever@club.example' }]);
    expect(await auditOf(at, 'identity.linked')).toMatchObject([
      { user_id: userId, actor_id: userId, details: { provider: 'club', how: 'session' } },
    ]);
    expect((await at.mailbox.last(ada.email)).text).toContain('Club');
    isSignedIn(await signInBy(at, at.browser(), 'club', club));
  });

  it('keeps the session that linked and every other one', async () => {
    const first = await signedInBrowser(at);
    const second = await at
      .browser()
      .client.passwordLogin.login({ body: { email: ada.email, password: ada.password } });
    await link(first.browser, first.bearer, 'club', club);
    expect(second.ok).toBe(true);
    expect((await first.browser.client.account.getMe({ bearer: first.bearer })).ok).toBe(true);
    const other = second.ok && 'access_token' in second.data ? second.data.access_token : '';
    expect((await at.client.account.getMe({ bearer: other })).ok).toBe(true);
  });

  it('asks for a recent proof to link and to unlink [ASVS 7.5.1]', async () => {
    const { browser, bearer } = await signedInBrowser(at);
    await link(browser, bearer, 'club', club);
    const [{ id } = { id: '' }] = await linkedOf(browser, bearer);
    at.clock.advance(601);
    const linked = await browser.client.socialLogin.link({ bearer, params: { id: 'club' } });
    const unlinked = await browser.client.socialLogin.unlink({ bearer, params: { id } });
    expect([linked, unlinked]).toMatchObject([
      { code: 'REAUTHENTICATION_REQUIRED' },
      { code: 'REAUTHENTICATION_REQUIRED' },
    ]);
  });

  it('refuses to link for a client that keeps no cookies, and for a provider that is not configured', async () => {
    const { browser, bearer } = await signedInBrowser(at);
    expect(await at.client.socialLogin.link({ bearer, params: { id: 'club' } })).toMatchObject({ code: 'CSRF_FAILED' });
    expect(await browser.client.socialLogin.link({ bearer, params: { id: 'nowhere' } })).toMatchObject({
      code: 'NOT_FOUND',
    });
  });

  it("refuses an identity that is another account's, on the page that asked, and says so", async () => {
    isSignedIn(await signInBy(at, at.browser(), 'google', gmail));
    const { browser, bearer, userId } = await signedInBrowser(at);
    isRefused(await link(browser, bearer, 'google', gmail), 'taken', page);
    expect(await linkedOf(browser, bearer)).toEqual([]);
    expect((await auditOf(at, 'identity.linked')).at(-1)).toMatchObject({ outcome: 'refused', user_id: userId });
  });

  it('links what is linked already without another row, mail or audit', async () => {
    const { browser, bearer } = await signedInBrowser(at);
    await link(browser, bearer, 'club', club);
    const mails = (await at.mailbox.list()).length;
    expect((await link(browser, bearer, 'club', club)).headers.location).toBe(`${page}#linked=club`);
    expect([await rowsOf(at, identities), await auditOf(at, 'identity.linked')].map(({ length }) => length)).toEqual([
      1, 1,
    ]);
    expect(await at.mailbox.list()).toHaveLength(mails);
  });

  it('links nothing once the session that asked has ended', async () => {
    const { browser, bearer } = await signedInBrowser(at);
    const back = at.idp.agree(await beginLink(browser, bearer, 'club'), club);
    await browser.client.session.logout();
    isRefused(await comeBack(at, browser, 'club', back), undefined, page);
    expect(await rowsOf(at, identities)).toEqual([]);
  });

  it('gives one of two accounts that link one identity at once the link, and the other a refusal', async () => {
    const one = await signedInBrowser(at, ada);
    const two = await signedInBrowser(at, grace);
    const answers = await Promise.all([one, two].map(({ browser, bearer }) => link(browser, bearer, 'club', club)));
    const places = answers.map(({ headers }) => headers.location).sort();
    expect(places).toEqual([`${page}#error=OAUTH_FAILED&reason=taken`, `${page}#linked=club`]);
    expect(await rowsOf(at, identities)).toHaveLength(1);
  });

  it('unlinks, tells its owner, and ends their other sessions at once [ASVS 7.4.3]', async () => {
    const { browser, bearer } = await signedInBrowser(at);
    await link(browser, bearer, 'club', club);
    const other = at.browser();
    isSignedIn(await signInBy(at, other, 'club', club));
    const otherBearer = await bearerOf(other);
    const [{ id } = { id: '' }] = await linkedOf(browser, bearer);
    expect(await browser.client.socialLogin.unlink({ bearer, params: { id } })).toMatchObject({ status: 204 });
    expect(await linkedOf(browser, bearer)).toEqual([]);
    expect(await at.client.account.getMe({ bearer: otherBearer })).toMatchObject({ code: 'TOKEN_INVALID' });
    expect(await auditOf(at, 'identity.unlinked')).toMatchObject([{ details: { provider: 'club' } }]);
    expect((await at.mailbox.last(ada.email)).text).toContain('Club');
    isRefused(await signInBy(at, at.browser(), 'club', club), 'link_first');
  });

  it('never unlinks the last way in, of two unlinked at once either', async () => {
    const browser = at.browser();
    isSignedIn(
      await signInBy(at, browser, 'apple', {
        sub: 'a',
        email: 'x@icloud.example',
        email_verified: true,
        auth_time: soon(),
      }),
    );
    const bearer = await bearerOf(browser);
    const [{ id } = { id: '' }] = await linkedOf(browser, bearer);
    expect(await browser.client.socialLogin.unlink({ bearer, params: { id } })).toMatchObject({
      code: 'LAST_CREDENTIAL',
    });
    await link(browser, bearer, 'club', club);
    const both = await linkedOf(browser, bearer);
    const answers = await Promise.all(
      both.map((one) => browser.client.socialLogin.unlink({ bearer, params: { id: one.id } })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 409]);
    expect(await linkedOf(browser, bearer)).toHaveLength(1);
  });

  it("answers that an identity of somebody else's is not there", async () => {
    const one = await signedInBrowser(at, ada);
    await link(one.browser, one.bearer, 'club', club);
    const [{ id } = { id: '' }] = await linkedOf(one.browser, one.bearer);
    const two = await signedInBrowser(at, grace);
    const answer = await two.browser.client.socialLogin.unlink({ bearer: two.bearer, params: { id } });
    expect(answer).toMatchObject({ code: 'NOT_FOUND' });
    expect(await linkedOf(one.browser, one.bearer)).toHaveLength(1);
  });
});

const soon = () => Math.floor(at.clock.now().getTime() / 1000);

describe('a provider and a second factor', () => {
  it('asks for the second factor, whose pending sign-in travels in a cookie and never in an address', async () => {
    const { browser, bearer } = await signedInBrowser(at);
    await link(browser, bearer, 'club', club);
    const { device } = await withTotp(at, bearer);
    const other = at.browser();
    const answer = await signInBy(at, other, 'club', club, { query: '?return_to=/account/security' });
    expect([answer.status, answer.headers.location]).toEqual([
      302,
      'https://auth.example.com/mfa?return_to=%2Faccount%2Fsecurity#methods=totp,recovery_code',
    ]);
    expect(answer.setCookies.map((line) => line.split('=')[0])).toEqual(['__Host-mfa', '__Host-oauth']);
    at.clock.advance(30);
    const verified = await other.client.mfa.verifyMfa({ body: { method: 'totp', code: device.code() } });
    expect(verified).toMatchObject({ ok: true, data: { return_to: '/account/security' } });
    expect(other.cookies.get('__Host-refresh')).toBeDefined();
  });

  it('does not skip it where the address alone would link the account, and links nothing before it', async () => {
    const { browser, bearer } = await signedInBrowser(at, { ...ada, email: 'ada@gmail.com' });
    const { device } = await withTotp(at, bearer);
    const other = at.browser();
    const answer = await signInBy(at, other, 'google', gmail);
    expect(answer.headers.location).toBe('https://auth.example.com/mfa#methods=totp,recovery_code');
    expect(answer.setCookies.some((line) => line.startsWith('__Host-refresh'))).toBe(false);
    expect(await linkedOf(browser, bearer)).toEqual([]);
    at.clock.advance(30);
    const proof = { method: 'totp', code: device.code() } as const;
    expect(await other.client.mfa.verifyMfa({ body: proof })).toMatchObject({ ok: true });
  });
});

describe('step-up by a provider', () => {
  const apple = (authTime: number): Account => ({
    sub: 'a-1',
    email: 'ada@icloud.example',
    email_verified: true,
    auth_time: authTime,
  });

  async function socialOnly() {
    const browser = at.browser();
    isSignedIn(await signInBy(at, browser, 'apple', apple(soon() - 3600)));
    return { browser, bearer: await bearerOf(browser) };
  }

  async function prove(browser: Browser, bearer: string, account: () => Account) {
    const begun = await browser.client.socialLogin.reauthenticateByProvider({ bearer, params: { provider: 'apple' } });
    if (!begun.ok) throw new Error(begun.code);
    const { searchParams } = new URL(begun.data.url);
    expect([searchParams.get('max_age'), searchParams.get('prompt')]).toEqual(['0', 'login']);
    return comeBack(at, browser, 'apple', at.idp.agree(begun.data.url, account()));
  }

  it('counts a sign-in as a recent proof where the provider says that it was one, and not else', async () => {
    const { browser, bearer } = await socialOnly();
    expect(await browser.client.socialLogin.link({ bearer, params: { id: 'club' } })).toMatchObject({
      code: 'REAUTHENTICATION_REQUIRED',
    });
    const fresh = at.browser();
    isSignedIn(await signInBy(at, fresh, 'apple', apple(soon() - 60)));
    const answer = await fresh.client.socialLogin.link({ bearer: await bearerOf(fresh), params: { id: 'club' } });
    expect(answer.ok).toBe(true);
  });

  it('takes a proof that is newer than the question, and the session may do what asks for one', async () => {
    const { browser, bearer } = await socialOnly();
    at.clock.advance(1);
    const answer = await prove(browser, bearer, () => apple(soon()));
    expect([answer.status, answer.headers.location]).toEqual([302, `${page}#confirmed`]);
    const renewed = await bearerOf(browser);
    expect((await browser.client.socialLogin.link({ bearer: renewed, params: { id: 'club' } })).ok).toBe(true);
    expect(await auditOf(at, 'session.stepped_up')).toMatchObject([{ details: { method: 'apple' } }]);
    expect(await at.client.account.getMe({ bearer })).toMatchObject({ code: 'TOKEN_INVALID' });
  });

  it('refuses a proof from a session of the provider, to the second, and one without a time [ASVS 10.3.4] [ASVS 6.8.4]', async () => {
    const { browser, bearer } = await socialOnly();
    const clock = stopClock(at);
    try {
      const { auth_time: _, ...timeless } = apple(0);
      isRefused(await prove(browser, bearer, () => timeless), 'no_fresh_proof', page);
      // Half a minute is left to the provider's clock; what stands in a token is cut to the second.
      isRefused(await prove(browser, bearer, () => apple(soon() - 31)), 'no_fresh_proof', page);
      const answer = await prove(browser, bearer, () => apple(soon() - 29));
      expect(answer.headers.location).toBe(`${page}#confirmed`);
    } finally {
      clock.go();
    }
  });

  it("refuses the proof of another's identity", async () => {
    const { browser, bearer } = await socialOnly();
    isRefused(await prove(browser, bearer, () => ({ ...apple(soon()), sub: 'a-2' })), undefined, page);
    expect((await auditOf(at, 'session.stepped_up')).map(({ outcome }) => outcome)).toEqual(['refused']);
  });

  it('is no way for an account that has a better one, nor by a provider that tells no time', async () => {
    const { browser, bearer } = await signedInBrowser(at);
    await link(browser, bearer, 'apple', apple(soon()));
    const refused = await browser.client.socialLogin.reauthenticateByProvider({
      bearer,
      params: { provider: 'apple' },
    });
    expect(refused).toMatchObject({ code: 'REAUTHENTICATION_FAILED', details: { methods: ['password'] } });
    const bare = await socialOnlyBy('google');
    const untimed = await bare.browser.client.socialLogin.reauthenticateByProvider({
      bearer: bare.bearer,
      params: { provider: 'google' },
    });
    expect(untimed).toMatchObject({ code: 'REAUTHENTICATION_FAILED', details: { methods: ['mail'] } });
  });

  async function socialOnlyBy(provider: ProviderId) {
    const browser = at.browser();
    isSignedIn(await signInBy(at, browser, provider, gmail));
    return { browser, bearer: await bearerOf(browser) };
  }
});
