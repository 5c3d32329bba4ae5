/** An audit row as administrators see it: mapped by hand, without salt, commitment and hash. */
import { csvLine, ndjsonLine } from '../csv.ts';
import type { FoundAudit } from './audit-search.ts';

export interface AuditView {
  id: string;
  created_at: string;
  user_id: string | null;
  user_email: string | null;
  actor_id: string | null;
  actor_email: string | null;
  action: string;
  resource: string;
  outcome: 'success' | 'refused';
  reason: string | null;
  details: Record<string, unknown>;
  ip: string;
  user_agent: string;
  request_id: string;
  session_id: string | null;
  erased: boolean;
}

/** @param names whether addresses are shown: only to those who may read users. */
export function auditView({ row, userEmail, actorEmail }: FoundAudit, names: boolean): AuditView {
  const { reason } = row.details;
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

export type AuditFormat = 'csv' | 'ndjson';

const columns = [
  'id',
  'created_at',
  'user_id',
  'user_email',
  'actor_id',
  'actor_email',
  'action',
  'resource',
  'outcome',
  'reason',
  'details',
  'ip',
  'user_agent',
  'request_id',
  'session_id',
  'erased',
] as const satisfies readonly (keyof AuditView)[];

/** The lines of an export; the first part of one in CSV begins with the names of its columns. */
export function auditLines(rows: readonly AuditView[], format: AuditFormat, isFirst: boolean): string {
  if (format === 'ndjson') return rows.map(ndjsonLine).join('');
  const head = isFirst ? csvLine(columns) : '';
  return head + rows.map((row) => csvLine(columns.map((name) => cellOf(row[name])))).join('');
}

function cellOf(value: AuditView[keyof AuditView]): string | boolean | null {
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : value;
}
