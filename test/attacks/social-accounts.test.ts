import { sql } from 'drizzle-orm';
import { identities } from '../../lambdas/domain/identity/identity.table.ts';
import { sessions } from '../../lambdas/domain/session/session.table.ts';
import { users } from '../../lambdas/domain/user/user.table.ts';
import { ada, post, registered, signedInBrowser } from '../flows/people.ts';
import { auditOf, everyRow, rowsOf } from '../flows/records.ts';
import {
  bearerOf,
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

let at: SocialPlatform;
beforeAll(async () => {
  at = await startSocialPlatform();
});
beforeEach(() => at.reset());
afterAll(() => at.close());

describe('attacks on the account behind an identity', () => {
  it("voids the attacker's registration of the victim's address when the victim comes by a provider [A71] [A73]", async () => {
    const attacker = await registered(at, { ...ada, email: 'ada@gmail.com', name: 'Attacker' });
    const [{ id } = { id: '' }] = await rowsOf(at, users);
    // What an attacker could have linked before the address was proven, had any way let them.
    await at.platform.database.rows(sql`
      insert into identities (id, user_id, provider, issuer, subject, created_at)
      values (gen_random_uuid(), ${String(id)}::uuid, 'club', 'https://login.club.example/tenant', 'evil', now())`);
    const browser = at.browser();
    isSignedIn(await signInBy(at, browser, 'google', { ...gmail, name: 'Victim' }));
    const me = await browser.client.account.getMe({ bearer: await bearerOf(browser) });
    expect(me).toMatchObject({ ok: true, data: { id, name: 'Victim', email_verified: true } });
    const login = await post(at, 'login', { email: 'ada@gmail.com', password: ada.password, token_delivery: 'body' });
    expect([login.status, login.body.error?.code]).toEqual([401, 'INVALID_CREDENTIALS']);
    const verified = await post(at, 'verify-email', { token: attacker.token, request_token: attacker.requestToken });
    expect(verified.body.error?.code).toBe('TOKEN_INVALID');
    isRefused(await signInBy(at, at.browser(), 'club', { sub: 'evil' }), 'link_first');
    expect(await rowsOf(at, identities)).toMatchObject([{ provider: 'google' }]);
  });

  it('leaves the address of somebody who waits for their mail alone where the provider is not authoritative [A69] [A75]', async () => {
    const waiting = await registered(at, { ...ada, email: 'ada@example.com' });
    const before = await everyRow(at);
    isRefused(
      await signInBy(at, at.browser(), 'club', { sub: 'c', email: 'ada@example.com', email_verified: true }),
      'link_first',
    );
    expect(await everyRow(at)).toEqual(before);
    const verified = await post(at, 'verify-email', { token: waiting.token, request_token: waiting.requestToken });
    expect(verified.status).toBe(200);
  });

  it('refuses a disabled account, known by identity or by address, and audits it [A85]', async () => {
    isSignedIn(await signInBy(at, at.browser(), 'google', gmail));
    await at.platform.database.rows(sql`update users set is_active = false, version = version + 1`);
    isRefused(await signInBy(at, at.browser(), 'google', gmail));
    isRefused(await signInBy(at, at.browser(), 'google', { ...gmail, sub: 'g-2' }));
    const refusals = (await auditOf(at, 'session.started')).filter(({ outcome }) => outcome === 'refused');
    expect(refusals).toMatchObject([
      { details: { reason: 'user_disabled' } },
      { details: { reason: 'user_disabled' } },
    ]);
    expect(await rowsOf(at, sessions)).toHaveLength(1);
  });

  it('revives nothing of a deleted account: the same identity and address make a new one [A86]', async () => {
    isSignedIn(await signInBy(at, at.browser(), 'google', gmail));
    const [{ id: old } = { id: '' }] = await rowsOf(at, users);
    await at.platform.database.rows(sql`
      with gone as (update users set deleted_at = now(), version = version + 1 returning id)
      update identities set retired_at = now() where user_id in (select id from gone)`);
    const browser = at.browser();
    isSignedIn(await signInBy(at, browser, 'google', gmail));
    const me = await browser.client.account.getMe({ bearer: await bearerOf(browser) });
    expect(me.ok && me.data.id).not.toBe(old);
  });

  it('makes one account of eight first sign-ins of one person at once', async () => {
    const browsers = Array.from({ length: 8 }, () => at.browser());
    const backs = await Promise.all(browsers.map(async (one) => at.idp.agree(await leave(one, 'google'), gmail)));
    const answers = await Promise.all(browsers.map((one, index) => comeBack(at, one, 'google', backs[index] ?? {})));
    for (const answer of answers) isSignedIn(answer);
    const counts = [await rowsOf(at, users), await rowsOf(at, identities), await rowsOf(at, sessions)];
    expect(counts.map(({ length }) => length)).toEqual([1, 1, 8]);
  });

  it('keeps the browser known across the redirect, and replaces the session that it held [ASVS 7.2.4]', async () => {
    const browser = at.browser();
    isSignedIn(await signInBy(at, browser, 'google', gmail));
    const [device, bearer] = [browser.cookies.get('__Host-device'), await bearerOf(browser)];
    isSignedIn(await signInBy(at, browser, 'google', gmail));
    expect(browser.cookies.get('__Host-device')).toBe(device);
    expect(await at.client.account.getMe({ bearer })).toMatchObject({ code: 'TOKEN_INVALID' });
    expect(await at.mailbox.list()).toEqual([]);
  });

  it('says that the service is not there, and nothing else, where a provider is silent, broken or too long', async () => {
    const down = 'https://auth.example.com/sign-in#error=DEPENDENCY_UNAVAILABLE';
    const browser = at.browser();
    const answers: (() => Promise<Response>)[] = [
      () => Promise.reject(new Error('ECONNREFUSED')),
      async () => new Response('oops', { status: 502 }),
      async () => new Response('x'.repeat(600_000), { status: 200 }),
    ];
    for (const answer of answers) {
      const back = at.idp.agree(await leave(browser, 'corp'), corp);
      at.idp.break(answer);
      const { status, headers, setCookies } = await comeBack(at, browser, 'corp', back);
      expect([status, headers.location, setCookies]).toEqual([302, down, []]);
      at.idp.break(null);
    }
    expect(at.logs.join('\n')).not.toContain('secret-of-corp');
  });

  it('writes no code, state, verifier, token or client secret into the log', async () => {
    const browser = at.browser();
    const location = await leave(browser, 'corp');
    const back = at.idp.agree(location, corp);
    isSignedIn(await comeBack(at, browser, 'corp', back));
    isRefused(await signInBy(at, browser, 'corp', corp, { tweak: { claims: { nonce: 'x' } } }));
    const { searchParams } = new URL(location);
    const secrets = [
      back.code,
      back.state,
      searchParams.get('nonce'),
      browser.cookies.get('__Host-oauth'),
      'secret-of-corp',
    ];
    const log = at.logs.join('\n');
    expect(log.length).toBeGreaterThan(100);
    for (const secret of secrets.filter((one) => one)) expect(log).not.toContain(secret);
  });

  it('never links by a session of its own: the refresh cookie of a signed-in victim changes nothing [A65]', async () => {
    const { browser } = await signedInBrowser(at);
    isRefused(await signInBy(at, browser, 'club', { sub: 'evil' }), 'link_first');
    expect(await rowsOf(at, identities)).toEqual([]);
  });
});
