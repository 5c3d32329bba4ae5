'use client';
import { ExportDialog } from '../../lib/administration/export-dialog.tsx';
import { authorized } from '../../lib/session/browser.ts';
import { client } from './audit-list.ts';
import { type AuditFilters, auditQuery, isFiltered } from './audit-query.ts';

export interface AuditExportProps {
  filters: AuditFilters;
  /** The job that the address names; empty where it names none. */
  jobId: string;
  onJob(id: string | null): void;
}

/** The audit log as a file, as it is filtered. */
export function AuditExport({ filters, jobId, onJob }: AuditExportProps) {
  const query = auditQuery(filters);
  return (
    <ExportDialog
      what="entries"
      name="audit-log"
      isFiltered={isFiltered(filters)}
      read={(format, cursor) =>
        authorized((bearer) => client.exportAuditLogs({ bearer, query: { ...query, format, cursor } }))
      }
      start={(format, call) => client.startAuditExport({ ...call, query: { ...query, format } })}
      jobId={jobId}
      onJob={onJob}
    />
  );
}
