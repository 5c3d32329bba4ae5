/** What several do at once, on a database that runs them at once. */
import { sql } from 'drizzle-orm';
import { systemRoles } from '../../lambdas/domain/role/role.ts';
import { users } from '../../lambdas/domain/user/user.table.ts';
import { describeWith, startPlatform, type TestPlatform } from '../platform.ts';
import { ada, administrator, type SignedInBrowser, signedInBrowser, signedInWith, verifiedUser } from './people.ts';
import { rowsOf } from './records.ts';
import { login, whoAmI } from './tokens.ts';

describeWith('PostgreSQL', 'administrators who act at once', () => {
  let at: TestPlatform;
  let admin: SignedInBrowser;
  beforeAll(async () => {
    at = await startPlatform({ database: 'postgres', limits: false });
  });
  beforeEach(async () => {
    await at.reset();
    admin = await administrator(at);
  });
  afterAll(() => at.close());

  const of = (id: string, { bearer } = admin) => ({ bearer, params: { id } });
  const versionOf = async (id: string) => {
    const answer = await at.client.administration.getUser(of(id));
    return answer.ok ? answer.data.version : 1;
  };
  const administratorsLeft = () => rowsOf(at, users, sql`is_active and deleted_at is null and email_key like 'admin%'`);
  const several = async (count: number) => {
    const people: SignedInBrowser[] = [];
    for (let n = 0; n < count; n++)
      people.push(await signedInWith(at, { ...ada, email: `admin${n}@example.com` }, [systemRoles.admin]));
    return people;
  };

  it('leave one where each of two disables the other, whoever is first [A82]', async () => {
    for (let round = 0; round < 5; round++) {
      await at.reset();
      const [a, b] = await several(2);
      if (!a || !b) throw new Error('no two');
      admin = a;
      const [first, second] = [await versionOf(a.userId), await versionOf(b.userId)];
      const answers = await Promise.all([
        at.client.administration.updateUser({ ...of(b.userId, a), body: { is_active: false }, ifMatch: second }),
        at.client.administration.updateUser({ ...of(a.userId, b), body: { is_active: false }, ifMatch: first }),
      ]);
      expect(await administratorsLeft()).toHaveLength(1);
      expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
      const [loser] = answers.filter(({ ok }) => !ok);
      expect(loser?.status).toBeLessThan(500);
    }
  });

  it('leave one where each deletes the next of a ring [A82]', async () => {
    for (let round = 0; round < 3; round++) {
      await at.reset();
      const ring = await several(4);
      const answers = await Promise.all(
        ring.map((one, n) => at.client.administration.deleteUser(of(ring[(n + 1) % ring.length]?.userId ?? '', one))),
      );
      expect((await administratorsLeft()).length).toBeGreaterThanOrEqual(1);
      expect(answers.filter(({ status }) => status >= 500)).toEqual([]);
    }
  });

  it('change one version of a user once: the others are told that it is over', async () => {
    const { userId } = await verifiedUser(at);
    const ifMatch = await versionOf(userId);
    const answers = await Promise.all(
      ['A', 'B', 'C', 'D'].map((name) =>
        at.client.administration.updateUser({ ...of(userId), body: { name }, ifMatch }),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412, 412, 412]);
  });

  it('invite one address to one account', async () => {
    const answers = await Promise.all(
      [1, 2, 3].map(() =>
        at.client.administration.inviteUser({ bearer: admin.bearer, body: { email: 'x@example.com' } }),
      ),
    );
    expect(answers.filter(({ ok }) => ok).length).toBeGreaterThanOrEqual(1);
    expect(answers.filter(({ status }) => status >= 500)).toEqual([]);
    expect(await rowsOf(at, users, sql`email_key = 'x@example.com'`)).toHaveLength(1);
    const live = await at.platform.database.rows(
      sql`select 1 as found from one_time_tokens where kind = 'invitation' and spent_at is null`,
    );
    expect(live).toHaveLength(1);
  });

  it('leave no session to a sign-in that runs while the account is disabled', async () => {
    for (let round = 0; round < 4; round++) {
      await at.reset();
      admin = await administrator(at);
      const { userId } = await signedInBrowser(at);
      const ifMatch = await versionOf(userId);
      const [signIns, disabled] = await Promise.all([
        Promise.all([login(at, ada), login(at, ada), login(at, ada)]),
        at.client.administration.updateUser({ ...of(userId), body: { is_active: false }, ifMatch }),
      ]);
      expect(disabled).toMatchObject({ ok: true });
      for (const { body } of signIns)
        if (body.data?.access_token) expect((await whoAmI(at, String(body.data.access_token))).status).toBe(401);
      const live = await at.platform.database.rows(
        sql`select 1 as found from sessions where user_id = ${userId}::uuid and ended_at is null`,
      );
      expect(live).toEqual([]);
    }
  });

  it('restore an account while another takes its address: one of both has it', async () => {
    for (let round = 0; round < 4; round++) {
      await at.reset();
      admin = await administrator(at);
      const { userId } = await verifiedUser(at);
      await at.client.administration.deleteUser(of(userId));
      const [restored] = await Promise.all([
        at.client.administration.restoreUser(of(userId)),
        at.client.registration.register({ body: ada }),
      ]);
      expect([200, 409]).toContain(restored.status);
      expect(await rowsOf(at, users, sql`email_key = ${ada.email}::text and deleted_at is null`)).toHaveLength(1);
    }
  });
});
