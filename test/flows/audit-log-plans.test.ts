/** What PostgreSQL does for a page of a large audit log. */
import { sql } from 'drizzle-orm';
import { type AuditFilter, searchAudit } from '../../lambdas/domain/audit/audit-search.ts';
import { planOf, stepsOf } from '../platform/plans.ts';
import { describeWith, startPlatform, type TestPlatform } from '../platform.ts';

describeWith('PostgreSQL', 'a page of the audit log', () => {
  let at: TestPlatform;
  beforeAll(async () => {
    at = await startPlatform({ database: 'postgres' });
    await at.platform.database.rows(sql`
      insert into audit_logs (id, created_at, user_id, action, resource, outcome, details, ip_address, user_agent, request_id, hash)
      select gen_random_uuid(), ${at.clock.now().toISOString()}::timestamptz - n * interval '1 second',
        md5((n % 1000)::text)::uuid, 'a.' || n % 20, 'user:' || n % 1000, case when n % 50 = 0 then 'refused' else 'success' end,
        '{}', '192.0.2.' || n % 250, '', gen_random_uuid(), 'none' from generate_series(1, 30000) n`);
    await at.platform.database.rows(sql`analyze audit_logs`);
  });
  afterAll(() => at.close());

  const user = '00000000-0000-7000-8000-000000000000';
  const filters: [string, AuditFilter][] = [
    ['nothing', {}],
    ['a user', { userId: user }],
    ['a user and an outcome', { userId: user, outcome: 'refused' }],
    ['an action', { action: 'a.1' }],
    ['a family of actions', { action: 'a.*' }],
    ['a resource', { resource: 'user:1' }],
    ['an address', { ip: '192.0.2.1' }],
    ['an outcome', { outcome: 'refused' }],
    ['a time', { from: new Date(0), to: new Date(2 ** 41) }],
  ];
  it.each(filters)('is read along an index, whatever is asked for: %s', async (_what, filter) => {
    for (const after of [null, [at.clock.now().toISOString(), user] as const]) {
      at.counts.clear();
      await searchAudit(at.platform.database, { filter, newestFirst: true, after, limit: 20 });
      const [text = ''] = at.counts.statements;
      const scans = stepsOf(await planOf(at.platform.database, text)).filter(
        (step) => step['Node Type'] === 'Seq Scan' && step['Relation Name']?.startsWith('audit_logs_2') === true,
      );
      expect(scans).toEqual([]);
    }
  });
});
