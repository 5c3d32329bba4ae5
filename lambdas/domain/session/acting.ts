/** An administrator who acts as a user (docs/decisions/0023-acting-as-a-user.md): a session of the user, tied to theirs. */
import type { Actor, Context, Principal } from '../../kernel/context.ts';
import type { ActedRequest } from '../../kernel/http/authenticator.ts';
import { announceAudit, auditInsert, auditRow } from '../audit/audit.ts';
import { endNow } from './ending.ts';

const permission = 'users:act_as';

export function mayActAs(permissions: ReadonlySet<string>): boolean {
  return permissions.has(permission);
}

/** The administrator's own session is over, or they may act no more: it does not come back with the right. */
export function endActing(context: Context, session: { id: string; userId: string }, actor: Actor): Promise<void> {
  return endNow(context, { session, reason: 'signed_out', actorId: actor.userId });
}

/** One row for each request, written before its rule runs: where it cannot be written the request is refused. */
export async function auditActed(
  context: Context,
  { userId, sessionId, actor }: Principal,
  { method, path, refused }: ActedRequest,
): Promise<void> {
  const row = auditRow(context, {
    action: 'act_as.requested',
    resource: `session:${sessionId}`,
    userId,
    actorId: actor?.userId ?? null,
    outcome: refused === null ? 'success' : 'refused',
    sessionId,
    details: { method, path, ...(refused !== null && { reason: refused.toLowerCase() }) },
  });
  await context.database.rows(auditInsert(row));
  announceAudit(context, row);
}
