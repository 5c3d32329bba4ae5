/** What is personal in the audit rows about a purged user goes; that the rows were there stays provable. */
import { sql } from 'drizzle-orm';
import type { Platform } from '../../kernel/context.ts';
import { at } from '../statement.ts';

/** The action of the row that every purge leaves: without it the database erases nothing. */
export const purgedAction = 'user.purged';

const batch = 1000;
/** A purge whose erasure was cut short is found for so long by its own row, which is erased last. */
const foundDays = 30;

/**
 * Erases the rows about every user who was purged lately, batch by batch; what is left when the time comes is erased
 * next time. Answers how many rows.
 */
export async function eraseAuditOfPurged({ database, clock }: Platform, stopAt: number): Promise<number> {
  const since = new Date(clock.now().getTime() - foundDays * 86_400_000);
  const purged = await database.rows<{ user_id: string }>(sql`
    select user_id from audit_logs
    where action = ${purgedAction}::text and created_at >= ${at(since)} and salt is not null and user_id is not null
    order by created_at limit ${batch}::int`);
  let erased = 0;
  for (const { user_id: userId } of purged) {
    for (let last = batch; last === batch && clock.now().getTime() < stopAt; erased += last) {
      const [row] = await database.rows<{ n: number }>(sql`select audit_erase(${userId}::uuid, ${batch}::int) as n`);
      last = row?.n ?? 0;
    }
  }
  return erased;
}
