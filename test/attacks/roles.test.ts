/** Ways to more rights than one was given. */

import { sql } from 'drizzle-orm';
import { decodeJwt } from 'jose';
import { permissions, roles } from '../../lambdas/domain/role/role.table.ts';
import { systemRoles } from '../../lambdas/domain/role/role.ts';
import { users } from '../../lambdas/domain/user/user.table.ts';
import { DependencyUnavailable } from '../../lambdas/ports/dependency.ts';
import {
  ada,
  administrator,
  grace,
  type SignedInBrowser,
  signedInBrowser,
  signedInWith,
  supporter,
} from '../flows/people.ts';
import { auditOf, everyRow, rowsOf } from '../flows/records.ts';
import { outcome, whoAmI } from '../flows/tokens.ts';
import { startPlatform, type TestPlatform } from '../platform.ts';

let at: TestPlatform;
let admin: SignedInBrowser;
beforeAll(async () => {
  at = await startPlatform({ limits: false });
});
beforeEach(async () => {
  await at.reset();
  admin = await administrator(at);
});
afterAll(() => at.close());

const title = { display_name: 'Something' };

async function roleOf(name: string, held: readonly string[]): Promise<string> {
  const body = { name, ...title, permissions: [...held] };
  const made = await at.client.roles.createRole({ bearer: admin.bearer, body });
  if (!made.ok) throw new Error(made.code);
  return made.data.id;
}
async function assign(userId: string, role_ids: string[], bearer = admin.bearer) {
  const [row] = await rowsOf(at, users, sql`id = ${userId}::uuid`);
  return at.client.roles.assignRoles({
    bearer,
    params: { id: userId },
    ifMatch: Number(row?.version),
    body: { role_ids },
  });
}

/** Everything but what is written of the refusal. */
async function state() {
  await at.settled();
  const { audit_logs: _audit, audit_seals: _seals, ...rest } = await everyRow(at);
  return rest;
}

describe('somebody who gives roles', () => {
  /** May give roles and make them, and see users: what else they may give is what they hold. */
  const held = ['roles:read', 'roles:write', 'roles:assign', 'users:read'];
  let manager: SignedInBrowser;
  let managers: string;
  let victim: SignedInBrowser;
  beforeEach(async () => {
    managers = await roleOf('manager', held);
    manager = await signedInWith(at, grace, [managers]);
    victim = await signedInBrowser(at, ada);
  });

  it('gives nobody the administrator, nor any role that permits more than they may [A83]', async () => {
    const stronger = await roleOf('stronger', [...held, 'audit:read']);
    const before = await state();
    for (const role of [systemRoles.admin, systemRoles.support, stronger])
      for (const ids of [[role], [role, managers]])
        expect(await assign(victim.userId, ids, manager.bearer)).toMatchObject({ status: 403, code: 'FORBIDDEN' });
    expect(await state()).toEqual(before);
    expect(await auditOf(at, 'roles.assigned')).toHaveLength(6);
    expect(await assign(victim.userId, [managers], manager.bearer)).toMatchObject({ ok: true });
  });

  it('does not change their own roles, to more or to fewer [A83]', async () => {
    const before = await state();
    for (const ids of [[systemRoles.admin], [managers, systemRoles.support], [managers, systemRoles.user], []])
      expect(await assign(manager.userId, ids, manager.bearer)).toMatchObject({ status: 403, code: 'FORBIDDEN' });
    expect(await state()).toEqual(before);
  });

  it('takes nothing from whoever may do what they may not [A83]', async () => {
    const support = await supporter(at);
    const before = await state();
    for (const userId of [admin.userId, support.userId])
      for (const ids of [[], [managers]])
        expect(await assign(userId, ids, manager.bearer)).toMatchObject({ status: 403, code: 'FORBIDDEN' });
    expect(await state()).toEqual(before);
  });

  it('is not told who the last administrator is [A81]', async () => {
    const only = await assign(admin.userId, [], manager.bearer);
    await administrator(at, { ...grace, email: 'other@example.com' });
    const oneOfTwo = await assign(admin.userId, [], manager.bearer);
    expect(only).toMatchObject({ status: 403, details: { reason: 'permission_not_held' } });
    expect(oneOfTwo).toMatchObject({ status: 403, details: { reason: 'permission_not_held' } });
  });

  it('puts no permission into a role that they lack: a new one, their own, or one that others have [A83] [A112]', async () => {
    const weaker = await roleOf('weaker', ['users:read']);
    const stronger = await roleOf('stronger', ['audit:read']);
    const before = await state();
    const { bearer } = manager;
    const body = { name: 'mine', ...title, permissions: ['users:write'] };
    expect(await at.client.roles.createRole({ bearer, body })).toMatchObject({ code: 'FORBIDDEN' });
    for (const [id, wanted] of [
      [managers, [...held, 'users:write']],
      [weaker, ['audit:read']],
      [stronger, []],
      [stronger, ['audit:read']],
      [systemRoles.user, ['users:read']],
    ] as const) {
      const change = { bearer, params: { id }, body: { permissions: [...wanted] } };
      expect(await at.client.roles.updateRole(change)).toMatchObject({ status: 403, code: 'FORBIDDEN' });
    }
    for (const id of [stronger, systemRoles.user, systemRoles.admin])
      expect(await at.client.roles.deleteRole({ bearer, params: { id } })).toMatchObject({ code: 'FORBIDDEN' });
    expect(await state()).toEqual(before);
  });
});

describe('a role', () => {
  it.each([
    '*',
    '*:*',
    'users:*',
    'users',
    'users:',
    ':read',
    'users:read ',
    ' users:read',
    'users:read\t',
    'Users:read',
    'users:READ',
    'USERS:READ',
    'users:read,users:write',
    'users:read users:write',
    'users:rea',
    'users:reads',
    'users:read%',
    'users_read',
    'users\uff1aread',
    'u\u0455ers:read',
    'users:read\u200b',
    '__proto__',
    '',
  ])('cannot hold %j, which is no permission to the letter [A84]', async (name) => {
    const id = await roleOf('exact', ['users:read']);
    const wrong = { status: 422, code: 'VALIDATION_FAILED', details: { fields: { permissions: expect.any(String) } } };
    for (const wanted of [[name], ['users:read', name]]) {
      const body = { name: 'wild', ...title, permissions: wanted };
      expect(await at.client.roles.createRole({ bearer: admin.bearer, body })).toMatchObject(wrong);
      const change = { bearer: admin.bearer, params: { id }, body: { permissions: wanted } };
      expect(await at.client.roles.updateRole(change)).toMatchObject(wrong);
    }
    expect(await rowsOf(at, roles, sql`not is_system`)).toHaveLength(1);
    expect(await rowsOf(at, permissions)).toHaveLength(11);
  });

  it('is not made with fields that nobody offered: id, system, time [A80]', async () => {
    const headers = { authorization: `Bearer ${admin.bearer}` };
    const given = { name: 'plain', ...title, permissions: [] };
    const more = { id: systemRoles.admin, is_system: true, isSystem: true, created_at: '2020-01-01T00:00:00Z' };
    const made = await at.call('POST', '/api/v1/roles', { headers, body: { ...given, ...more } });
    expect(made.body.data).toMatchObject({ name: 'plain', is_system: false });
    expect(made.body.data?.id).not.toBe(systemRoles.admin);
    const path = `/api/v1/roles/${String(made.body.data?.id)}`;
    const changed = await at.call('PATCH', path, { headers, body: { ...more, name: 'admin', description: 'x' } });
    expect(changed.body.data).toMatchObject({ id: made.body.data?.id, name: 'plain', is_system: false });
    const [row] = await rowsOf(at, roles, sql`name = 'plain'`);
    expect(String(row?.created_at)).not.toContain('2020');
  });
});

describe('roles without end', () => {
  it('are given to nobody by invitations one after the other: their names have to fit a token [A83]', async () => {
    const ids: string[] = [];
    for (let n = 10; n < 31; n += 1) {
      const body = { name: `${'x'.repeat(48)}${n}`, display_name: 'Long', permissions: [] };
      const made = await at.client.roles.createRole({ bearer: admin.bearer, body });
      if (made.ok) ids.push(made.data.id);
    }
    const invite = async (role_ids: string[]) =>
      outcome(
        await at.call('POST', '/api/v1/users', {
          headers: { authorization: `Bearer ${admin.bearer}` },
          body: { email: 'long@example.com', role_ids },
        }),
      );
    expect(await invite(ids)).toBe('422 VALIDATION_FAILED');
    expect(await invite(ids.slice(0, 20))).toBe('200');
    expect(await invite(ids.slice(20))).toBe('422 VALIDATION_FAILED');
    expect(await invite(ids.slice(0, 1))).toBe('200');
  });
});

describe('a role that was taken', () => {
  it('opens nothing at the next request, by old and new access tokens alike [A85]', async () => {
    const person = await signedInWith(at, grace, [systemRoles.support]);
    const read = async (bearer: string) =>
      outcome(await at.call('GET', '/api/v1/audit-logs', { headers: { authorization: `Bearer ${bearer}` } }));
    expect(await read(person.bearer)).toBe('200');
    expect(await assign(person.userId, [])).toMatchObject({ ok: true });
    expect(await read(person.bearer)).toBe('403 FORBIDDEN');
    expect(outcome(await whoAmI(at, person.bearer))).toBe('200');
    const refreshed = await person.browser.client.session.refresh();
    if (!refreshed.ok) throw new Error(refreshed.code);
    expect(decodeJwt(refreshed.data.access_token)).toMatchObject({ roles: [], permissions: [] });
    expect(await read(refreshed.data.access_token)).toBe('403 FORBIDDEN');
    const { email, password } = grace;
    const again = await at.browser().client.passwordLogin.login({ body: { email, password } });
    expect(again.ok && 'access_token' in again.data && (await read(again.data.access_token))).toBe('403 FORBIDDEN');
  });

  it('opens nothing while the store that holds the copies is down, nor after it was emptied [A85]', async () => {
    const person = await signedInWith(at, grace, [systemRoles.support]);
    const read = () => at.client.auditLog.listAuditLogs({ bearer: person.bearer });
    expect(await read()).toMatchObject({ ok: true });
    expect(await assign(person.userId, [])).toMatchObject({ ok: true });
    at.beforeStore(() => {
      throw new DependencyUnavailable('store', new Error('gone'));
    });
    expect(await read()).toMatchObject({ code: 'FORBIDDEN' });
  });
});
