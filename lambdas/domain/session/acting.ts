/** An administrator who acts as a user (docs/decisions/0023-acting-as-a-user.md): a session of the user, tied to theirs. */
import { sql } from 'drizzle-orm';
import type { Actor, Context, Principal } from '../../kernel/context.ts';
import type { ActedRequest } from '../../kernel/http/authenticator.ts';
import { announceAudit, auditInsert, auditRow } from '../audit/audit.ts';
import { together, touched } from '../statement.ts';
import type { User } from '../user/user.ts';
import { userUnchanged } from '../user/users.ts';
import { endNow } from './ending.ts';
import type { SessionRow } from './session.table.ts';
import { planSession, publishSession } from './session.ts';
import { type SessionAndUser, sessionInsert } from './sessions.ts';

const permission = 'users:act_as';
/** 15 minutes, and no refresh. */
const actingSeconds = 900;

/** Whether whoever holds these may act as a user who may do that: nothing that they may not do themselves. */
export function mayActAs(held: ReadonlySet<string>, users: Iterable<string>): boolean {
  return held.has(permission) && [...users].every((name) => held.has(name));
}

/**
 * A session of the user that nobody can refresh: its token is given to nobody. It never counts as recently proven. Null,
 * with nothing written, where the user has changed since they were read or the administrator's session is over.
 */
export async function startActing(
  context: Context,
  actor: Principal,
  user: User,
  reason: string,
): Promise<SessionAndUser | null> {
  const planned = await planSession(context, user, {
    delivery: 'body',
    deviceName: null,
    amr: [...actor.amr],
    stepsUp: false,
  });
  const expiresAt = new Date(context.clock.now().getTime() + actingSeconds * 1000);
  const session: SessionRow = {
    ...planned.session,
    actorId: actor.userId,
    actorSessionId: actor.sessionId,
    actorReason: reason,
    idleExpiresAt: expiresAt,
    expiresAt,
  };
  const audit = auditRow(context, {
    action: 'act_as.started',
    resource: `session:${session.id}`,
    userId: user.row.id,
    actorId: actor.userId,
    outcome: 'success',
    sessionId: session.id,
    details: { reason },
  });
  const ready = sql`${touched('account')} and ${touched('actor')}`;
  const [row] = await context.database.rows<{ started: boolean }>(
    together(
      {
        account: userUnchanged(user),
        actor: sql`select id from sessions where id = ${actor.sessionId}::uuid and ended_at is null`,
        session: sessionInsert(session, null, ready),
        audited: auditInsert(audit, ready),
      },
      sql`select ${ready} as started`,
    ),
  );
  if (!row?.started) return null;
  announceAudit(context, audit);
  await publishSession(context, { session, user });
  context.metrics.count('ActingStarted');
  return { session, user };
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
