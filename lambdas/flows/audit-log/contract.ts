import * as z from 'zod/mini';
import { auditEntry } from '../../kernel/http/audit-entry.ts';
import { defineContract } from '../../kernel/http/contract.ts';
import { exportFile, exportFormat } from '../../kernel/http/export-file.ts';
import { askedTime, id, job, text } from '../../kernel/http/fields.ts';
import { administrationLimit, exportJobs, signedInIp } from '../../kernel/http/limits.ts';
import { pageQuery } from '../../kernel/http/lists.ts';

/** What rows must be like. An action is whole (`session.started`) or a family (`session.*`); `to` is the first time not meant. */
const filters = {
  'filter[user_id]': z.optional(id),
  'filter[action]': z.optional(
    z.string().check(z.maxLength(100), z.regex(/^[a-z_]+(\.[a-z_]+)*(\.\*)?$/, 'audit-action')),
  ),
  'filter[resource]': z.optional(text(200)),
  'filter[ip]': z.optional(text(64)),
  'filter[outcome]': z.optional(z.enum(['success', 'refused'])),
  'filter[from]': z.optional(askedTime),
  'filter[to]': z.optional(askedTime),
  sort: z._default(z.enum(['-created_at', 'created_at']), '-created_at'),
};
const listQuery = z.extend(pageQuery, filters);
const exportQuery = z.extend(z.omit(listQuery, { per_page: true }), { format: exportFormat });
const jobQuery = z.omit(exportQuery, { cursor: true });
export type AuditListQuery = z.output<typeof listQuery>;
export type AuditFilterQuery = Omit<AuditListQuery, 'per_page' | 'cursor'>;
export type AuditExportQuery = z.output<typeof exportQuery>;
export type AuditJobQuery = z.output<typeof jobQuery>;

/** docs/flows/audit-log.md. */
export const auditLog = defineContract({
  flow: 'audit-log',
  needs: ['database', 'store', 'mail'],
  routes: {
    listAuditLogs: {
      method: 'GET',
      path: '/api/v1/audit-logs',
      summary: 'What happened on the platform. A page may be short and not the last one.',
      access: { permission: 'audit:read' },
      limits: [administrationLimit, signedInIp],
      query: listQuery,
      success: { status: 200, data: z.array(auditEntry), list: true },
      errors: [],
    },
    exportAuditLogs: {
      method: 'GET',
      path: '/api/v1/audit-logs/export',
      summary: 'The same as a file: at most 1,000 rows, and the address of the next in the header `Link`.',
      access: { permission: 'audit:read' },
      limits: [administrationLimit, signedInIp],
      query: exportQuery,
      success: exportFile,
      errors: [],
    },
    startAuditExport: {
      method: 'POST',
      path: '/api/v1/audit-logs/export',
      summary: 'The whole of it, as a job: a mail says when it can be fetched.',
      access: { permission: 'audit:read' },
      recentAuthentication: true,
      limits: [exportJobs, administrationLimit, signedInIp],
      query: jobQuery,
      success: { status: 202, data: job },
      errors: [],
    },
  },
});
