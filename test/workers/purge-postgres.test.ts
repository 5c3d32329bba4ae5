import { sql } from 'drizzle-orm';
import { deletionGraceSeconds } from '../../lambdas/kernel/http/deletion-grace.ts';
import { createPurge } from '../../lambdas/workers/purge.ts';
import { whileHeld } from '../flows/held-rows.ts';
import { ada, administrator, grace, type SignedInBrowser, signedInBrowser } from '../flows/people.ts';
import { auditOf } from '../flows/records.ts';
import { login, tokensIn } from '../flows/tokens.ts';
import { describeWith, startPlatform, type TestPlatform } from '../platform.ts';

describeWith('PostgreSQL', 'the purge in PostgreSQL', () => {
  let at: TestPlatform;
  let root: SignedInBrowser;
  const run = () => createPurge(at.platform).run(60);
  const userIds = async () =>
    (await at.platform.database.rows<{ id: string }>(sql`select id from users`)).map(({ id }) => id);

  beforeAll(async () => {
    at = await startPlatform({ database: 'postgres', frozen: true, limits: false });
  });
  beforeEach(async () => {
    await at.reset();
    root = await administrator(at);
  });
  afterAll(() => at.close());

  async function deleted(person: typeof ada): Promise<string> {
    const { userId } = await signedInBrowser(at, person);
    const now = at.clock.now().toISOString();
    await at.platform.database.rows(sql`update users set deleted_at = ${now}::timestamptz where id = ${userId}::uuid`);
    return userId;
  }

  it('leaves an account that is being brought back, and takes the others', async () => {
    const [kept, other] = [await deleted(ada), await deleted(grace)];
    at.clock.advance(deletionGraceSeconds);
    const { database } = at.platform;
    await database.transaction(async (tx) => {
      await tx.execute(sql`update users set deleted_at = null where id = ${kept}::uuid`);
      expect(await run()).toBe(1);
    });
    expect(await run()).toBe(0);
    expect((await userIds()).sort()).toEqual([root.userId, kept].sort());
    expect(await userIds()).not.toContain(other);
  });

  it('and a restore that waited for it: the account is gone, and the restore says so', async () => {
    const userId = await deleted(ada);
    at.clock.advance(deletionGraceSeconds);
    const bearer = tokensIn(await login(at, root.person)).accessToken;
    const restore = () => at.client.administration.restoreUser({ bearer, params: { id: userId } });
    const [answer] = await whileHeld(
      at,
      {
        holds: sql`select 1 from users where id = ${userId}::uuid for update`,
        writes: sql`
          with gone as (delete from sessions where user_id = ${userId}::uuid),
            roles_gone as (delete from user_roles where user_id = ${userId}::uuid),
            passwords_gone as (delete from credentials where user_id = ${userId}::uuid),
            devices_gone as (delete from known_devices where user_id = ${userId}::uuid),
            tokens_gone as (delete from one_time_tokens where user_id = ${userId}::uuid)
          delete from users where id = ${userId}::uuid`,
      },
      restore,
    );
    expect(answer).toMatchObject({ ok: false, status: 404 });
  });

  it('by two at once purges each account once', async () => {
    await at.platform.database.rows(sql`
      insert into users (id, email, email_key, name, is_active, version, created_at, updated_at, deleted_at)
      select gen_random_uuid(), n || '@example.com', n || '@example.com', 'x', true, 1, t, t, t
      from generate_series(1, 60) n, cast(${at.clock.now().toISOString()} as timestamptz) t`);
    at.clock.advance(deletionGraceSeconds);
    const purged = await Promise.all([run(), run(), run()]);
    expect(purged.reduce((sum, count) => sum + count, 0)).toBe(60);
    expect(await auditOf(at, 'user.purged')).toHaveLength(60);
    expect(await userIds()).toEqual([root.userId]);
  });

  it('finds those whose time is over by an index, and who gave what by one as well', async () => {
    const { database } = at.platform;
    await database.rows(sql`
      insert into users (id, email, email_key, name, is_active, version, created_at, updated_at)
      select gen_random_uuid(), n || '@example.com', n || '@example.com', 'x', true, 1, now(), now()
      from generate_series(1, 5000) n`);
    await database.rows(sql`
      insert into user_roles (user_id, role_id, granted_at)
      select u.id, r.id, now() from users u cross join roles r where r.name = 'user' on conflict do nothing`);
    await database.rows(sql`analyze users, user_roles, sessions`);
    const plan = async (query: ReturnType<typeof sql>) =>
      (await database.rows(sql`explain ${query}`)).map((row) => Object.values(row)[0]).join('\n');
    expect(
      await plan(
        sql`select id from users where deleted_at is not null and deleted_at <= now() order by deleted_at, id limit 100`,
      ),
    ).toContain('users_deleted');
    const id = sql`${root.userId}::uuid`;
    expect(await plan(sql`update user_roles set granted_by = null where granted_by = ${id}`)).toContain(
      'user_roles_granted_by',
    );
  });
});
