/** What a page of users costs the database, where there are many: rows that are looked at, and how they are found. */
import { type SQL, sql } from 'drizzle-orm';
import { systemRoles } from '../../lambdas/domain/role/role.ts';
import { pageOfUsers } from '../../lambdas/domain/user/user-list.ts';
import { listingOf } from '../../lambdas/flows/administration/user-list.ts';
import type { UserFilterQuery } from '../../lambdas/flows/administration/user-routes.ts';
import { type PlanNode, stepsOf } from '../platform/plans.ts';
import { describeWith, startPlatform, type TestPlatform } from '../platform.ts';

const many = 20_000;
/** Beyond what a page examines, its users and what hangs on them. */
const mostRows = 5_000;

/** As `explain (analyze)` has it. */
interface Step extends PlanNode {
  'Actual Rows': number;
  'Actual Loops': number;
}

describeWith('PostgreSQL', 'a page of many users', () => {
  let at: TestPlatform;
  beforeAll(async () => {
    at = await startPlatform({ database: 'postgres' });
    const { rows } = at.platform.database;
    await rows(sql`
      insert into users (id, email, email_key, name, is_active, email_verified_at, reset_required_at, version,
        created_at, updated_at, deleted_at)
      select ('01900000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, e, e, (array['Ada','Ben','Cy'])[n % 3 + 1] || ' ' || n,
        n % 50 <> 0, case when n % 60 <> 0 then now() end, case when n % 70 = 0 then now() end, 1, now(), now(),
        case when n % 40 = 0 then now() - n * interval '1 second' end
      from generate_series(1, ${many}::int) n, lateral (select 'user' || n || '@example.com' as e) addresses`);
    await rows(sql`
      insert into user_roles (user_id, role_id, granted_at)
      select id, ${systemRoles.user}::uuid, now() from users`);
    await rows(sql`analyze users`);
    await rows(sql`analyze user_search_terms`);
    await rows(sql`analyze user_roles`);
  }, 60_000);
  afterAll(() => at.close());

  it.each<UserFilterQuery>([
    {},
    { sort: 'created_at' },
    { sort: 'email' },
    { sort: '-email' },
    { sort: 'name' },
    { sort: '-name' },
    { 'filter[status]': 'active', sort: '-name' },
    { 'filter[status]': 'disabled' },
    { 'filter[status]': 'unverified' },
    { 'filter[status]': 'reset_required' },
    { 'filter[status]': 'deleted' },
    { 'filter[role]': 'user' },
    { 'filter[role]': 'user', 'filter[status]': 'disabled' },
    { 'filter[role]': 'admin' },
    { 'filter[search]': 'u' },
    { 'filter[search]': 'ada 1' },
    { 'filter[search]': 'user1999', 'filter[role]': 'user' },
    { 'filter[search]': 'example.com', 'filter[status]': 'deleted' },
  ])('is read along an index, its second one too: %j', async (query) => {
    const statements: SQL[] = [];
    const database = at.platform.database;
    const watched = { ...database, rows: (statement: SQL) => seen(statement) } as typeof database;
    async function seen<Row extends Record<string, unknown>>(statement: SQL): Promise<Row[]> {
      statements.push(statement);
      return database.rows<Row>(statement);
    }
    const listing = listingOf(query);
    const first = await pageOfUsers(watched, listing, { after: null, limit: 20 });
    if (first.next) await pageOfUsers(watched, listing, { after: first.next, limit: 20 });
    for (const statement of statements) {
      const [row] = await database.rows<{ 'QUERY PLAN': [{ Plan: Step }] }>(
        sql`explain (analyze, format json) ${statement}`,
      );
      const plan = row?.['QUERY PLAN'][0].Plan;
      const steps = (plan ? stepsOf(plan) : []) as Step[];
      expect(steps.length).toBeGreaterThan(1);
      const scanned = steps.filter((step) => step['Node Type'] === 'Seq Scan' && big.has(step['Relation Name'] ?? ''));
      expect(scanned).toEqual([]);
      const most = Math.max(...steps.map((step) => step['Actual Rows'] * step['Actual Loops']));
      expect(most).toBeLessThan(mostRows);
    }
  });
});

const big = new Set(['users', 'user_search_terms', 'user_roles']);
