import { sql } from 'drizzle-orm';
import type { Database } from '../../lambdas/ports/database.ts';

/** A step of PostgreSQL's plan, as `explain (format json)` has it. */
export interface PlanNode {
  'Node Type': string;
  'Relation Name'?: string;
  'Total Cost': number;
  Plans?: PlanNode[];
}

/** How PostgreSQL would run a statement, whatever its parameters may be. */
export async function planOf(database: Database, text: string): Promise<PlanNode> {
  const count = Math.max(0, ...[...text.matchAll(/\$(\d+)/g)].map(([, n]) => Number(n)));
  const values = count === 0 ? '' : `(${Array(count).fill('null').join(', ')})`;
  return database.transaction(async (tx) => {
    await tx.execute(sql.raw('set local plan_cache_mode = force_generic_plan'));
    await tx.execute(sql.raw(`prepare asked as ${text}`));
    const answer = await tx.execute(sql.raw(`explain (format json) execute asked${values}`));
    await tx.execute(sql.raw('deallocate asked'));
    const [row] = (answer as unknown as { rows: { 'QUERY PLAN': { Plan: PlanNode }[] }[] }).rows;
    const plan = row?.['QUERY PLAN'][0]?.Plan;
    if (!plan) throw new Error('PostgreSQL answered no plan');
    return plan;
  });
}

/** Every step of a plan, those of its parts too. */
export function stepsOf(plan: PlanNode): PlanNode[] {
  return [plan, ...(plan.Plans ?? []).flatMap(stepsOf)];
}
