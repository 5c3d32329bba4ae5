/** Proving again who one is, for what asks for recent authentication. It counts on the session row, not in a token. */
import { type SQL, sql } from 'drizzle-orm';
import type { Context, Principal } from '../../kernel/context.ts';
import { announceAudit, auditInsert, auditRow } from '../audit/audit.ts';
import { at, together, touched } from '../statement.ts';
import { copyOf, writeCopy } from './session-copy.ts';
import { asItIs, type SessionAndUser, seenVersion, sessionAndUser } from './sessions.ts';

export interface StepUpProof {
  /** For audit and metrics. */
  method: string;
  amr: string[];
}

/**
 * Marks the session as proven now. `spend` spends the proof and touches a row where it could; it may be left out where
 * the proof cannot be used up. Null, with nothing written, where the session is over or the proof was spent by another.
 */
export async function stepUp(
  context: Context,
  principal: Pick<Principal, 'userId' | 'sessionId' | 'amr'>,
  proof: StepUpProof,
  { spend, also }: { spend?: SQL; also?: Record<string, SQL | undefined> } = {},
): Promise<SessionAndUser | null> {
  const now = at(context.clock.now());
  const amr = [...new Set([...principal.amr, ...proof.amr])];
  const { userId, sessionId } = principal;
  const audit = auditRow(context, {
    action: 'session.stepped_up',
    resource: `session:${sessionId}`,
    userId,
    actorId: userId,
    outcome: 'success',
    sessionId,
    details: { method: proof.method },
  });
  const [row] = await context.database.rows(
    together(
      {
        spent: spend,
        s: sql`
          update sessions set auth_time = ${now}, stepped_up_at = ${now}, version = sessions.version + 1,
            amr = string_to_array(${amr.join(' ')}::text, ' ')
          from users
          where sessions.id = ${sessionId}::uuid and users.id = sessions.user_id and ended_at is null
            and expires_at > ${now} and idle_expires_at > ${now} and users.is_active and users.deleted_at is null
            and ${spend ? touched('spent') : sql`true`}
          returning sessions.*`,
        ...also,
        audited: auditInsert(audit, touched('s')),
      },
      sql`select ${sessionAndUser}, ${seenVersion(sessionId)} from s join users u on u.id = s.user_id`,
    ),
  );
  const stepped = row ? await asItIs(context.database, row) : null;
  if (!stepped) return null;
  announceAudit(context, audit);
  context.metrics.count('SteppedUp', { method: proof.method });
  await writeCopy(context, sessionId, copyOf(stepped.session, stepped.user.grants.roleIds, context.clock.now()));
  return stepped;
}
