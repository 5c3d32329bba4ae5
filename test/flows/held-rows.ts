import { type SQL, sql } from 'drizzle-orm';
import type { TestPlatform } from '../platform.ts';

/**
 * Holds what the statement locks until each of the acts waits for it, one behind the other; writes, and lets them go on
 * in their order. Needs a database with several connections, and nothing else that waits.
 */
export async function whileHeld<T extends readonly unknown[]>(
  { platform: { database } }: TestPlatform,
  { holds, writes }: { holds: SQL; writes?: SQL },
  ...acts: { [Index in keyof T]: () => Promise<T[Index]> }
): Promise<T> {
  const waiting = async () => {
    const [row] = await database.rows<{ n: number }>(sql`
      select count(*)::int as n from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`);
    return row?.n ?? 0;
  };
  const running: Promise<unknown>[] = [];
  await database.transaction(async (tx) => {
    await tx.execute(holds);
    for (const act of acts) {
      running.push(act());
      while ((await waiting()) < running.length);
    }
    if (writes) await tx.execute(writes);
  });
  return (await Promise.all(running)) as unknown as T;
}
