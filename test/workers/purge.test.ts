import { sql } from 'drizzle-orm';
import { suppressMail } from '../../lambdas/domain/mail/mail-suppressions.ts';
import { systemRoles } from '../../lambdas/domain/role/role.ts';
import { deletionGraceSeconds } from '../../lambdas/kernel/http/deletion-grace.ts';
import { createPurge } from '../../lambdas/workers/purge.ts';
import { ada, administrator, grace, granted, resetAsked, signedInBrowser } from '../flows/people.ts';
import { auditOf } from '../flows/records.ts';
import { bearing, mfaPaths, withHotp } from '../flows/second-factors.ts';
import { startPlatform, type TestPlatform } from '../platform.ts';

let at: TestPlatform;
const run = () => createPurge(at.platform).run(60);

beforeAll(async () => {
  at = await startPlatform({ frozen: true, limits: false });
});
beforeEach(() => at.reset());
afterAll(() => at.close());

/** Every table with a row in which the text stands, anywhere. */
async function tablesWith(text: string): Promise<string[]> {
  const tables = await at.platform.database.rows<{ name: string }>(sql`
    select relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'public' and c.relkind in ('r', 'p') and not c.relispartition order by 1`);
  const found: string[] = [];
  for (const { name } of tables) {
    const rows = await at.platform.database.rows(sql`
      select 1 as found from ${sql.identifier(name)} t where strpos(lower(t::text), ${text.toLowerCase()}::text) > 0 limit 1`);
    if (rows.length > 0) found.push(name);
  }
  return found;
}

/** Somebody of whom rows are in every table that has some of a user. */
async function richAccount() {
  const { userId, bearer, browser } = await signedInBrowser(at, ada);
  await withHotp(at, bearer);
  await at.call('POST', mfaPaths.totp, bearing(bearer, { body: {} }));
  await resetAsked(at);
  await suppressMail(at.platform, ada.email, 'bounce');
  const { database } = at.platform;
  const now = at.clock.now().toISOString();
  await database.rows(sql`
    insert into active_days (day, user_id) values ('2026-01-01', ${userId}::uuid)`);
  await database.rows(sql`
    insert into factor_tries (user_id, kind, lane, in_window, window_started_at, in_a_row)
    values (${userId}::uuid, 'totp', 'other', 1, ${now}::timestamptz, 1)`);
  await database.rows(sql`
    insert into identities (id, user_id, provider, issuer, subject, email, created_at)
    values (gen_random_uuid(), ${userId}::uuid, 'google', 'https://accounts.google.com', '1', ${ada.email}::text, ${now}::timestamptz)`);
  await database.rows(sql`
    insert into jobs (id, kind, state, user_id, session_id, input, step, done, total, errors, created_at)
    values (gen_random_uuid(), 'users_export', 'done', ${userId}::uuid, gen_random_uuid(), '{}', 1, 1, 1, '[]', ${now}::timestamptz)`);
  return { userId, browser };
}

/** As the account's owner deletes it, at this moment. */
async function deleted(userId: string): Promise<void> {
  const now = at.clock.now().toISOString();
  await at.platform.database.rows(sql`update users set deleted_at = ${now}::timestamptz where id = ${userId}::uuid`);
}

describe('the purge', () => {
  it('leaves no row with the id or the address of an account in any table but the audit log', async () => {
    const { userId } = await richAccount();
    const before = await tablesWith(userId);
    expect(before).toEqual(
      expect.arrayContaining([
        'active_days',
        'credentials',
        'factor_tries',
        'factors',
        'identities',
        'jobs',
        'known_devices',
        'one_time_tokens',
        'outbox',
        'recovery_codes',
        'sessions',
        'user_search_terms',
        'users',
      ]),
    );
    await deleted(userId);
    at.clock.advance(deletionGraceSeconds);
    expect(await run()).toBe(1);
    expect((await tablesWith(userId)).filter((table) => !table.startsWith('audit_'))).toEqual([]);
    expect(await tablesWith(ada.email)).toEqual([]);
    const [personal] = await at.platform.database.rows(sql`
      select count(*)::int as n from audit_logs
      where user_id = ${userId}::uuid and (ip_address <> '' or user_agent <> '' or details <> '{}')`);
    expect(personal).toEqual({ n: 0 });
    expect(await auditOf(at, 'user.purged')).toMatchObject([
      { user_id: userId, actor_id: null, resource: `user:${userId}`, outcome: 'success' },
    ]);
    expect(await run()).toBe(0);
  });

  it('purges nothing one second before the grace time is over, and tells nobody by mail when it is', async () => {
    const { userId } = await richAccount();
    await deleted(userId);
    at.clock.advance(deletionGraceSeconds - 1);
    expect(await run()).toBe(0);
    expect(await tablesWith(userId)).toContain('credentials');
    const mails = (await at.mailbox.list()).length;
    at.clock.advance(1);
    expect(await run()).toBe(1);
    await at.settled();
    expect((await at.mailbox.list()).length).toBe(mails);
  });

  it('leaves accounts alone that nobody has deleted, however old they are', async () => {
    const { userId } = await richAccount();
    const tables = await tablesWith(userId);
    at.clock.advance(20 * deletionGraceSeconds);
    expect(await run()).toBe(0);
    expect(await tablesWith(userId)).toEqual(tables);
  });

  it('is not held up by what the account has done to others, which stays', async () => {
    const root = await administrator(at);
    const other = await signedInBrowser(at, grace);
    await granted(at, other.userId, [systemRoles.support]);
    const { database } = at.platform;
    await database.rows(sql`update user_roles set granted_by = ${root.userId}::uuid`);
    await deleted(root.userId);
    at.clock.advance(deletionGraceSeconds);
    expect(await run()).toBe(1);
    expect((await tablesWith(root.userId)).filter((table) => !table.startsWith('audit_'))).toEqual([]);
    const [role] = await database.rows(sql`select granted_by from user_roles where user_id = ${other.userId}::uuid`);
    expect(role).toEqual({ granted_by: null });
  });

  it('leaves no session in which the account acted as somebody to pass for one of theirs, with its address [A114]', async () => {
    const root = await administrator(at);
    const other = await signedInBrowser(at, grace);
    const body = { reason: 'ticket 4711' };
    const acted = await at.client.administration.actAs({ bearer: root.bearer, params: { id: other.userId }, body });
    expect(acted).toMatchObject({ ok: true });
    const sessionsOf = () =>
      at.platform.database.rows(
        sql`select actor_id from sessions where user_id = ${other.userId}::uuid order by actor_id nulls first`,
      );
    expect(await sessionsOf()).toEqual([{ actor_id: null }, { actor_id: root.userId }]);
    await deleted(root.userId);
    at.clock.advance(deletionGraceSeconds);
    expect(await run()).toBe(1);
    expect(await sessionsOf()).toEqual([{ actor_id: null }]);
  });

  it('leaves an address alone that belongs to another account by now', async () => {
    const { userId } = await richAccount();
    await deleted(userId);
    await at.platform.database.rows(sql`delete from mail_suppressions`);
    const again = await signedInBrowser(at, ada);
    await suppressMail(at.platform, ada.email, 'complaint');
    at.clock.advance(deletionGraceSeconds);
    expect(await run()).toBe(1);
    expect(await tablesWith(again.userId)).toEqual(expect.arrayContaining(['credentials', 'users']));
    expect(await tablesWith(ada.email)).toEqual(expect.arrayContaining(['mail_suppressions', 'users']));
  });

  it('goes on after one that cannot be purged, and says so', async () => {
    const [first, second] = [await signedInBrowser(at, ada), await signedInBrowser(at, grace)];
    await deleted(first.userId);
    await deleted(second.userId);
    at.clock.advance(deletionGraceSeconds);
    const { database } = at.platform;
    await database.rows(sql`create table holds (user_id uuid references users (id))`);
    await database.rows(sql`insert into holds (user_id) values (${first.userId}::uuid)`);
    expect(await run()).toBe(1);
    expect(at.logs.filter((line) => line.includes('account not purged'))).toHaveLength(1);
    expect(await tablesWith(first.userId)).toContain('credentials');
    await database.rows(sql`drop table holds`);
    expect(await run()).toBe(1);
  });

  it('comes past more accounts than it reads at once', async () => {
    const { database } = at.platform;
    const now = at.clock.now().toISOString();
    await database.rows(sql`
      insert into users (id, email, email_key, name, is_active, version, created_at, updated_at, deleted_at)
      select gen_random_uuid(), n || '@example.com', n || '@example.com', 'x', true, 1, t, t, t
      from generate_series(1, 101) n, cast(${now} as timestamptz) t`);
    at.clock.advance(deletionGraceSeconds);
    expect(await run()).toBe(101);
  });
});
