import { sql } from 'drizzle-orm';
import { systemRoles } from '../../lambdas/domain/role/role.ts';
import { users } from '../../lambdas/domain/user/user.table.ts';
import { DependencyUnavailable } from '../../lambdas/ports/dependency.ts';
import { startPlatform, type TestPlatform } from '../platform.ts';
import { ada, administrator, type SignedInBrowser, signedInBrowser, supporter } from './people.ts';
import { auditOf, rowsOf } from './records.ts';

let at: TestPlatform;
let admin: SignedInBrowser;
beforeAll(async () => {
  at = await startPlatform();
});
beforeEach(async () => {
  await at.reset();
  admin = await administrator(at);
});
afterAll(() => at.close());

const helper = { name: 'helper', display_name: 'Helper', permissions: ['users:read', 'sessions:end'] };

async function made(body: Partial<typeof helper> = {}): Promise<string> {
  const answer = await at.client.roles.createRole({ bearer: admin.bearer, body: { ...helper, ...body } });
  if (!answer.ok) throw new Error(answer.code);
  return answer.data.id;
}

async function versionOf(userId: string): Promise<number> {
  const [row] = await rowsOf(at, users, sql`id = ${userId}::uuid`);
  return Number(row?.version);
}

/** Under the version that the user has now. */
async function assign(userId: string, role_ids: string[], bearer = admin.bearer) {
  const ifMatch = await versionOf(userId);
  return at.client.roles.assignRoles({ bearer, params: { id: userId }, ifMatch, body: { role_ids } });
}

const listRoles = (bearer: string) => at.client.roles.listRoles({ bearer });

describe('roles', () => {
  it('are listed by name with what they permit, the system roles among them', async () => {
    await made();
    const answer = await listRoles(admin.bearer);
    expect(answer).toMatchObject({
      ok: true,
      data: [
        { name: 'admin', is_system: true, permissions: expect.arrayContaining(['roles:write']) },
        { name: 'helper', is_system: false, permissions: ['sessions:end', 'users:read'] },
        { name: 'support', is_system: true },
        { name: 'user', is_system: true, permissions: [] },
      ],
      pagination: { next_cursor: null, total: 4 },
    });
  });

  it('are not shown to support, who gives none', async () => {
    const { bearer } = await supporter(at);
    expect(await listRoles(bearer)).toMatchObject({ status: 403, code: 'FORBIDDEN' });
  });

  it('may hold what is listed as a permission, each with what it is for', async () => {
    const answer = await at.client.roles.listPermissions({ bearer: admin.bearer });
    if (!answer.ok) throw new Error(answer.code);
    expect(answer.data).toContainEqual({
      name: 'roles:assign',
      resource: 'roles',
      action: 'assign',
      description: 'Give roles to users',
    });
    const roles = await at.client.roles.listRoles({ bearer: admin.bearer });
    const all = roles.ok ? roles.data.find(({ name }) => name === 'admin')?.permissions : [];
    expect(answer.data.map(({ name }) => name)).toEqual(all);
  });

  it('are made, changed and deleted, and the audit log says by whom and what changed', async () => {
    const id = await made();
    const params = { id };
    const changed = await at.client.roles.updateRole({
      bearer: admin.bearer,
      params,
      body: { description: 'Helps', permissions: ['users:read'] },
    });
    expect(changed).toMatchObject({ ok: true, data: { description: 'Helps', permissions: ['users:read'] } });
    expect(await at.client.roles.deleteRole({ bearer: admin.bearer, params })).toMatchObject({ status: 204 });
    expect(await at.client.roles.deleteRole({ bearer: admin.bearer, params })).toMatchObject({ code: 'NOT_FOUND' });
    const actor = { actor_id: admin.userId, outcome: 'success', resource: `role:${id}`, user_id: null };
    expect(await auditOf(at, 'role.created')).toMatchObject([
      { ...actor, details: { name: 'helper', changes: { permissions: [null, ['sessions:end', 'users:read']] } } },
    ]);
    expect(await auditOf(at, 'role.changed')).toMatchObject([
      {
        ...actor,
        details: {
          name: 'helper',
          changes: { description: ['', 'Helps'], permissions: [['sessions:end', 'users:read'], ['users:read']] },
        },
      },
    ]);
    expect(await auditOf(at, 'role.deleted')).toMatchObject([{ ...actor, details: { name: 'helper' } }]);
  });

  it('refuse a name that is taken, and one that others could read in two ways', async () => {
    await made();
    const taken = await at.client.roles.createRole({ bearer: admin.bearer, body: helper });
    expect(taken).toMatchObject({ status: 409, code: 'CONFLICT', details: { reason: 'name_taken' } });
    for (const name of ['Helper', 'a b', 'a=b', '', '-a', 'a-', 'ä', 'a'.repeat(51)]) {
      const answer = await at.client.roles.createRole({ bearer: admin.bearer, body: { ...helper, name } });
      expect(answer).toMatchObject({ status: 422, details: { fields: { name: expect.any(String) } } });
    }
  });

  it('are no more than 200, since every function holds them all', async () => {
    await at.platform.database.rows(sql`
      insert into roles (id, name, display_name, description, is_system, created_at)
      select gen_random_uuid(), 'r' || n, 'R', '', false, now() from generate_series(1, 196) n`);
    await made();
    const answer = await at.client.roles.createRole({ bearer: admin.bearer, body: { ...helper, name: 'next' } });
    expect(answer).toMatchObject({ status: 409, code: 'CONFLICT', details: { reason: 'too_many' } });
  });

  it('of the system are fixed', async () => {
    for (const id of Object.values(systemRoles)) {
      const params = { id };
      const body = { description: 'mine' };
      expect(await at.client.roles.updateRole({ bearer: admin.bearer, params, body })).toMatchObject({ status: 403 });
      expect(await at.client.roles.deleteRole({ bearer: admin.bearer, params })).toMatchObject({ status: 403 });
    }
    expect(await auditOf(at, 'role.changed')).toHaveLength(6);
  });

  it('are not deleted while somebody has them', async () => {
    const id = await made();
    const { userId } = await signedInBrowser(at, ada);
    expect(await assign(userId, [id])).toMatchObject({ ok: true });
    const deleted = () => at.client.roles.deleteRole({ bearer: admin.bearer, params: { id } });
    expect(await deleted()).toMatchObject({ status: 409, code: 'CONFLICT', details: { reason: 'in_use' } });
    expect(await assign(userId, [])).toMatchObject({ ok: true });
    expect(await deleted()).toMatchObject({ status: 204 });
  });

  it('change what their holders may do from the next request on', async () => {
    const id = await made({ permissions: ['users:read'] });
    const { userId, bearer } = await signedInBrowser(at, ada);
    await assign(userId, [id]);
    expect(await listRoles(bearer)).toMatchObject({ code: 'FORBIDDEN' });
    const change = (permissions: string[]) =>
      at.client.roles.updateRole({ bearer: admin.bearer, params: { id }, body: { permissions } });
    await change(['roles:read']);
    expect(await listRoles(bearer)).toMatchObject({ ok: true });
    await change([]);
    expect(await listRoles(bearer)).toMatchObject({ code: 'FORBIDDEN' });
  });
});

describe('giving roles', () => {
  it('is felt at the next request of every session of the user, and so is taking them', async () => {
    const { userId, bearer } = await signedInBrowser(at, ada);
    const second = await at
      .browser()
      .client.passwordLogin.login({ body: { email: ada.email, password: ada.password } });
    if (!second.ok || !('access_token' in second.data)) throw new Error('not signed in');
    const given = await assign(userId, [systemRoles.support]);
    expect(given).toMatchObject({
      ok: true,
      data: { id: userId, roles: [{ id: systemRoles.support, name: 'support' }], version: expect.any(Number) },
    });
    expect(given.headers.get('etag')).toBe(`"${await versionOf(userId)}"`);
    for (const token of [bearer, second.data.access_token]) {
      expect(await at.client.auditLog.listAuditLogs({ bearer: token })).toMatchObject({ ok: true });
    }
    await assign(userId, []);
    for (const token of [bearer, second.data.access_token])
      expect(await at.client.auditLog.listAuditLogs({ bearer: token })).toMatchObject({ code: 'FORBIDDEN' });
    expect(await auditOf(at, 'roles.assigned')).toMatchObject([
      { user_id: userId, actor_id: admin.userId, details: { changes: { roles: [['user'], ['support']] } } },
      { user_id: userId, actor_id: admin.userId, details: { changes: { roles: [['support'], []] } } },
    ]);
  });

  it('needs the version that was read: 428 without one, 412 for another, and nothing changes', async () => {
    const { userId } = await signedInBrowser(at, ada);
    const send = async (ifMatch?: string) => {
      const headers = { authorization: `Bearer ${admin.bearer}`, ...(ifMatch && { 'if-match': ifMatch }) };
      const answer = await at.call('PUT', `/api/v1/users/${userId}/roles`, { headers, body: { role_ids: [] } });
      return answer.status;
    };
    const current = `"${await versionOf(userId)}"`;
    expect([await send(), await send('*')]).toEqual([428, 428]);
    for (const value of ['"999"', `W/${current}`, current.slice(1, -1)]) expect(await send(value)).toBe(412);
    expect(await auditOf(at, 'roles.assigned')).toEqual([]);
    expect(await send(current)).toBe(200);
    expect(await send(current)).toBe(412);
  });

  it('refuses roles and users that there are not', async () => {
    const { userId } = await signedInBrowser(at, ada);
    const none = '01900000-0000-7000-8000-00000000ffff';
    expect(await assign(userId, [none])).toMatchObject({
      status: 422,
      details: { fields: { role_ids: expect.any(String) } },
    });
    const body = { role_ids: [] };
    expect(
      await at.client.roles.assignRoles({ bearer: admin.bearer, params: { id: none }, ifMatch: 1, body }),
    ).toMatchObject({ status: 404 });
  });

  it('reaches a store that was down when the roles changed, by the outbox', async () => {
    const { userId, bearer } = await signedInBrowser(at, ada);
    const id = await made({ permissions: ['roles:read'] });
    await assign(userId, [id]);
    expect(await listRoles(bearer)).toMatchObject({ ok: true });
    let lost = 0;
    at.beforeStore((operation) => {
      if (operation !== 'putIfNewer') return;
      lost += 1;
      throw new DependencyUnavailable('store', new Error('gone'));
    });
    expect(await assign(userId, [])).toMatchObject({ ok: true });
    await at.settled();
    expect(lost).toBeGreaterThan(1);
    at.beforeStore(() => undefined);
    expect(await listRoles(bearer)).toMatchObject({ ok: true });
    at.clock.advance(61);
    await at.outbox.sweep();
    expect(await listRoles(bearer)).toMatchObject({ code: 'FORBIDDEN' });
  });
});
