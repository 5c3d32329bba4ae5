import { sql } from 'drizzle-orm';
import { systemRoles } from '../../lambdas/domain/role/role.ts';
import { users } from '../../lambdas/domain/user/user.table.ts';
import type { CallOptions } from '../platform/call.ts';
import { startPlatform, type TestPlatform } from '../platform.ts';
import { ada, grace, invitation, post, type SignedInBrowser, signedInBrowser, tokensOf } from './people.ts';
import { auditOf, everyRow, rowsOf } from './records.ts';
import { login } from './tokens.ts';

const path = '/api/v1/users/me';

describe('account', () => {
  let at: TestPlatform;
  let me: SignedInBrowser;
  beforeAll(async () => {
    at = await startPlatform();
  });
  beforeEach(async () => {
    await at.reset();
    me = await signedInBrowser(at);
  });
  afterAll(() => at.close());

  const bearer = () => ({ authorization: `Bearer ${me.bearer}` });
  const get = () => at.call('GET', path, { headers: bearer() });
  const patch = (body: unknown, options: CallOptions = {}) =>
    at.call('PATCH', path, { body, ...options, headers: { ...bearer(), ...options.headers } });
  const storedUser = async () => (await rowsOf(at, users)).find(({ id }) => id === me.userId);

  describe('GET /users/me', () => {
    it('shows the own profile and nothing more of the row [ASVS 8.2.3]', async () => {
      const row = await storedUser();
      const answer = await get();
      expect(answer).toMatchObject({ status: 200, headers: { 'cache-control': 'no-store' } });
      expect(answer.body.data).toEqual({
        id: me.userId,
        email: ada.email,
        name: 'Ada',
        locale: null,
        avatar_url: null,
        email_verified: true,
        roles: ['user'],
        permissions: [],
        created_at: new Date(String(row?.created_at)).toISOString(),
        updated_at: new Date(String(row?.updated_at)).toISOString(),
      });
    });

    it('names every role and permission of somebody who has several', async () => {
      const { token } = await invitation(at, grace.email, [systemRoles.support, systemRoles.user]);
      await post(at, 'accept-invitation', { token, name: 'Grace', password: grace.password });
      const { body } = await login(at, grace);
      const headers = { authorization: `Bearer ${body.data?.access_token}` };
      const { data = {} } = (await at.call('GET', path, { headers })).body;
      expect(data.roles).toEqual(['support', 'user']);
      expect((data.permissions as string[]).toSorted()).toEqual([
        'audit:read',
        'mail:read',
        'sessions:end',
        'stats:read',
        'users:read',
      ]);
    });

    it('shows nobody anything without a token, nor with what is none', async () => {
      expect(await at.call('GET', path)).toMatchObject({
        status: 401,
        body: { error: { code: 'AUTHENTICATION_REQUIRED' } },
      });
      const headers = { authorization: 'Bearer x.y.z' };
      expect(await at.call('GET', path, { headers })).toMatchObject({
        status: 401,
        body: { error: { code: 'TOKEN_INVALID' } },
      });
    });
  });

  describe('PATCH /users/me', () => {
    it.each([
      ['name', 'Ada Lovelace', 'Ada Lovelace'],
      ['name', '  Ada   Lovelace ', 'Ada   Lovelace'],
      ['name', '艾达·洛芙莱斯', '艾达·洛芙莱斯'],
      ['locale', 'de-CH', 'de-CH'],
      ['locale', 'zh-Hant-TW', 'zh-Hant-TW'],
      ['avatar_url', 'https://images.example.com/a%20b.png?size=2#x', 'https://images.example.com/a%20b.png?size=2#x'],
      ['avatar_url', 'https://bücher.example/ä.png', 'https://bücher.example/ä.png'],
    ])('changes %s to %p and nothing else', async (field, given, stored) => {
      at.clock.advance(5);
      const before = await everyRow(at);
      const answer = await patch({ [field]: given });
      expect(answer).toMatchObject({ status: 200, body: { data: { [field]: stored } } });
      expect((await get()).body.data).toEqual(answer.body.data);
      const after = await everyRow(at);
      const [was] = before.users ?? [];
      const [is] = after.users ?? [];
      expect(is).toEqual({ ...was, [field]: stored, version: Number(was?.version) + 1, updated_at: is?.updated_at });
      expect(is?.updated_at).not.toEqual(was?.updated_at);
      const { users: _users, audit_logs: _audit, ...rest } = after;
      expect(rest).toEqual(Object.fromEntries(Object.keys(rest).map((name) => [name, before[name]])));
    });

    it('changes several fields in one step, with one audit row that names them and not their values', async () => {
      const change = { name: 'Countess', locale: 'en', avatar_url: 'https://images.example.com/c.png' };
      const answer = await patch(change, { ip: '203.0.113.7', headers: { 'user-agent': 'Auditor/1' } });
      expect(answer).toMatchObject({ status: 200, body: { data: change } });
      const rows = await auditOf(at, 'user.updated');
      expect(rows).toMatchObject([
        {
          user_id: me.userId,
          actor_id: me.userId,
          resource: `user:${me.userId}`,
          outcome: 'success',
          details: { fields: ['name', 'locale', 'avatar_url'] },
          ip_address: '203.0.113.7',
          user_agent: 'Auditor/1',
          request_id: answer.headers['x-request-id'],
          session_id: (await everyRow(at)).sessions?.[0]?.id,
        },
      ]);
      expect(JSON.stringify(rows)).not.toContain('Countess');
      expect(at.logs.filter((line) => line.includes(String(rows[0]?.hash)))).toHaveLength(1);
    });

    it.each(['locale', 'avatar_url'])('null clears %s', async (field) => {
      await patch({ locale: 'de', avatar_url: 'https://images.example.com/a.png' });
      const answer = await patch({ [field]: null });
      expect(answer.body.data).toMatchObject({
        locale: 'de',
        avatar_url: 'https://images.example.com/a.png',
        [field]: null,
      });
    });

    it('nothing sent changes nothing: no version, no audit row', async () => {
      const before = await everyRow(at);
      expect(await patch({})).toMatchObject({ status: 200, body: { data: { name: 'Ada' } } });
      expect(await everyRow(at)).toEqual(before);
    });

    const refused: [string, unknown][] = [
      ['name', null],
      ['name', ''],
      ['name', ' \t '],
      ['name', 'a\u0007b'],
      ['name', 'n'.repeat(101)],
      ['name', ['Ada']],
      ['locale', ''],
      ['locale', 'german'],
      ['locale', 'de_CH'],
      ['locale', `en${'-abcdefgh'.repeat(4)}`],
      ['avatar_url', ''],
      ['avatar_url', 'images.example.com/a.png'],
      ['avatar_url', 'http://images.example.com/a.png'],
      ['avatar_url', 'javascript:alert(1)//https://'],
      ['avatar_url', 'data:image/svg+xml,<svg/>'],
      ['avatar_url', 'https://images.example.com/"><script>'],
      ['avatar_url', 'https://images.\nexample.com/a.png'],
      ['avatar_url', ' https://images.example.com/a.png'],
      ['avatar_url', `https://images.example.com/${'a'.repeat(2048)}`],
    ];
    const shown = refused.map(([field, value]) => [field, JSON.stringify(value).slice(0, 50), value] as const);
    it.each(shown)('refuses %s: %s, names it, and changes nothing', async (field, _shown, value) => {
      const before = await everyRow(at);
      const answer = await patch({ name: 'Countess', [field]: value });
      expect(answer).toMatchObject({ status: 422, body: { error: { code: 'VALIDATION_FAILED' } } });
      expect(answer.body.error?.details.fields).toEqual({ [field]: expect.any(String) });
      expect(await everyRow(at)).toEqual(before);
    });

    it('is refused without a token, and reads no cookie in its place', async () => {
      const before = await everyRow(at);
      expect(await at.call('PATCH', path, { body: { name: 'Eve' } })).toMatchObject({ status: 401 });
      const answer = await me.browser.call('PATCH', path, { body: { name: 'Eve' } });
      expect(answer).toMatchObject({ status: 401, body: { error: { code: 'AUTHENTICATION_REQUIRED' } } });
      expect(await everyRow(at)).toEqual(before);
    });

    it('is refused for an account that is deleted before its session is felt to end', async () => {
      await at.platform.database.rows(sql`update users set deleted_at = now()`);
      const before = await everyRow(at);
      expect(await patch({ name: 'Eve' })).toMatchObject({ status: 401, body: { error: { code: 'TOKEN_INVALID' } } });
      expect(await everyRow(at)).toEqual(before);
    });

    it('ten changes at once are ten versions and ten audit rows, and the last one stands whole', async () => {
      const [was] = await rowsOf(at, users);
      const answers = await Promise.all(
        Array.from({ length: 10 }, (_, index) =>
          patch({ name: `Ada ${index}`, locale: `x${'abcdefghij'.charAt(index)}` }),
        ),
      );
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
      const [is] = await rowsOf(at, users);
      expect(is?.version).toBe(Number(was?.version) + 10);
      expect(is?.locale).toBe(`x${'abcdefghij'.charAt(Number(String(is?.name).slice(4)))}`);
      expect(await auditOf(at, 'user.updated')).toHaveLength(10);
    });

    it('a change of the profile ends no session', async () => {
      await patch({ name: 'Countess' });
      expect(await me.browser.client.session.refresh({ body: {} })).toMatchObject({ ok: true });
    });
  });

  it('reads and writes are limited apart: 60 writes a minute, then 429 and one audit row, while reads go on', async () => {
    for (let count = 0; count < 60; count++) expect((await patch({})).status).toBe(200);
    const refused = await patch({ name: 'Eve' });
    expect(refused).toMatchObject({ status: 429, body: { error: { code: 'RATE_LIMITED' } } });
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    await patch({ name: 'Eve' });
    const limited = { user_id: me.userId, outcome: 'refused', details: { reason: 'rate_limited', limit: 'writes' } };
    expect(await auditOf(at, 'request.sent')).toMatchObject([limited]);
    expect(await get()).toMatchObject({ status: 200, body: { data: { name: 'Ada' } } });
    at.clock.advance(61);
    expect(await patch({ name: 'Countess' })).toMatchObject({ status: 200 });
  });

  it('a copied token of a session that has ended uses up none of what its user may do', async () => {
    const headers = { authorization: `Bearer ${me.bearer}` };
    await me.browser.client.session.logout({ body: {} });
    const ask = () => at.call('PATCH', '/api/v1/users/me', { headers, body: { name: 'Eve' } });
    for (let turn = 0; turn < 10; turn++)
      for (const { status } of await Promise.all(Array.from({ length: 10 }, ask))) expect(status).toBe(401);
    const answer = await me.browser.client.passwordLogin.login({ body: { email: ada.email, password: ada.password } });
    if (!answer.ok) throw new Error(answer.code);
    const bearer = { authorization: `Bearer ${tokensOf(answer.data).access_token}` };
    expect((await at.call('PATCH', '/api/v1/users/me', { headers: bearer, body: {} })).status).toBe(200);
  });
});
