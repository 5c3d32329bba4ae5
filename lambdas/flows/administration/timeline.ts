/** What happened to a user, for whoever is asked why: the audit rows about them and the ends of their sessions. */
import type * as z from 'zod/mini';
import { searchAudit } from '../../domain/audit/audit-search.ts';
import { type AuditView, auditView } from '../../domain/audit/audit-view.ts';
import { type ListName, type Page, pageOf, positionOf } from '../../domain/page.ts';
import { endsOfSessions, type SessionEnd } from '../../domain/session/ended-of-user.ts';
import { findManagedUser } from '../../domain/user/managed-users.ts';
import type { Context, Principal } from '../../kernel/context.ts';
import { AuthError } from '../../kernel/errors.ts';
import type { PageQuery } from '../../kernel/http/lists.ts';
import type { timelineEntry } from './insight-routes.ts';

type Entry = z.input<typeof timelineEntry>;

export async function timelineOf(
  context: Context,
  principal: Principal,
  userId: string,
  query: PageQuery,
): Promise<Page<Entry>> {
  const list: ListName = ['timeline', userId];
  const after = await positionOf(context, list, query);
  const limit = query.per_page + 1;
  const [found, ends] = await Promise.all([
    searchAudit(context.database, { filter: { userId }, newestFirst: true, after, limit }),
    endsOfSessions(context, userId, { after, limit }),
  ]);
  // Of a purged user rows are left; of one who is deleted, or older than the rows that are kept, there may be none.
  if (found.rows.length + ends.length === 0 && after === null && !(await findManagedUser(context.database, userId)))
    throw new AuthError('NOT_FOUND');
  const names = principal.permissions.has('users:read');
  const events = found.rows.map((row) => eventOf(auditView(row, principal)));
  const entries = [...events, ...ends.map((end) => endOf(end, names))].sort(newestFirst);
  return pageOf(context, list, query, entries.slice(0, limit), ({ created_at, id }) => [created_at, id]);
}

function eventOf({ user_id, user_email, resource, request_id, erased, ...event }: AuditView): Entry {
  return { kind: 'event', ...event };
}

/** Why a session is over, also where it just ran out of time. Who and where from is whose session it was, and where. */
function endOf({ sessionId, endedAt, reason, actor, ip, userAgent }: SessionEnd, names: boolean): Entry {
  return {
    kind: 'session_end',
    id: sessionId,
    created_at: endedAt.toISOString(),
    action: 'session.over',
    outcome: 'success',
    reason,
    details: {},
    actor_id: actor?.id ?? null,
    actor_email: names && actor ? actor.email : null,
    ip,
    user_agent: userAgent,
    session_id: sessionId,
  };
}

function newestFirst(one: Entry, other: Entry): number {
  return placeOf(one) < placeOf(other) ? 1 : -1;
}

function placeOf({ created_at, id }: Entry): string {
  return `${created_at} ${id}`;
}
