import { searchAudit } from '../../domain/audit/audit-search.ts';
import { auditView } from '../../domain/audit/audit-view.ts';
import { type ExportSource, exportPart, startExport } from '../../domain/export/export.ts';
import { exportWork } from '../../domain/export/export-work.ts';
import type { JobState } from '../../domain/job/job.ts';
import type { Context, Principal } from '../../kernel/context.ts';
import { auditEntry } from '../../kernel/http/audit-entry.ts';
import type { ExportPart } from '../../kernel/http/export-file.ts';
import { listNameOf, searchOf } from './audit-log.ts';
import type { AuditExportQuery, AuditJobQuery } from './contract.ts';

/** The audit log. Addresses are shown to a starter who may still read users. */
const source: ExportSource<AuditJobQuery> = {
  rows: 'audit',
  taken: { action: 'audit.exported', resource: 'audit' },
  started: { action: 'audit.export_started', kind: 'audit_export' },
  path: '/api/v1/audit-logs/export',
  columns: Object.keys(auditEntry.shape),
  list: listNameOf,
  noted: (query) => query,
  async read({ database }, query, from, taker) {
    const { rows, next } = await searchAudit(database, { ...searchOf(query), ...from });
    return { rows: rows.map((row) => auditView(row, taker)), next };
  },
};

/** @throws AuthError 422 for a cursor of another list. */
export function exportAuditLogs(context: Context, principal: Principal, query: AuditExportQuery): Promise<ExportPart> {
  return exportPart(context, principal, source, query);
}

export function startAuditExport(context: Context, principal: Principal, query: AuditJobQuery): Promise<JobState> {
  return startExport(context, principal, source, query);
}

export const auditExportWork = exportWork(source);
