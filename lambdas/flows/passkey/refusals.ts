import { auditRefusal } from '../../domain/audit/audit.ts';
import type { PasskeyRow } from '../../domain/passkey/passkey.table.ts';
import type { Context, Principal } from '../../kernel/context.ts';

export interface RefusedProof {
  action: 'session.started' | 'session.stepped_up';
  reason: string;
  /** Whose account it was about; null where it named none. */
  userId: string | null;
  passkey: PasskeyRow | null;
  principal?: Principal;
  details?: Record<string, unknown>;
}

/**
 * One row where an account is concerned, by a statement that costs the same where none is. A signature counter that
 * stands still or goes back has a row of its own kind: two devices have the key (WebAuthn L3 6.1.1).
 */
export async function auditRefusedProof(context: Context, refused: RefusedProof): Promise<void> {
  const { action, reason, userId, passkey, principal, details } = refused;
  const isCloned = reason === 'cloned' && passkey !== null;
  if (isCloned) context.metrics.count('PasskeyCloned');
  await auditRefusal(context, {
    action: isCloned ? 'passkey.cloned' : action,
    resource: isCloned
      ? `passkey:${passkey.id}`
      : principal
        ? `session:${principal.sessionId}`
        : `user:${userId ?? ''}`,
    userId,
    actorId: principal?.userId ?? null,
    ...(principal && { sessionId: principal.sessionId }),
    details: { method: 'passkey', reason, ...details },
  });
}
