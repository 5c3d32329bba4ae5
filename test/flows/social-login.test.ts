import { identities } from '../../lambdas/domain/identity/identity.table.ts';
import { users } from '../../lambdas/domain/user/user.table.ts';
import { microsoftTenant, otherTenant } from '../services/identity-providers.ts';
import { ada, verifiedUser } from './people.ts';
import { auditOf, everyRow, rowsOf } from './records.ts';
import {
  bearerOf,
  comeBack,
  isRefused,
  isSignedIn,
  leave,
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

const gmail = { sub: 'g-1', email: 'ada@gmail.com', email_verified: true, name: 'Ada L.' };

describe('signing in by a provider', () => {
  it('lists the configured providers in their order, and nothing of their clients', async () => {
    const answer = await at.client.socialLogin.providers();
    if (!answer.ok) throw new Error(answer.code);
    expect(answer.data.slice(0, 3)).toEqual([
      { id: 'google', kind: 'google', name: 'Google', steps_up: false },
      { id: 'github', kind: 'github', name: 'GitHub', steps_up: false },
      { id: 'apple', kind: 'apple', name: 'Apple', steps_up: true },
    ]);
  });

  it('sends the browser away with state, nonce, an S256 challenge and no more scopes than it needs [ASVS 10.2.1] [ASVS 10.2.3]', async () => {
    const browser = at.browser();
    const { searchParams, origin, pathname } = new URL(await leave(browser, 'google'));
    expect(`${origin}${pathname}`).toBe('https://accounts.google.com/authorize');
    expect(Object.fromEntries(searchParams)).toEqual({
      response_type: 'code',
      client_id: 'gatehouse',
      redirect_uri: 'https://auth.example.com/api/v1/auth/oauth/google/callback',
      scope: 'openid email profile',
      state: expect.stringMatching(/^[\w-]{43}$/),
      nonce: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge_method: 'S256',
    });
    expect(browser.cookies.get('__Host-oauth')).toMatch(/^[\w-]{43}$/);
  });

  it('makes an account for an address that the provider is authoritative for, and signs it in', async () => {
    const browser = at.browser();
    isSignedIn(await signInBy(at, browser, 'google', gmail));
    const me = await browser.client.account.getMe({ bearer: await bearerOf(browser) });
    expect(me).toMatchObject({
      ok: true,
      data: { email: 'ada@gmail.com', name: 'Ada L.', email_verified: true, roles: ['user'] },
    });
    expect(await rowsOf(at, identities)).toMatchObject([
      { provider: 'google', issuer: 'https://accounts.google.com', subject: 'g-1', email: 'ada@gmail.com' },
    ]);
    expect((await auditOf(at)).map(({ action }) => action).sort()).toEqual(['session.started', 'user.registered']);
    expect(await at.mailbox.list()).toEqual([]);
  });

  it('knows the person by issuer and subject when they come again with another address [ASVS 10.5.2] [ASVS 10.3.3]', async () => {
    isSignedIn(await signInBy(at, at.browser(), 'google', gmail));
    const browser = at.browser();
    isSignedIn(await signInBy(at, browser, 'google', { ...gmail, email: 'ada.byron@gmail.com' }));
    const me = await browser.client.account.getMe({ bearer: await bearerOf(browser) });
    expect(me).toMatchObject({ ok: true, data: { email: 'ada@gmail.com' } });
    expect(await rowsOf(at, users)).toHaveLength(1);
    expect(await rowsOf(at, identities)).toMatchObject([{ email: 'ada.byron@gmail.com' }]);
  });

  it('links the account that has proven the same address, and tells its owner', async () => {
    await verifiedUser(at, { ...ada, email: 'ada@gmail.com' });
    await at.mailbox.list();
    isSignedIn(await signInBy(at, at.browser(), 'google', gmail));
    expect(await rowsOf(at, users)).toHaveLength(1);
    expect(await rowsOf(at, identities)).toHaveLength(1);
    expect(await auditOf(at, 'identity.linked')).toMatchObject([{ details: { provider: 'google', how: 'address' } }]);
    const mail = await at.mailbox.last('ada@gmail.com');
    expect(`${mail.subject}\n${mail.text}`).toContain('Google');
  });

  it('asks for a sign-in of before where the provider is not authoritative, alike with and without an account [A75]', async () => {
    await verifiedUser(at, { ...ada, email: 'ada@example.com' });
    const before = await everyRow(at);
    const account = { sub: 'c-1', email_verified: true };
    isRefused(await signInBy(at, at.browser(), 'club', { ...account, email: 'ada@example.com' }), 'link_first');
    isRefused(await signInBy(at, at.browser(), 'club', { ...account, email: 'nobody@example.com' }), 'link_first');
    expect(await everyRow(at)).toEqual(before);
  });

  it.each([
    ['google', { email: 'x@company.example', email_verified: true }, false],
    ['google', { email: 'x@company.example', email_verified: true, hd: 'company.example' }, true],
    ['google', { email: 'x@gmail.com', email_verified: false }, false],
    ['google', { email: 'x@gmail.com', email_verified: 'true' }, false],
    ['google', { email: 'x@gmail.com' }, false],
    ['apple', { email: 'x@icloud.example', email_verified: 'true' }, true],
    ['apple', { email: 'x@icloud.example', email_verified: 'false' }, false],
    ['work', { email: 'x@company.example', tid: microsoftTenant, xms_edov: true }, true],
    ['work', { email: 'x@company.example', tid: microsoftTenant, xms_edov: '1' }, true],
    ['work', { email: 'x@company.example', tid: microsoftTenant, email_verified: true }, false],
    ['work', { email: 'x@company.example', tid: microsoftTenant, xms_edov: false }, false],
    ['both', { email: 'x@company.example', tid: otherTenant, xms_edov: 1 }, true],
    ['corp', { email: 'x@corp.example', email_verified: true }, true],
    ['corp', { email: 'x@corp.example', email_verified: false }, false],
    ['corp', { email: 'x@sub.corp.example', email_verified: true }, false],
    ['corp', { email: 'x@evilcorp.example', email_verified: true }, false],
    ['club', { email: 'x@club.example', email_verified: true }, false],
    ['club', {}, false],
    ['corp', { email: 'not an address@corp.example', email_verified: true }, false],
  ] as const)('%s with %j is authoritative: %s [A68] [A117]', async (provider, claims, isAuthoritative) => {
    const answer = await signInBy(at, at.browser(), provider, { sub: 's', ...claims });
    if (isAuthoritative) isSignedIn(answer);
    else isRefused(answer, 'link_first');
    expect(await rowsOf(at, users)).toHaveLength(isAuthoritative ? 1 : 0);
  });

  it('asks GitHub for the primary address, and takes it where GitHub has verified it', async () => {
    const emails = (verified: boolean) => [
      { email: 'other@example.com', primary: false, verified: true, visibility: null },
      { email: 'octo@example.com', primary: true, verified, visibility: 'public' },
    ];
    isRefused(await signInBy(at, at.browser(), 'github', { sub: '583231', emails: emails(false) }), 'link_first');
    isSignedIn(await signInBy(at, at.browser(), 'github', { sub: '583231', name: 'Octo', emails: emails(true) }));
    expect(await rowsOf(at, users)).toMatchObject([{ email: 'octo@example.com', name: 'Octo' }]);
    expect(await rowsOf(at, identities)).toMatchObject([{ issuer: 'https://github.com', subject: '583231' }]);
  });

  it('takes the answer that Apple posts from its own site, by a form that is kept for one minute and read once', async () => {
    const browser = at.browser();
    const location = await leave(browser, 'apple');
    expect(new URL(location).searchParams.get('response_mode')).toBe('form_post');
    const account = { sub: 'a-1', email: 'ada@icloud.example', email_verified: 'true' };
    const user = JSON.stringify({ name: { firstName: 'Ada', lastName: 'Lovelace' }, email: 'evil@example.com' });
    const form = new URLSearchParams({ ...at.idp.agree(location, account), user }).toString();
    const posted = await at.call('POST', '/api/v1/auth/oauth/apple/callback', {
      raw: form,
      headers: {
        origin: 'https://appleid.apple.com',
        'sec-fetch-site': 'cross-site',
        'content-type': 'application/x-www-form-urlencoded',
      },
    });
    expect([posted.status, posted.setCookies]).toEqual([303, []]);
    const next = new URL(posted.headers.location ?? '');
    expect(next.pathname).toBe('/api/v1/auth/oauth/apple/callback');
    const key = { form: next.searchParams.get('form') ?? '' };
    isSignedIn(await comeBack(at, browser, 'apple', key));
    expect(await rowsOf(at, users)).toMatchObject([{ email: 'ada@icloud.example', name: 'Ada Lovelace' }]);
    isRefused(await comeBack(at, browser, 'apple', key));
  });

  it('leads back to a page of ours or to an app of the configuration, and else to the account [A70] [A120]', async () => {
    const lead = async (place: string) => {
      const query = `?${new URLSearchParams({ return_to: place })}`;
      return (await signInBy(at, at.browser(), 'google', gmail, { query })).headers.location;
    };
    expect(await lead('/account/security')).toBe('https://auth.example.com/account/security');
    expect(await lead('https://app.example.com/done?x=1')).toBe('https://app.example.com/done?x=1');
    expect(await lead('https://app.example.com.evil.example/')).toBe('https://auth.example.com/account');
  });

  it('says that it was called off where the person went back', async () => {
    const browser = at.browser();
    const { state } = at.idp.agree(await leave(browser, 'google'), gmail);
    isRefused(await comeBack(at, browser, 'google', { error: 'access_denied', state: state ?? '' }), 'cancelled');
    expect(at.idp.redeemed()).toBe(0);
  });
});
