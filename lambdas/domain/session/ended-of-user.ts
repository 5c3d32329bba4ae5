/** Ends of a user's sessions, those that nobody recorded too: why somebody was signed out. */
import { sql } from 'drizzle-orm';
import type { Platform } from '../../kernel/context.ts';
import type { OverReason } from '../../kernel/http/end-reasons.ts';
import type { Position } from '../page.ts';
import { at } from '../statement.ts';

export interface SessionEnd {
  sessionId: string;
  endedAt: Date;
  reason: OverReason;
  /** Where the session was, of whoever acted in it. */
  ip: string;
  userAgent: string;
  /** The administrator whose session it was, to act as the user; null for the user's own. */
  actor: { id: string; email: string } | null;
}

/** The newest first, from after the position (time, id) on. */
export async function endsOfSessions(
  { database, clock, config }: Platform,
  userId: string,
  { after, limit }: { after: Position | null; limit: number },
): Promise<SessionEnd[]> {
  const [now, epoch] = [at(clock.now()), at(config.epoch)];
  const from = after ? sql`and (over_at, id) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : sql``;
  const rows = await database.rows(sql`
    with over as (
      select id, ip_address, user_agent, actor_id,
        case when ended_at is not null then end_reason
          when created_at < ${epoch} then 'platform_restored' else 'expired' end as reason,
        case when ended_at is not null then ended_at
          when created_at < ${epoch} then least(${epoch}, idle_expires_at, expires_at)
          else least(idle_expires_at, expires_at) end as over_at
      from sessions where user_id = ${userId}::uuid)
    select o.id, o.ip_address, o.user_agent, o.reason, to_json(o.over_at) #>> '{}' as over_at, a.id as actor_id, a.email
    from (select * from over where over_at <= ${now} ${from} order by over_at desc, id desc limit ${limit}::int) o
      left join users a on a.id = o.actor_id
    order by o.over_at desc, o.id desc`);
  return rows.map((row) => ({
    sessionId: String(row.id),
    endedAt: new Date(String(row.over_at)),
    reason: String(row.reason) as OverReason,
    ip: String(row.ip_address),
    userAgent: String(row.user_agent),
    actor: row.actor_id ? { id: String(row.actor_id), email: String(row.email) } : null,
  }));
}
