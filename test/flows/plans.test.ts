/** What PostgreSQL thinks of the statements of requests before it runs them. */
import { sql } from 'drizzle-orm';
import { describeWith, startPlatform, type TestPlatform } from '../platform.ts';
import { signedInBrowser } from './people.ts';
import { paths, refresh, signedInByBody, whoAmI } from './tokens.ts';

/** `jit_above_cost`, as it is by default: compiling such a statement takes longer than any of ours may run. */
const compiledAbove = 100_000;

describeWith('PostgreSQL', 'a statement of a request', () => {
  let at: TestPlatform;
  beforeAll(async () => {
    at = await startPlatform({ database: 'postgres' });
  });
  afterAll(() => at.close());

  /** The estimate for whatever its parameters may be. */
  async function costOf(text: string): Promise<number> {
    const { database } = at.platform;
    const count = Math.max(0, ...[...text.matchAll(/\$(\d+)/g)].map(([, n]) => Number(n)));
    const values = count === 0 ? '' : `(${Array(count).fill('null').join(', ')})`;
    return database.transaction(async (tx) => {
      await tx.execute(sql.raw('set local plan_cache_mode = force_generic_plan'));
      await tx.execute(sql.raw(`prepare asked as ${text}`));
      const answer = await tx.execute(sql.raw(`explain (format json) execute asked${values}`));
      await tx.execute(sql.raw('deallocate asked'));
      const [plan] = (answer as unknown as { rows: { 'QUERY PLAN': { Plan: { 'Total Cost': number } }[] }[] }).rows;
      return plan?.['QUERY PLAN'][0]?.Plan['Total Cost'] ?? Number.NaN;
    });
  }

  it('is never one that PostgreSQL would compile, on tables that it has not counted', async () => {
    const { accessToken, refreshToken } = await signedInByBody(at);
    await whoAmI(at, accessToken);
    await refresh(at, refreshToken);
    await at.call('POST', paths.logout, { headers: { authorization: `Bearer ${accessToken}` } });
    const { browser } = await signedInBrowser(at, {
      email: 'b@example.com',
      password: 'correct horse battery',
      name: 'B',
    });
    await browser.client.session.refresh({ body: {} });
    await at.settled();
    const texts = new Set(
      at.counts.statements.filter((text) => /^\s*(select|with|insert|update|delete)\b/i.test(text)),
    );
    expect(texts.size).toBeGreaterThan(8);
    const costs = [];
    for (const text of texts) costs.push([await costOf(text), text] as const);
    expect(costs.filter(([cost]) => !(cost < compiledAbove))).toEqual([]);
  });
});
