import { oneTimeTokens } from '../../lambdas/domain/one-time-token/one-time-token.table.ts';
import { systemRoles } from '../../lambdas/domain/role/role.ts';
import { users } from '../../lambdas/domain/user/user.table.ts';
import { DependencyUnavailable } from '../../lambdas/ports/dependency.ts';
import { startPlatform, type TestPlatform, tokenIn } from '../platform.ts';
import { ada, grace, invitation, post, registered, signedInBrowser, verifiedUser } from './people.ts';
import { auditOf, everyRow, rowsOf } from './records.ts';
import { login } from './tokens.ts';

const canonical = /^[\w-]{43}$/;

describe('registration', () => {
  let at: TestPlatform;
  beforeAll(async () => {
    at = await startPlatform();
  });
  beforeEach(() => at.reset());
  afterAll(() => at.close());

  describe('register', () => {
    it('answers 202 with a random request token and nothing else, and no cookie', async () => {
      const answers = [await post(at, 'register', ada), await post(at, 'register', grace)];
      expect(answers).toMatchObject([{ status: 202 }, { status: 202 }]);
      for (const { body, setCookies } of answers) {
        expect(body.data).toEqual({ request_token: expect.stringMatching(canonical) });
        expect(setCookies).toEqual([]);
      }
      expect(new Set(answers.map(({ body }) => body.data?.request_token)).size).toBe(2);
    });

    it('makes one unverified account with the role of every user, and no password', async () => {
      await post(at, 'register', { ...ada, email: '  Ada@Example.com ' });
      const rows = await rowsOf(at, users);
      expect(rows).toMatchObject([
        { email: 'Ada@Example.com', email_key: 'ada@example.com', name: 'Ada', email_verified_at: null, version: 1 },
      ]);
      const held = await everyRow(at);
      expect([held.credentials, held.sessions, held.known_devices]).toEqual([[], [], []]);
      expect(held.user_roles).toMatchObject([{ user_id: rows[0]?.id, role_id: systemRoles.user }]);
    });

    it('mails a link and a code to the address as it was typed', async () => {
      await post(at, 'register', { ...ada, email: 'Ada@Example.com' });
      const [mail, ...more] = await at.mailbox.list();
      expect(more).toEqual([]);
      expect(mail).toMatchObject({ to: 'Ada@Example.com', code: expect.stringMatching(/^[2-9A-HJKMNP-Z]{8}$/) });
      expect(mail?.text.split('\n')).toContain(`${mail?.code?.slice(0, 4)}-${mail?.code?.slice(4)}`);
      expect(mail?.links).toEqual([
        expect.stringMatching(/^https:\/\/auth\.example\.com\/verify-email#token=[\w-]{43}$/),
      ]);
      expect(mail?.text).toContain('Hello Ada');
    });

    it('gives nobody a session: signing in waits for the proof of the mailbox [ASVS 7.6.2]', async () => {
      await registered(at);
      expect(await login(at, ada)).toMatchObject({ status: 403, body: { error: { code: 'EMAIL_NOT_VERIFIED' } } });
      expect(await login(at, { ...ada, password: 'not the password' })).toMatchObject({ status: 401 });
    });

    it.each([
      ['no e-mail address', { email: undefined }, 'email'],
      ['an e-mail address without a domain', { email: 'ada@' }, 'email'],
      ['an e-mail address of 321 characters', { email: `${'a'.repeat(309)}@example.com` }, 'email'],
      ['no password', { password: undefined }, 'password'],
      ['a password of 11 characters', { password: 'short staff' }, 'password'],
      ['a password of 129 characters', { password: 'long staff '.repeat(12).slice(0, 129) }, 'password'],
      ['no name', { name: undefined }, 'name'],
      ['a name of white space', { name: '   ' }, 'name'],
      ['a name of 101 characters', { name: 'n'.repeat(101) }, 'name'],
      ['a name with a line break', { name: 'Ada\nLovelace' }, 'name'],
    ])('refuses %s, names the field, and does nothing', async (_what, change, field) => {
      const before = await everyRow(at);
      const answer = await post(at, 'register', { ...ada, ...change });
      expect(answer).toMatchObject({ status: 422, body: { error: { code: 'VALIDATION_FAILED' } } });
      expect(answer.body.error?.details.fields).toEqual({ [field]: expect.stringMatching(/\w/) });
      expect(await everyRow(at)).toEqual(before);
      expect(at.counts.hashes).toBe(0);
    });

    it('says every bad field at once', async () => {
      const { body } = await post(at, 'register', { email: 5 });
      expect(Object.keys(body.error?.details.fields ?? {})).toEqual(['email', 'password', 'name']);
    });

    it('tells the owner of a verified address that the account is there, and changes nothing of it', async () => {
      await verifiedUser(at);
      at.clock.advance(61);
      const before = await rowsOf(at, users);
      await post(at, 'register', { ...ada, password: 'another password 1', name: 'Eve' });
      const mail = await at.mailbox.last(ada.email);
      expect(mail).toMatchObject({ code: null, links: ['https://auth.example.com/sign-in'] });
      expect(mail.text).not.toContain('Eve');
      expect(await rowsOf(at, users)).toEqual(before);
      expect(await login(at, ada)).toMatchObject({ status: 200 });
      expect(await auditOf(at, 'user.registered')).toMatchObject([
        { outcome: 'success' },
        { outcome: 'refused', details: { reason: 'email_taken' } },
      ]);
    });
  });

  describe('verify-email/resend', () => {
    it('sends a new link and a new code, which works with the new request token', async () => {
      const first = await registered(at);
      at.clock.advance(61);
      const answer = await post(at, 'verify-email/resend', { email: ada.email });
      expect(answer).toMatchObject({
        status: 202,
        body: { data: { request_token: expect.stringMatching(canonical) } },
      });
      const mail = await at.mailbox.last(ada.email);
      expect(tokenIn(mail)).not.toBe(first.token);
      expect(mail.code).not.toBe(first.code);
      const proof = { request_token: answer.body.data?.request_token, code: mail.code };
      expect(await post(at, 'verify-email', proof)).toMatchObject({
        status: 200,
        body: { data: { password_required: true } },
      });
    });

    it('mails nobody and makes no account for an address that has none', async () => {
      const answer = await post(at, 'verify-email/resend', { email: 'nobody@example.com' });
      expect(answer).toMatchObject({
        status: 202,
        body: { data: { request_token: expect.stringMatching(canonical) } },
      });
      expect(await at.mailbox.list()).toEqual([]);
      expect([await rowsOf(at, users), await rowsOf(at, oneTimeTokens), await auditOf(at)]).toEqual([[], [], []]);
    });

    it('tells the owner of a verified address that there is nothing to verify', async () => {
      await verifiedUser(at);
      at.clock.advance(61);
      expect(await post(at, 'verify-email/resend', { email: ada.email })).toMatchObject({ status: 202 });
      expect((await at.mailbox.last(ada.email)).links).toEqual(['https://auth.example.com/sign-in']);
    });

    it.each([undefined, '', 'ada', 'ada@localhost', 7])('refuses the address %p', async (email) => {
      const answer = await post(at, 'verify-email/resend', { email });
      expect(answer).toMatchObject({
        status: 422,
        body: { error: { details: { fields: { email: expect.any(String) } } } },
      });
    });
  });

  describe('accept-invitation', () => {
    const choice = { name: 'Grace', password: grace.password };

    it('verifies the address, sets name and password, and keeps the roles of the invitation', async () => {
      const { token, userId } = await invitation(at, grace.email, [systemRoles.support, systemRoles.user]);
      const answer = await post(at, 'accept-invitation', { token, ...choice });
      expect(answer).toMatchObject({ status: 200, setCookies: [] });
      expect(answer.body.data?.user).toMatchObject({ id: userId, name: 'Grace', email_verified: true });
      expect(await login(at, grace)).toMatchObject({
        status: 200,
        body: { data: { user: { roles: ['support', 'user'], permissions: expect.arrayContaining(['users:read']) } } },
      });
    });

    it('voids what a stranger had registered on the address before', async () => {
      const stranger = await registered(at, { ...grace, password: 'strange password', name: 'Eve' });
      const { token } = await invitation(at, grace.email, [systemRoles.support]);
      expect(await post(at, 'accept-invitation', { token, ...choice })).toMatchObject({ status: 200 });
      expect(await login(at, { ...grace, password: 'strange password' })).toMatchObject({ status: 401 });
      const { requestToken, code } = stranger;
      expect(await post(at, 'verify-email', { token: stranger.token })).toMatchObject({ status: 400 });
      expect(await post(at, 'verify-email', { request_token: requestToken, code })).toMatchObject({ status: 400 });
      expect(await login(at, grace)).toMatchObject({ status: 200 });
    });

    it('keeps the link good where the password is refused', async () => {
      const { token } = await invitation(at, grace.email);
      const weak = { token, name: 'Grace', password: 'grace@example.com' };
      const refused = await post(at, 'accept-invitation', weak);
      expect(refused).toMatchObject({
        status: 422,
        body: { error: { details: { fields: { password: expect.any(String) } } } },
      });
      expect(await post(at, 'accept-invitation', { token, ...choice })).toMatchObject({ status: 200 });
    });

    it.each([
      ['no token', { token: undefined }, 422],
      ['no name', { name: undefined }, 422],
      ['no password', { password: undefined }, 422],
      ['an unknown token', { token: 'A'.repeat(43) }, 400],
      ['what is no token', { token: 'x' }, 400],
    ])('refuses %s', async (_what, change, status) => {
      const { token } = await invitation(at, grace.email);
      const before = await everyRow(at);
      expect(await post(at, 'accept-invitation', { token, ...choice, ...change })).toMatchObject({ status });
      expect(await everyRow(at)).toEqual(before);
    });

    it('takes an invitation once', async () => {
      const { token } = await invitation(at, grace.email);
      expect(await post(at, 'accept-invitation', { token, ...choice })).toMatchObject({ status: 200 });
      const again = await post(at, 'accept-invitation', { token, ...choice, password: 'another password 1' });
      expect(again).toMatchObject({ status: 400, body: { error: { code: 'TOKEN_INVALID' } } });
      expect(await login(at, grace)).toMatchObject({ status: 200 });
    });
  });

  describe('every route', () => {
    const token = 'A'.repeat(43);
    const bodies: [string, object][] = [
      ['register', ada],
      ['verify-email', { token }],
      ['verify-email/password', { token, password: ada.password }],
      ['verify-email/resend', { email: ada.email }],
      ['accept-invitation', { token, name: 'Ada', password: ada.password }],
    ];

    it.each(bodies)('%s answers 503 while the store is down, and does nothing', async (path, body) => {
      const before = await everyRow(at);
      at.beforeStore(() => {
        throw new DependencyUnavailable('store', new Error('down'));
      });
      const answer = await post(at, path, body);
      expect(answer).toMatchObject({ status: 503, body: { error: { code: 'DEPENDENCY_UNAVAILABLE' } } });
      expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
      expect(await everyRow(at)).toEqual(before);
    });

    it.each(bodies)('%s answers 503 while the database is down', async (path, body) => {
      const down = new DependencyUnavailable('database', new Error('down'));
      const rows = import.meta.jest.spyOn(at.platform.database, 'rows').mockRejectedValue(down);
      const answer = await post(at, path, body);
      rows.mockRestore();
      expect(answer).toMatchObject({ status: 503, body: { error: { code: 'DEPENDENCY_UNAVAILABLE' } } });
    });

    it.each(bodies)('%s takes JSON by POST alone', async (path, body) => {
      const raw = JSON.stringify(body);
      const address = `/api/v1/auth/${path}`;
      expect(await at.call('GET', address)).toMatchObject({ status: 405, headers: { allow: 'POST' } });
      expect(await at.call('POST', address, { raw, headers: { 'content-type': 'text/plain' } })).toMatchObject({
        status: 415,
      });
      expect(
        await at.call('POST', address, { raw: '{', headers: { 'content-type': 'application/json' } }),
      ).toMatchObject({ status: 400 });
    });

    it.each(bodies)(
      '%s serves a signed-in browser like any other, and leaves its session alone',
      async (path, body) => {
        const { browser, bearer } = await signedInBrowser(at, grace);
        const cookies = browser.cookies.all();
        const answer = await browser.call('POST', `/api/v1/auth/${path}`, { body });
        expect(answer.setCookies).toEqual([]);
        expect(browser.cookies.all()).toEqual(cookies);
        expect(await browser.client.account.getMe({ bearer })).toMatchObject({ ok: true });
      },
    );
  });
});
