/** What happened to the own account: the user's own rows of the audit log. */
import { auditOfUser, type StoredAudit } from '../../domain/audit/audits.ts';
import { type ListName, type Page, pageOf, positionOf } from '../../domain/page.ts';
import type { Context, Principal } from '../../kernel/context.ts';
import type { PageQuery } from '../../kernel/http/lists.ts';

export async function listActivity(
  context: Context,
  { userId }: Principal,
  query: PageQuery,
): Promise<Page<StoredAudit>> {
  const list: ListName = ['activity', userId];
  const after = await positionOf(context, list, query);
  const rows = await auditOfUser(context.database, userId, { after, limit: query.per_page + 1 });
  return pageOf(context, list, query, rows, ({ createdAt, id }) => [createdAt.toISOString(), id]);
}

/**
 * Mapped by hand. Who else did it stays unsaid, and from where: an administrator is not named to whom it concerns. What
 * nobody is known to have done is told with its address: it may be somebody who tries to get in.
 */
export function activityView(row: StoredAudit) {
  const isOthers = row.actorId !== null && row.actorId !== row.userId;
  return {
    id: row.id,
    action: row.action,
    outcome: row.outcome,
    by: row.actorId === null ? ('unknown' as const) : isOthers ? ('other' as const) : ('you' as const),
    details: row.details,
    ip: isOthers ? '' : row.ipAddress,
    user_agent: isOthers ? '' : row.userAgent,
    session_id: isOthers ? null : row.sessionId,
    created_at: row.createdAt.toISOString(),
  };
}
