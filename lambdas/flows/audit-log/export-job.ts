/** The whole export as a job: what of the log is asked for is written down now and read later. */

import { searchAudit } from '../../domain/audit/audit-search.ts';
import { auditLines, auditView } from '../../domain/audit/audit-view.ts';
import { exportWork } from '../../domain/job/export-work.ts';
import type { JobState } from '../../domain/job/job.ts';
import { startJob } from '../../domain/job/jobs.ts';
import type { Context, Principal } from '../../kernel/context.ts';
import { searchOf, seesNames } from './audit-log.ts';
import type { AuditExportQuery } from './contract.ts';

export type AuditJobQuery = Omit<AuditExportQuery, 'cursor'>;

/** A database answers less than 1 MiB at once: so many rows, of which each bears a user agent of 512 characters. */
const rowsAtOnce = 250;

export function startAuditExport(context: Context, principal: Principal, query: AuditJobQuery): Promise<JobState> {
  return startJob(context, principal, {
    kind: 'audit_export',
    input: { query },
    total: 0,
    action: 'audit.export_started',
    details: query,
  });
}

/** Addresses are shown to a starter who may still read users. */
export const auditExportWork = exportWork({
  rows: 'audit',
  head: (input) => auditLines([], queryOf(input).format, true),
  async read({ database }, input, after, starter) {
    const query = queryOf(input);
    const { rows, next } = await searchAudit(database, { ...searchOf(query), after, limit: rowsAtOnce });
    const views = rows.map((row) => auditView(row, seesNames(starter)));
    return { lines: views.map((view) => auditLines([view], query.format, false)), next };
  },
});

/** As the contract had it when the job was started. */
function queryOf({ query }: JobState['input']): AuditJobQuery {
  return query as AuditJobQuery;
}
