import { sql } from 'drizzle-orm';
import { roles, userRoles } from '../../lambdas/domain/role/role.table.ts';
import { systemRoles } from '../../lambdas/domain/role/role.ts';
import { users } from '../../lambdas/domain/user/user.table.ts';
import { describeWith, type PlatformOptions, startPlatform, type TestPlatform } from '../platform.ts';
import { times } from './at-once.ts';
import { whileHeld } from './held-rows.ts';
import { ada, administrator, grace, type SignedInBrowser, signedInWith } from './people.ts';
import { rowsOf } from './records.ts';
import { login, refresh, tokensIn } from './tokens.ts';

/** Postgres lets them run at once; PGlite one after the other, in any order. */
function racing(options: PlatformOptions): void {
  let at: TestPlatform;
  beforeAll(async () => {
    at = await startPlatform({ ...options, limits: false });
  });
  beforeEach(() => at.reset());
  afterAll(() => at.close());

  const another = (name: string) => signedInWith(at, { ...grace, email: `${name}@example.com` }, [systemRoles.admin]);
  const administrators = () => rowsOf(at, userRoles, sql`role_id = ${systemRoles.admin}::uuid`);
  async function versionOf(userId: string): Promise<number> {
    const [row] = await rowsOf(at, users, sql`id = ${userId}::uuid`);
    return Number(row?.version);
  }
  async function assign(by: SignedInBrowser, userId: string, role_ids: string[] = []) {
    const ifMatch = await versionOf(userId);
    const answer = await at.client.roles.assignRoles({
      bearer: by.bearer,
      params: { id: userId },
      ifMatch,
      body: { role_ids },
    });
    return answer.ok ? 'ok' : answer.code;
  }

  it('two administrators who remove each other leave one, who was refused nothing [A82]', async () => {
    for (let round = 0; round < 5; round += 1) {
      await at.reset();
      const [one, two] = [await administrator(at), await another('two')];
      const answers = await Promise.all([assign(one, two.userId), assign(two, one.userId)]);
      expect(answers.filter((answer) => answer === 'ok')).toHaveLength(1);
      expect(answers.find((answer) => answer !== 'ok')).toMatch(/^(LAST_ADMIN|FORBIDDEN)$/);
      expect(await administrators()).toHaveLength(1);
    }
  });

  it('of two who remove each other while a third one is there, one is refused: a right that was just taken gives nothing [A82]', async () => {
    for (let round = 0; round < 5; round += 1) {
      await at.reset();
      const [one, two] = [await administrator(at), await another('two')];
      await another('three');
      const answers = await Promise.all([assign(one, two.userId), assign(two, one.userId)]);
      expect(answers.sort()).toEqual(['FORBIDDEN', 'ok']);
      expect(await administrators()).toHaveLength(2);
    }
  });

  it('changes of roles and of who has them, all at once, are each made once or refused as conflicts', async () => {
    const admin = await administrator(at);
    const people = await times(4, (index) => signedInWith(at, { ...ada, email: `p${index}@example.com` }, []));
    const assigned = people.map(({ userId }) => assign(admin, userId, [systemRoles.support]));
    const made = times(4, async (index) => {
      const body = { name: `role-${index}`, display_name: 'Role', permissions: ['users:read'] };
      const answer = await at.client.roles.createRole({ bearer: admin.bearer, body });
      return answer.ok ? 'ok' : answer.code;
    });
    const answers = [...(await Promise.all(assigned)), ...(await made)];
    expect(answers.filter((answer) => answer !== 'ok' && answer !== 'CONFLICT')).toEqual([]);
    expect(answers).toContain('ok');
    const given = await rowsOf(at, userRoles, sql`role_id = ${systemRoles.support}::uuid`);
    expect(given).toHaveLength(answers.slice(0, 4).filter((answer) => answer === 'ok').length);
  });

  it('a session that begins or goes on while a role is taken does not keep the role [A85]', async () => {
    const admin = await administrator(at);
    for (let round = 0; round < 4; round += 1) {
      const person = { ...ada, email: `p${round}@example.com` };
      const { userId } = await signedInWith(at, person, [systemRoles.support]);
      const before = await times(4, async () => tokensIn(await login(at, person)));
      const [taken, started, refreshed] = await Promise.all([
        assign(admin, userId),
        times(4, () => login(at, person)),
        Promise.all(before.map(({ refreshToken }) => refresh(at, refreshToken))),
      ]);
      expect(taken).toBe('ok');
      await at.settled();
      const bearers = [...started, ...refreshed].flatMap(({ status, body }) =>
        status === 200 ? [String(body.data?.access_token)] : [],
      );
      expect(bearers.length).toBeGreaterThanOrEqual(4);
      for (const bearer of [...bearers, ...before.map(({ accessToken }) => accessToken)])
        expect(await at.client.auditLog.listAuditLogs({ bearer })).toMatchObject({ status: 403, code: 'FORBIDDEN' });
    }
  });
}

describeWith('PostgreSQL', 'what waits while the roles of its user change', () => {
  let at: TestPlatform;
  beforeAll(async () => {
    at = await startPlatform({ database: 'postgres', limits: false });
  });
  beforeEach(() => at.reset());
  afterAll(() => at.close());

  /** Takes all roles as a change does, and commits once the other one waits for it. */
  async function takenWhile<Result>(userId: string, meanwhile: () => Promise<Result>): Promise<Result> {
    const holds = sql`
      with taken as (delete from user_roles where user_id = ${userId}::uuid)
      select id from renew_sessions_of(${userId}::uuid)`;
    const [result] = await whileHeld<[Result]>(at, { holds }, meanwhile);
    return result;
  }

  const read = (bearer: string) => at.client.auditLog.listAuditLogs({ bearer });

  it('a refresh goes on with the roles of after, in its token and in what the store holds [A85]', async () => {
    const { userId, browser, bearer } = await signedInWith(at, ada, [systemRoles.support]);
    expect(await read(bearer)).toMatchObject({ ok: true });
    const refreshed = await takenWhile(userId, () => browser.client.session.refresh());
    if (!refreshed.ok) throw new Error(refreshed.code);
    expect(refreshed.data.user.roles).toEqual([]);
    for (const each of [bearer, refreshed.data.access_token])
      expect(await read(each)).toMatchObject({ code: 'FORBIDDEN' });
  });

  it('a step-up does, too [A85]', async () => {
    const { userId, browser, bearer } = await signedInWith(at, ada, [systemRoles.support]);
    const proven = await takenWhile(userId, () =>
      browser.client.passwordLogin.reauthenticate({ bearer, body: { password: ada.password } }),
    );
    if (!proven.ok) throw new Error(proven.code);
    expect(proven.data.user.roles).toEqual([]);
    expect(await read(proven.data.access_token)).toMatchObject({ code: 'FORBIDDEN' });
  });
});

describeWith('PostgreSQL', 'a change of roles while something else changes', () => {
  let at: TestPlatform;
  beforeAll(async () => {
    at = await startPlatform({ database: 'postgres', limits: false });
  });
  beforeEach(() => at.reset());
  afterAll(() => at.close());

  it('is refused to who is disabled by then: neither what a role permits nor who has it changes [A85]', async () => {
    const [admin, user] = [await administrator(at), await signedInWith(at, ada, [])];
    const [row] = await rowsOf(at, users, sql`id = ${user.userId}::uuid`);
    const id = sql`${admin.userId}::uuid`;
    const holds = sql`select id from users where id = ${id} for update`;
    const writes = sql`
      with ended as (update sessions set ended_at = now(), end_reason = 'user_disabled' where user_id = ${id})
      update users set is_active = false where id = ${id}`;
    const { bearer } = admin;
    const answers = await whileHeld(
      at,
      { holds, writes },
      () => at.client.roles.createRole({ bearer, body: { name: 'mine', display_name: 'Mine', permissions: [] } }),
      () =>
        at.client.roles.assignRoles({
          bearer,
          params: { id: user.userId },
          ifMatch: Number(row?.version),
          body: { role_ids: [systemRoles.admin] },
        }),
    );
    for (const answer of answers) expect(answer).toMatchObject({ status: 401, code: 'TOKEN_INVALID' });
    expect(await rowsOf(at, roles, sql`name = 'mine'`)).toEqual([]);
    expect(await rowsOf(at, userRoles, sql`user_id = ${user.userId}::uuid and granted_by is not null`)).toEqual([]);
  });

  it('loses to an invitation that gives the role: the deletion is a conflict, and the role stays', async () => {
    const [admin, user] = [await administrator(at), await signedInWith(at, ada, [])];
    const body = { name: 'guest', display_name: 'Guest', permissions: [] };
    const made = await at.client.roles.createRole({ bearer: admin.bearer, body });
    if (!made.ok) throw new Error(made.code);
    // As an invitation does: it holds the version of the roles, and leaves it as it is.
    const holds = sql`select id from rbac_version where id = 1 for share`;
    const writes = sql`
      insert into user_roles (user_id, role_id, granted_at) values (${user.userId}::uuid, ${made.data.id}::uuid, now())`;
    const [answer] = await whileHeld(at, { holds, writes }, () =>
      at.client.roles.deleteRole({ bearer: admin.bearer, params: { id: made.data.id } }),
    );
    expect(answer).toMatchObject({ status: 409, code: 'CONFLICT', details: { reason: 'in_use' } });
    expect(await rowsOf(at, userRoles, sql`role_id = ${made.data.id}::uuid`)).toHaveLength(1);
  });
});

describe('at once', () => racing({}));
describeWith('PostgreSQL', 'at once, in PostgreSQL', () => {
  racing({ database: 'postgres' });
});
describeWith('Redis', 'at once, in PostgreSQL and Redis', () => {
  racing({ database: 'postgres', store: 'redis' });
});
