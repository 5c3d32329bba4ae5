/** What an administrator who acts as a user cannot do. */
import { sql } from 'drizzle-orm';
import { systemRoles } from '../../lambdas/domain/role/role.ts';
import { sessions } from '../../lambdas/domain/session/session.table.ts';
import { users } from '../../lambdas/domain/user/user.table.ts';
import {
  ada,
  administrator,
  grace,
  granted,
  type SignedInBrowser,
  signedInBrowser,
  supporter,
} from '../flows/people.ts';
import { auditOf, rowsOf } from '../flows/records.ts';
import { outcome, paths, sessionOf, whoAmI } from '../flows/tokens.ts';
import { startPlatform, type TestPlatform } from '../platform.ts';
import { everyRoute, openDoors } from './every-route.ts';

const tok = '401 TOKEN_INVALID';

let at: TestPlatform;
let admin: SignedInBrowser;
let user: SignedInBrowser;
beforeAll(async () => {
  at = await startPlatform({ frozen: true });
});
beforeEach(async () => {
  await at.reset();
  admin = await administrator(at);
  user = await signedInBrowser(at, ada);
});
afterAll(() => at.close());

function actAs(userId: string, bearer = admin.bearer) {
  return at.client.administration.actAs({ bearer, params: { id: userId }, body: { reason: 'ticket 4711' } });
}

async function acting(userId = user.userId, bearer = admin.bearer): Promise<string> {
  const answer = await actAs(userId, bearer);
  if (!answer.ok) throw new Error(answer.code);
  return answer.data.access_token;
}

const me = async (token: string) => outcome(await whoAmI(at, token));

/** A role of those permissions, for that user: behind the platform's back, so the session signs in anew. */
async function helperWith(permissions: readonly string[], person = grace): Promise<SignedInBrowser> {
  const made = await at.client.roles.createRole({
    bearer: admin.bearer,
    body: { name: 'helper', display_name: 'Helper', permissions: [...permissions] },
  });
  if (!made.ok) throw new Error(made.code);
  const helper = await signedInBrowser(at, person);
  await granted(at, helper.userId, [made.data.id]);
  const again = await helper.browser.client.passwordLogin.login({
    body: { email: person.email, password: person.password },
  });
  if (!again.ok || !('access_token' in again.data)) throw new Error('not signed in');
  return { ...helper, bearer: again.data.access_token };
}

describe('an administrator who acts as a user', () => {
  it('reaches what the table lets them, and no other route [A114]', async () => {
    const token = await acting();
    const doors = openDoors(at);
    const reached: string[] = [];
    for (const each of everyRoute.filter(({ route }) => route.access !== 'public')) {
      const answer = await doors.ask(each, token);
      if (answer === 'reached') reached.push(each.label);
      else expect([each.label, answer]).toEqual([each.label, 'FORBIDDEN']);
    }
    expect(reached.sort()).toEqual([
      'GET /api/v1/users/me',
      'GET /api/v1/users/me/activity',
      'GET /api/v1/users/me/identities',
      'GET /api/v1/users/me/mfa',
      'GET /api/v1/users/me/passkeys',
      'GET /api/v1/users/me/sessions',
      'PATCH /api/v1/users/me',
      'POST /api/v1/auth/logout',
    ]);
  });

  it('leaves an audit row for each request, those that are refused too [A114]', async () => {
    const token = await acting();
    const headers = { authorization: `Bearer ${token}` };
    expect(await me(token)).toBe('200');
    at.clock.advance(1);
    expect(outcome(await at.call('DELETE', paths.me, { headers }))).toBe('403 FORBIDDEN');
    at.clock.advance(1);
    expect(outcome(await at.call('PATCH', paths.me, { headers, body: { name: 'Ada L.' } }))).toBe('200');
    const by = { user_id: user.userId, actor_id: admin.userId, session_id: sessionOf(token) };
    const details = (method: string, more: object = {}) => ({ details: { method, path: paths.me, ...more } });
    expect(await auditOf(at, 'act_as.requested')).toMatchObject([
      { ...by, outcome: 'success', ...details('GET') },
      { ...by, outcome: 'refused', ...details('DELETE', { reason: 'forbidden' }) },
      { ...by, outcome: 'success', ...details('PATCH') },
    ]);
    // What the rule itself writes names who did it, too.
    expect(await auditOf(at, 'user.updated')).toMatchObject([{ user_id: user.userId, actor_id: admin.userId }]);
  });

  it('may do nothing where the audit log cannot be written [A114]', async () => {
    const token = await acting();
    expect(await me(token)).toBe('200');
    await at.platform.database.rows(sql`alter table audit_logs rename to audit_logs_gone`);
    try {
      expect(await me(token)).toBe('500 INTERNAL');
    } finally {
      await at.platform.database.rows(sql`alter table audit_logs_gone rename to audit_logs`);
    }
    expect(await me(token)).toBe('200');
  });

  it('cannot act as themselves, nor as somebody who may do what they may not [A114]', async () => {
    const helper = await helperWith(['users:act_as', 'users:read']);
    const stronger = await supporter(at);
    for (const userId of [admin.userId, stronger.userId, helper.userId]) {
      at.clock.advance(1);
      expect(await actAs(userId, helper.bearer)).toMatchObject({ status: 403, code: 'FORBIDDEN' });
    }
    expect(await auditOf(at, 'act_as.started')).toMatchObject(
      [admin, stronger, helper].map(({ userId }) => ({ outcome: 'refused', user_id: userId, actor_id: helper.userId })),
    );
    expect(await actAs(user.userId, helper.bearer)).toMatchObject({ ok: true });
  });

  it('is out as soon as their own session has ended [A114]', async () => {
    const token = await acting();
    expect(await me(token)).toBe('200');
    await at.call('POST', paths.logout, { headers: { authorization: `Bearer ${admin.bearer}` } });
    expect(await me(token)).toBe(tok);
    expect(await rowsOf(at, sessions, sql`actor_id is not null and ended_at is null`)).toEqual([]);
  });

  it('is out as soon as they lose the right, and the session does not come back with it [A114]', async () => {
    const helper = await helperWith(['users:act_as']);
    const token = await acting(user.userId, helper.bearer);
    expect(await me(token)).toBe('200');
    const roles = await at.client.roles.listRoles({ bearer: admin.bearer });
    const id = (roles.ok ? roles.data : []).find(({ name }) => name === 'helper')?.id ?? '';
    const change = (permissions: string[]) =>
      at.client.roles.updateRole({ bearer: admin.bearer, params: { id }, body: { permissions } });
    expect(await change([])).toMatchObject({ ok: true });
    expect(await me(token)).toBe(tok);
    expect(await change(['users:act_as'])).toMatchObject({ ok: true });
    expect(await me(token)).toBe(tok);
    expect(await me(await acting(user.userId, helper.bearer))).toBe('200');
  });

  it('is out as soon as the user may do what they may not themselves, and changes nothing of that account [A112] [A114]', async () => {
    const helper = await helperWith(['users:act_as', 'users:read']);
    const token = await acting(user.userId, helper.bearer);
    const rename = () =>
      at.call('PATCH', paths.me, { headers: { authorization: `Bearer ${token}` }, body: { name: 'Ada L.' } });
    expect(outcome(await rename())).toBe('200');
    const assign = async (role_ids: string[]) => {
      const [row] = await rowsOf(at, users, sql`id = ${user.userId}::uuid`);
      const given = { bearer: admin.bearer, params: { id: user.userId }, ifMatch: Number(row?.version) };
      expect(await at.client.roles.assignRoles({ ...given, body: { role_ids } })).toMatchObject({ ok: true });
    };
    await assign([systemRoles.support]);
    const before = await rowsOf(at, users);
    expect(outcome(await rename())).toBe(tok);
    expect(await rowsOf(at, users)).toEqual(before);
    await assign([]);
    expect(await me(token)).toBe(tok);
    expect(await me(await acting(user.userId, helper.bearer))).toBe('200');
  });

  it('is out after 15 minutes, and has no refresh [A114]', async () => {
    const answer = await actAs(user.userId);
    if (!answer.ok) throw new Error(answer.code);
    expect(answer.data).toMatchObject({ expires_in: 900, user: { id: user.userId } });
    expect(answer.data).not.toHaveProperty('refresh_token');
    expect(answer.headers.getSetCookie()).toEqual([]);
    at.clock.advance(899);
    expect(await me(answer.data.access_token)).toBe('200');
    at.clock.advance(1);
    expect(await me(answer.data.access_token)).toBe(tok);
  });
});
