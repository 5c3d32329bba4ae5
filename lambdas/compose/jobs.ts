/** How each kind of job is done. The rules are those of the flows that start them. */
import { bulkWork } from '../flows/administration/bulk.ts';
import { userExportWork } from '../flows/administration/export.ts';
import { auditExportWork } from '../flows/audit-log/export.ts';
import type { JobWorks } from '../workers/jobs.ts';

export const jobWorks: JobWorks = {
  users_bulk: bulkWork,
  users_export: userExportWork,
  audit_export: auditExportWork,
};
