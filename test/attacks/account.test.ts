import { users } from '../../lambdas/domain/user/user.table.ts';
import { ada, grace, type SignedInBrowser, signedInBrowser } from '../flows/people.ts';
import { auditOf, everyRow, rowsOf } from '../flows/records.ts';
import type { CallOptions } from '../platform/call.ts';
import { startPlatform, type TestPlatform } from '../platform.ts';

const path = '/api/v1/users/me';
const json = { 'content-type': 'application/json' };

describe('the own profile under attack', () => {
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

  const patch = (options: CallOptions) =>
    at.call('PATCH', path, { ...options, headers: { authorization: `Bearer ${me.bearer}`, ...options.headers } });

  it('fields that nobody offered change nothing, alone or beside one that is offered [A80] [ASVS 8.2.3]', async () => {
    const other = await signedInBrowser(at, grace);
    const extra = {
      id: other.userId,
      user_id: other.userId,
      userId: other.userId,
      sub: other.userId,
      email: 'eve@example.com',
      email_key: 'eve@example.com',
      email_verified: false,
      email_verified_at: null,
      role: 'admin',
      roles: ['admin'],
      permissions: ['users:write'],
      is_active: false,
      isActive: false,
      password: 'another password 1',
      password_hash: 'x',
      version: 99,
      created_at: '2000-01-01T00:00:00Z',
      deleted_at: '2000-01-01T00:00:00Z',
    };
    const before = await everyRow(at);
    expect(await patch({ body: extra })).toMatchObject({
      status: 200,
      body: { data: { name: 'Ada', roles: ['user'] } },
    });
    expect(await everyRow(at)).toEqual(before);
    await patch({ body: { ...extra, name: 'Countess' } });
    const was = before.users?.find(({ id }) => id === me.userId);
    const is = (await rowsOf(at, users)).find(({ id }) => id === me.userId);
    expect(is).toEqual({ ...was, name: 'Countess', version: Number(was?.version) + 1, updated_at: is?.updated_at });
    expect((await rowsOf(at, users)).find(({ id }) => id === other.userId)).toEqual(
      before.users?.find(({ id }) => id === other.userId),
    );
    expect(await auditOf(at, 'user.updated')).toMatchObject([{ details: { fields: ['name'] } }]);
  });

  it('no way of naming somebody else reads or changes them: query, header, path, body [A81] [ASVS 8.2.2]', async () => {
    const other = await signedInBrowser(at, grace);
    const theirs = (await rowsOf(at, users)).filter(({ id }) => id === other.userId);
    const headers = {
      'x-user-id': other.userId,
      'x-forwarded-user': other.userId,
      'x-original-url': `/api/v1/users/${other.userId}`,
    };
    const target = `${path}?user_id=${other.userId}&id=${other.userId}&sub=${other.userId}`;
    const authorization = `Bearer ${me.bearer}`;
    const read = await at.call('GET', target, { headers: { ...headers, authorization } });
    expect(read.body.data).toMatchObject({ id: me.userId, email: ada.email });
    await at.call('PATCH', target, {
      headers: { ...headers, authorization },
      body: { name: 'Countess', id: other.userId },
    });
    for (const method of ['GET', 'PATCH', 'DELETE'])
      expect((await at.call(method, `/api/v1/users/${other.userId}`, { headers: { authorization } })).status).not.toBe(
        200,
      );
    expect((await rowsOf(at, users)).filter(({ id }) => id === other.userId)).toEqual(theirs);
  });

  it('a body that names a prototype pollutes nothing, neither this call nor the next [A89]', async () => {
    for (const start of [
      '{"__proto__":{"name":"Eve","role":"admin"}',
      '{"constructor":{"prototype":{"name":"Eve"}}',
      '{"prototype":{"name":"Eve"}',
    ]) {
      const before = await everyRow(at);
      expect(await patch({ raw: `${start}}`, headers: json })).toMatchObject({
        status: 200,
        body: { data: { name: 'Ada' } },
      });
      expect(await everyRow(at)).toEqual(before);
      expect(await patch({ raw: `${start},"locale":"de"}`, headers: json })).toMatchObject({
        status: 200,
        body: { data: { name: 'Ada', locale: 'de', roles: ['user'] } },
      });
      expect(await patch({ body: { locale: null } })).toMatchObject({ body: { data: { name: 'Ada', locale: null } } });
    }
    expect({}).not.toHaveProperty('name');
    expect({}).not.toHaveProperty('role');
  });

  it.each(['name', 'locale', 'avatar_url'])(
    'a raw NUL or half a surrogate pair in %s is refused and never stored [A122]',
    async (field) => {
      const before = await everyRow(at);
      const good: Record<string, string> = {
        name: 'Ada',
        locale: 'de',
        avatar_url: 'https://images.example.com/a.png',
      };
      for (const poison of ['\\u0000', '\\ud800', '\\udc00', '\\udc00\\ud800']) {
        for (const value of [`${poison}${good[field]}`, `${good[field]}${poison}`]) {
          const answer = await patch({ raw: `{"${field}":"${value}"}`, headers: json });
          expect(answer).toMatchObject({
            status: 422,
            body: { error: { details: { fields: { [field]: expect.any(String) } } } },
          });
        }
      }
      expect(await everyRow(at)).toEqual(before);
    },
  );

  it('what a name holds stays text: it comes back as it went in, as JSON that no browser renders [ASVS 3.2.1]', async () => {
    for (const name of [
      '<script>alert(1)</script>',
      "'; drop table users; --",
      '{{7*7}}',
      '\\"}',
      '%27 or 1=1',
      '$1 #{x}',
    ]) {
      const answer = await patch({ body: { name } });
      expect(answer).toMatchObject({ status: 200, body: { data: { name } } });
      expect(answer.headers).toMatchObject({
        'content-type': 'application/json; charset=utf-8',
        'x-content-type-options': 'nosniff',
        'content-security-policy': expect.stringContaining("default-src 'none'"),
      });
    }
    expect(await rowsOf(at, users)).toHaveLength(1);
  });

  it('a user agent that forges a log line or drives a terminal is one line and one column [A92] [ASVS 16.4.1]', async () => {
    const agent = 'Mozilla"}\u0085{"level":"ERROR","message":"forged"}\u001b[2J';
    await patch({ body: { name: 'Countess' }, headers: { 'user-agent': agent } });
    for (const line of at.logs) {
      expect(line).toMatch(/^[^\x00-\x1f\x7f-\x9f\u2028\u2029]+$/);
      expect(JSON.parse(line).message).not.toBe('forged');
    }
    const [row] = await auditOf(at, 'user.updated');
    expect(String(row?.user_agent)).toMatch(/^[^\x00-\x1f\x7f-\x9f]+$/);
  });
});
