import * as z from 'zod/mini';
import { defineContract } from '../../kernel/http/contract.ts';
import { id, job, text, timestamp } from '../../kernel/http/fields.ts';
import { administrationLimit, exportJobs, signedInIp } from '../../kernel/http/limits.ts';
import { pageQuery } from '../../kernel/http/lists.ts';

/** What rows must be like. An action is whole (`session.started`) or a family (`session.*`); `to` is the first time not meant. */
const filters = {
  'filter[user_id]': z.optional(id),
  'filter[action]': z.optional(z.string().check(z.maxLength(100), z.regex(/^[a-z_]+(\.[a-z_]+)*(\.\*)?$/))),
  'filter[resource]': z.optional(text(200)),
  'filter[ip]': z.optional(text(64)),
  'filter[outcome]': z.optional(z.enum(['success', 'refused'])),
  'filter[from]': z.optional(timestamp),
  'filter[to]': z.optional(timestamp),
  sort: z._default(z.enum(['-created_at', 'created_at']), '-created_at'),
};
const listQuery = z.extend(pageQuery, filters);
const exportQuery = z.strictObject({
  ...filters,
  format: z._default(z.enum(['csv', 'ndjson']), 'csv'),
  cursor: pageQuery.shape.cursor,
});
export type AuditListQuery = z.output<typeof listQuery>;
export type AuditExportQuery = z.output<typeof exportQuery>;
const jobQuery = z.omit(exportQuery, { cursor: true });

const entry = z.object({
  id,
  created_at: timestamp,
  /** Whom it concerns, and who did it; null for nobody who is known. */
  user_id: z.nullable(id),
  actor_id: z.nullable(id),
  /** Null for those who may not read users, and where there is no such account any more. */
  user_email: z.nullable(z.string()),
  actor_email: z.nullable(z.string()),
  action: z.string(),
  resource: z.string(),
  outcome: z.enum(['success', 'refused']),
  reason: z.nullable(z.string()),
  /** `changes` has the values of fields before and after; never a secret. */
  details: z.record(z.string(), z.unknown()),
  ip: z.string(),
  user_agent: z.string(),
  request_id: id,
  session_id: z.nullable(id),
  /** What was personal in it went with the account. */
  erased: z.boolean(),
});

export const csvType = 'text/csv; charset=utf-8';
export const ndjsonType = 'application/x-ndjson';

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
      success: { status: 200, data: z.array(entry), list: true },
      errors: [],
    },
    exportAuditLogs: {
      method: 'GET',
      path: '/api/v1/audit-logs/export',
      summary: 'The same as a file: at most 1,000 rows, and the address of the next in the header `Link`.',
      access: { permission: 'audit:read' },
      limits: [administrationLimit, signedInIp],
      query: exportQuery,
      success: {
        status: 200,
        data: z.string(),
        bare: { contentType: csvType, orTypes: [ndjsonType], cacheControl: 'no-store' },
      },
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
