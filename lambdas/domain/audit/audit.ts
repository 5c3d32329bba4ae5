import { randomBytes } from 'node:crypto';
import { type SQL, sql } from 'drizzle-orm';
import type { Context } from '../../kernel/context.ts';
import { newId } from '../../kernel/id.ts';
import { insertInto } from '../statement.ts';
import { auditLogs } from './audit.table.ts';
import { auditHash, commitmentOf } from './audit-hash.ts';

export type AuditRow = typeof auditLogs.$inferInsert;

export interface AuditEvent {
  /** `noun.verb`, such as `session.started`. */
  action: string;
  /** `noun:id`. */
  resource: string;
  userId: string | null;
  /** Who did it; null for a stranger. */
  actorId: string | null;
  outcome: 'success' | 'refused';
  sessionId?: string;
  /** Never a secret, a token or an address of somebody else. */
  details?: Record<string, unknown> | undefined;
}

/** A row for the audit log, with the hash that also goes to the log stream. */
export function auditRow(context: Context, event: AuditEvent): AuditRow {
  const row = {
    id: newId(context.clock),
    createdAt: context.clock.now(),
    userId: event.userId,
    actorId: context.request.actorId ?? event.actorId,
    action: event.action,
    resource: event.resource,
    outcome: event.outcome,
    details: event.details ?? {},
    ipAddress: context.request.ip,
    userAgent: context.request.userAgent,
    requestId: context.request.id,
    sessionId: event.sessionId ?? null,
  };
  const salt = randomBytes(16).toString('base64url');
  const provable = { ...row, salt, commitment: commitmentOf(row, salt) };
  return { ...provable, hash: auditHash(provable) };
}

/** The row as a part of the change's own statement, so that neither stands without the other. */
export function auditInsert(row: AuditRow, when?: SQL): SQL {
  return insertInto(auditLogs, row, when);
}

/**
 * Says the hash to the log stream, once the row is committed: a row cannot then vanish unseen. The log redacts fields
 * that are called a hash, so this one is a digest.
 */
export function announceAudit(context: Context, row: AuditRow): void {
  context.log.info('audit', { audit_id: row.id, audit_digest: row.hash, action: row.action, outcome: row.outcome });
}

/**
 * Writes a refusal on its own: no transaction that rolls back may take it along. Where it concerns no account nothing
 * is written, by a statement that costs the same.
 */
export async function auditRefusal(context: Context, event: Omit<AuditEvent, 'outcome'>): Promise<void> {
  const row = auditRow(context, { ...event, outcome: 'refused' });
  await context.database.rows(auditInsert(row, sql`${event.userId !== null}::boolean`));
  if (event.userId !== null) announceAudit(context, row);
}

/** The same for what a stranger asked about an account, or about none where `userId` is null. */
export async function auditStrangersRefusal(
  context: Context,
  { action, userId, details }: Pick<AuditEvent, 'action' | 'userId' | 'details'>,
): Promise<void> {
  await auditRefusal(context, { action, resource: `user:${userId ?? ''}`, userId, actorId: null, details });
}
