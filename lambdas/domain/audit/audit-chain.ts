import { sql } from 'drizzle-orm';
import type { Config } from '../../kernel/config.ts';
import type { Database } from '../../ports/database.ts';

/**
 * The chain that rows are sealed into, which is a part of every name in the archive. A restored backup goes on with a
 * chain of its own, since numbers that were given come again; the epoch that says so stands outside of the database. So
 * does a local platform that was emptied. Names sort by the time of their chain.
 */
export async function auditChain({
  config,
  database,
}: {
  config: Pick<Config, 'mode' | 'epoch'>;
  database: Database;
}): Promise<string> {
  const epoch = config.epoch.toISOString().replaceAll(/[-:.]/g, '');
  // In the cloud the database has no say: whoever writes there could lead the seals elsewhere.
  if (config.mode === 'cloud') return epoch;
  const [fact] = await database.rows<{ value: string }>(
    sql`select value from platform_facts where name = 'audit_chain'`,
  );
  return fact ? `${epoch}.${fact.value}` : epoch;
}

/** Whether two chains are of one platform, one of them perhaps after a restore. */
export function isOfOnePlatform(one: string, other: string): boolean {
  const placeOf = (chain: string) => chain.split('.')[1] ?? '';
  return placeOf(one) === placeOf(other);
}
