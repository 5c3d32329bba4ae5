import * as z from 'zod/mini';
import type { Route } from '../../kernel/http/contract.ts';
import { exportFile, exportFormat } from '../../kernel/http/export-file.ts';
import { id, job } from '../../kernel/http/fields.ts';
import { administrationLimit, bulkJobs, exportJobs, reads, signedInIp } from '../../kernel/http/limits.ts';
import { userListQuery } from './user-routes.ts';

const exportQuery = z.extend(z.omit(userListQuery, { per_page: true }), { format: exportFormat });
const jobQuery = z.omit(exportQuery, { cursor: true });
export type UserExportQuery = z.output<typeof exportQuery>;
export type UserJobQuery = z.output<typeof jobQuery>;

export const bulkActions = [
  'disable',
  'enable',
  'delete',
  'restore',
  'end_sessions',
  'password_reset',
  'reset_mfa',
  'unlock',
] as const;
/** As many as fit a body of 64 KiB. */
const bulkInput = z.object({
  action: z.enum(bulkActions),
  ids: z.array(id).check(z.minLength(1), z.maxLength(1000)),
});
export type BulkInput = z.output<typeof bulkInput>;

const one = z.object({ id });
const part = z.strictObject({
  part: z._default(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(1_000_000)), 1),
});

export const jobRoutes = {
  exportUsers: {
    method: 'GET',
    path: '/api/v1/users/export',
    summary: 'The list as a file: at most 1,000 rows, and the address of the next in the header `Link`.',
    access: { permission: 'users:read' },
    limits: [administrationLimit, signedInIp],
    query: exportQuery,
    success: exportFile,
    errors: [],
  },
  startUserExport: {
    method: 'POST',
    path: '/api/v1/users/export',
    summary: 'The whole of it, as a job: a mail says when it can be fetched.',
    access: { permission: 'users:read' },
    recentAuthentication: true,
    limits: [exportJobs, administrationLimit, signedInIp],
    query: jobQuery,
    success: { status: 202, data: job },
    errors: [],
  },
  startBulk: {
    method: 'POST',
    path: '/api/v1/users/bulk',
    summary: 'The same to up to 1,000 users, as a job: each is refused or changed as by the route of that alone.',
    access: { permission: 'users:write' },
    recentAuthentication: true,
    limits: [bulkJobs, administrationLimit, signedInIp],
    body: bulkInput,
    success: { status: 202, data: job },
    errors: [],
  },
  getJob: {
    method: 'GET',
    path: '/api/v1/jobs/{id}',
    summary: 'How a job stands. It is seen by its starter alone.',
    access: 'user',
    limits: [reads, signedInIp],
    params: one,
    success: { status: 200, data: job },
    errors: ['NOT_FOUND'],
  },
  getJobResult: {
    method: 'GET',
    path: '/api/v1/jobs/{id}/result',
    summary: 'What an export made, part by part: the address of the next is in the header `Link`. Kept for a day.',
    access: 'user',
    limits: [reads, signedInIp],
    params: one,
    query: part,
    success: exportFile,
    errors: ['NOT_FOUND', 'CONFLICT', 'FORBIDDEN'],
  },
} as const satisfies Record<string, Route>;
