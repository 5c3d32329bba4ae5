/** How each kind of job is done. The rules are those of the flows that start them. */
import { userExportWork } from '../flows/administration/export.ts';
import { auditExportWork } from '../flows/audit-log/export-job.ts';
import type { JobWorks } from '../workers/jobs.ts';

export const jobWorks: Partial<JobWorks> = {
  users_export: userExportWork,
  audit_export: auditExportWork,
};
