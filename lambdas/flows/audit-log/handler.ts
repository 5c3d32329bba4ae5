import { viewOfJob } from '../../domain/job/job-view.ts';
import { exportReply } from '../../kernel/http/export-file.ts';
import { defineFlow } from '../../kernel/http/flow.ts';
import { listAuditLogs } from './audit-log.ts';
import { auditLog } from './contract.ts';
import { exportAuditLogs, startAuditExport } from './export.ts';

export const auditLogFlow = defineFlow(auditLog, {
  listAuditLogs: async ({ principal, query }, context) => {
    const { rows, pagination } = await listAuditLogs(context, principal, query);
    return { data: rows, pagination };
  },
  exportAuditLogs: async ({ principal, query }, context) =>
    exportReply(await exportAuditLogs(context, principal, query)),
  startAuditExport: async ({ principal, query }, context) => ({
    data: viewOfJob(await startAuditExport(context, principal, query), []),
    message: 'The export is being made. You get a mail when it is ready.',
  }),
});
