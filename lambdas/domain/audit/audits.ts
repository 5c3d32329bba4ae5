import { sql } from 'drizzle-orm';
import type { Database } from '../../ports/database.ts';
import type { Position } from '../page.ts';
import { pick, selectList } from '../statement.ts';
import { auditLogs } from './audit.table.ts';

export type StoredAudit = typeof auditLogs.$inferSelect;

/** What concerns a user, the newest first, from after the position (time, id) on. */
export async function auditOfUser(
  database: Database,
  userId: string,
  { after, limit }: { after: Position | null; limit: number },
): Promise<StoredAudit[]> {
  // The first condition is what the index knows; ids of one moment are told apart by the second.
  const from = after
    ? sql`and created_at <= ${after[0]}::timestamptz and (created_at, id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`
    : sql``;
  const rows = await database.rows(sql`
    select ${selectList(auditLogs, 'a')} from audit_logs a
    where user_id = ${userId}::uuid ${from}
    order by created_at desc, id desc limit ${limit}::int`);
  return rows.flatMap((row) => pick(auditLogs, 'a', row) ?? []);
}
