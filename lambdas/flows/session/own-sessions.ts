/** The own sessions: which there are, and ending those of other devices (ASVS 7.5.2). */
import { sql } from 'drizzle-orm';
import { announceAudit, auditInsert, auditRow } from '../../domain/audit/audit.ts';
import { type ListName, type Page, pageOf, positionOf } from '../../domain/page.ts';
import { endedList, endSessions, publishEnded } from '../../domain/session/ended-sessions.ts';
import { endNow } from '../../domain/session/ending.ts';
import type { SessionRow } from '../../domain/session/session.table.ts';
import { findSession, liveSessions } from '../../domain/session/sessions.ts';
import { together } from '../../domain/statement.ts';
import type { Context, Principal } from '../../kernel/context.ts';
import { AuthError } from '../../kernel/errors.ts';
import type { PageQuery } from '../../kernel/http/lists.ts';

export async function listSessions(
  context: Context,
  { userId }: Principal,
  query: PageQuery,
): Promise<Page<SessionRow>> {
  const list: ListName = ['sessions', userId];
  const after = await positionOf(context, list, query);
  const rows = await liveSessions(context, userId, { after, limit: query.per_page + 1 });
  return pageOf(context, list, query, rows, ({ lastUsedAt, id }) => [lastUsedAt.toISOString(), id]);
}

/** @throws AuthError `NOT_FOUND` alike for an ended session, an unknown one and somebody else's. */
export async function endOwnSession(context: Context, { userId }: Principal, sessionId: string): Promise<void> {
  const found = await findSession(context.database, sessionId);
  if (found?.session.userId !== userId || found.session.endedAt) throw new AuthError('NOT_FOUND');
  await endNow(context, { session: found.session, reason: 'ended_elsewhere', actorId: userId });
}

export async function endOtherSessions(context: Context, { userId, sessionId }: Principal): Promise<void> {
  const others = sql`user_id = ${userId}::uuid and id <> ${sessionId}::uuid`;
  const audit = auditRow(context, {
    action: 'sessions.ended',
    resource: `user:${userId}`,
    userId,
    actorId: userId,
    outcome: 'success',
    sessionId,
    details: { reason: 'ended_elsewhere' },
  });
  const parts = { ...endSessions(others, 'ended_elsewhere', context.clock.now()), audited: auditInsert(audit) };
  const [row] = await context.database.rows(together(parts, sql`select ${endedList()} as ended_sessions`));
  announceAudit(context, audit);
  await publishEnded(context, row?.ended_sessions);
}
