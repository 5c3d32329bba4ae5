import { viewOfJob } from '../../domain/job/job-view.ts';
import { defineFlow } from '../../kernel/http/flow.ts';
import { exportAuditLogs, listAuditLogs } from './audit-log.ts';
import { auditLog, csvType, ndjsonType } from './contract.ts';
import { startAuditExport } from './export-job.ts';

export const auditLogFlow = defineFlow(auditLog, {
  listAuditLogs: async ({ principal, query }, context) => {
    const { rows, pagination } = await listAuditLogs(context, principal, query);
    return { data: rows, pagination };
  },
  exportAuditLogs: async ({ principal, query }, context) => {
    const { body, next } = await exportAuditLogs(context, principal, query);
    return {
      data: body,
      headers: {
        'content-type': query.format === 'csv' ? csvType : ndjsonType,
        'content-disposition': `attachment; filename="audit-log.${query.format}"`,
        // RFC 8288.
        ...(next && { link: `<${next}>; rel="next"` }),
      },
    };
  },
  startAuditExport: async ({ principal, query }, context) => ({
    data: viewOfJob(await startAuditExport(context, principal, query), []),
    message: 'The export is being made. You get a mail when it is ready.',
  }),
});
