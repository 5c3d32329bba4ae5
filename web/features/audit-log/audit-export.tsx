'use client';
import { ExportDialog } from '../../lib/administration/export-dialog.tsx';
import { authorized } from '../../lib/session/browser.ts';
import { client } from './audit-list.ts';
import { type AuditFilters, auditQuery, isFiltered } from './audit-query.ts';

/** The audit log as a file, as it is filtered. */
export function AuditExport({ filters }: { filters: AuditFilters }) {
  return (
    <ExportDialog
      what="entries"
      name="audit-log"
      isFiltered={isFiltered(filters)}
      read={(format, cursor) =>
        authorized((bearer) => client.exportAuditLogs({ bearer, query: { ...auditQuery(filters), format, cursor } }))
      }
    />
  );
}
