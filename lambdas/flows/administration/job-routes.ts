import * as z from 'zod/mini';
import type { Route } from '../../kernel/http/contract.ts';
import { id, job } from '../../kernel/http/fields.ts';
import { reads, signedInIp } from '../../kernel/http/limits.ts';

export const csvType = 'text/csv; charset=utf-8';
export const ndjsonType = 'application/x-ndjson';

const one = z.object({ id });
const part = z.strictObject({
  part: z._default(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(1_000_000)), 1),
});

export const jobRoutes = {
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
    success: {
      status: 200,
      data: z.string(),
      bare: { contentType: csvType, orTypes: [ndjsonType], cacheControl: 'no-store' },
    },
    errors: ['NOT_FOUND', 'CONFLICT', 'FORBIDDEN'],
  },
} as const satisfies Record<string, Route>;
