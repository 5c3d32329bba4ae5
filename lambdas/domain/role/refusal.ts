import type { Context, Principal } from '../../kernel/context.ts';
import { AuthError } from '../../kernel/errors.ts';
import { type AuditEvent, auditRefusal } from '../audit/audit.ts';

/** Why somebody may not do this to an account, or to who may do what. */
export type RefusalReason = 'own_account' | 'permission_not_held' | 'last_administrator';

/** Writes down what was tried and why it is refused, and answers the refusal: `LAST_ADMIN` or `FORBIDDEN`. */
export async function refusalOf(
  context: Context,
  { userId: actorId, sessionId }: Pick<Principal, 'userId' | 'sessionId'>,
  tried: Pick<AuditEvent, 'action' | 'resource' | 'userId'>,
  reason: RefusalReason,
): Promise<AuthError> {
  await auditRefusal(context, { ...tried, actorId, sessionId, details: { reason } });
  context.metrics.count('AdministrationRefused', { reason });
  return new AuthError(reason === 'last_administrator' ? 'LAST_ADMIN' : 'FORBIDDEN', { details: { reason } });
}
