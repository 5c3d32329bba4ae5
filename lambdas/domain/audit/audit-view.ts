/** An audit row as administrators see it: mapped by hand, without salt, commitment and hash. */
import type * as z from 'zod/mini';
import type { Principal } from '../../kernel/context.ts';
import type { auditEntry } from '../../kernel/http/audit-entry.ts';
import type { FoundAudit } from './audit-search.ts';

export type AuditView = z.input<typeof auditEntry>;

/** Addresses are for readers who may read users as well. */
export function auditView({ row, userEmail, actorEmail }: FoundAudit, { permissions }: Principal): AuditView {
  const { reason } = row.details;
  const names = permissions.has('users:read');
  return {
    id: row.id,
    created_at: row.createdAt.toISOString(),
    user_id: row.userId,
    user_email: names ? userEmail : null,
    actor_id: row.actorId,
    actor_email: names ? actorEmail : null,
    action: row.action,
    resource: row.resource,
    outcome: row.outcome,
    reason: typeof reason === 'string' ? reason : null,
    details: row.details,
    ip: row.ipAddress,
    user_agent: row.userAgent,
    request_id: row.requestId,
    session_id: row.sessionId,
    erased: row.commitment !== null && row.salt === null,
  };
}
