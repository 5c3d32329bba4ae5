import { sql } from 'drizzle-orm';
import { createCleanUp } from '../../lambdas/workers/clean-up.ts';
import { verifiedUser } from '../flows/people.ts';
import { planOf, stepsOf } from '../platform/plans.ts';
import { describeWith, startPlatform, type TestPlatform } from '../platform.ts';

describeWith('PostgreSQL', 'the clean-up', () => {
  let at: TestPlatform;
  beforeAll(async () => {
    at = await startPlatform({ database: 'postgres', frozen: true, limits: false });
  });
  beforeEach(() => at.reset());
  afterAll(() => at.close());

  const run = () => createCleanUp(at.platform).run(60);
  const rows = (statement: string) => at.platform.database.rows<{ n: number }>(sql.raw(statement));

  /** So many devices of one user, born a minute apart; every other one was used on the last day. */
  async function devices(count: number): Promise<void> {
    const { userId } = await verifiedUser(at);
    const now = at.clock.now().toISOString();
    await rows(`
      insert into known_devices (id, user_id, token_hash, user_agent, created_at, last_used_at)
      select (lpad(to_hex((extract(epoch from t) * 1000)::bigint), 12, '0') || '7000a000' || lpad(to_hex(n), 12, '0'))::uuid,
        '${userId}', n::text, '', t, case when n % 2 = 0 then t else '${now}' end
      from generate_series(1, ${count}) n,
        lateral (select '${now}'::timestamptz - interval '500 days' + n * interval '1 minute') b(t)`);
  }

  it('shares the work between two that run at once, and removes each row once', async () => {
    await devices(6000);
    const [one, other] = await Promise.all([run(), run()]);
    await run();
    expect((one.known_devices ?? 0) + (other.known_devices ?? 0)).toBeLessThanOrEqual(3000);
    expect(await rows('select count(*)::int as n from known_devices')).toEqual([{ n: 3000 }]);
  });

  it('waits for nobody: a row that is being used is left to whoever uses it', async () => {
    await devices(10);
    await at.platform.database.transaction(async (tx) => {
      await tx.execute(
        sql`update known_devices set last_used_at = ${at.clock.now().toISOString()}::timestamptz where token_hash = '2'`,
      );
      expect(await run()).toMatchObject({ known_devices: 4 });
    });
    expect(await run()).toMatchObject({ known_devices: 0 });
    expect(await rows('select count(*)::int as n from known_devices')).toEqual([{ n: 6 }]);
  });

  it('reads indexes alone, in tables that are large', async () => {
    await devices(20_000);
    await rows(`
      insert into sessions (id, user_id, version, generation, refresh_hash, delivery, amr, auth_time, stepped_up_at,
        user_agent, ip_address, created_at, last_used_at, idle_expires_at, expires_at)
      select id, user_id, 1, 0, '', 'body', '{}', last_used_at, last_used_at, '', '', last_used_at, last_used_at,
        last_used_at, last_used_at from known_devices`);
    await rows(`
      insert into one_time_tokens (id, kind, user_id, token_hash, code_tries, created_at, expires_at)
      select id, 'invitation', user_id, token_hash, 0, created_at, last_used_at from known_devices`);
    await rows(`
      insert into outbox (id, kind, subject_id, attempts, due_at, created_at, done_at)
      select id, 'session_end', user_id, 1, created_at, created_at, last_used_at from known_devices`);
    await rows(`
      insert into mail_suppressions (email_key, reason, created_at, suppressed_until)
      select token_hash || '@example.com', 'bounce', created_at, last_used_at from known_devices`);
    await rows(`
      insert into users (id, email, email_key, name, is_active, version, created_at, updated_at)
      select id, id || '@example.com', id || '@example.com', '', true, 1, created_at, created_at from known_devices`);
    await rows(`
      insert into factors (id, user_id, kind, sealed, counter, created_at, confirmed_at)
      select id, id, 'totp', '', 0, created_at, case when random() < 0.9 then created_at end from known_devices`);
    await rows(`
      insert into factor_tries (user_id, kind, lane, in_window, window_started_at, in_a_row)
      select id, 'totp', '', 1, last_used_at, 1 from known_devices`);
    await rows(`
      insert into jobs (id, kind, state, user_id, session_id, input, step, done, total, errors, created_at, finished_at)
      select id, 'users_export', 'done', id, id, '{}', 0, 0, 0, '[]', created_at, last_used_at from known_devices`);
    await rows(`insert into job_parts (job_id, part, body) select id, 0, '' from known_devices`);
    await at.platform.database.rows(sql`analyze`);
    at.counts.clear();
    await run();
    const texts = [...new Set(at.counts.statements)];
    expect(texts).toHaveLength(9);
    for (const text of texts) {
      const scans = stepsOf(await planOf(at.platform.database, text)).filter((step) => step['Relation Name']);
      expect([text, scans.filter((step) => step['Node Type'] === 'Seq Scan')]).toEqual([text, []]);
    }
  });
});
