import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Route } from 'playwright-core';
import { type ErrorCode, errorTable } from '../../../lambdas/kernel/errors.ts';

/** One way in which a call goes wrong. */
export interface Refusal {
  /** Such as `429 RATE_LIMITED`, `503 of the gateway`, `no answer`. */
  name: string;
  status: number | 'failed';
  /** Null where what answers is not the platform, or nobody. */
  code: ErrorCode | null;
  /** Says after how many seconds to try again: 30. */
  waits: boolean;
  /** Answers a call like this in the platform's stead. */
  answer(route: Route): Promise<void>;
}

export interface RefusalOptions {
  /** The fields that a 422 names, each with a sentence. */
  fields?: Readonly<Record<string, string>>;
}

interface OpenApiDocument {
  paths: Record<string, Record<string, { responses: Record<string, { $ref?: string }> }>>;
}

const document = JSON.parse(
  readFileSync(new URL('../../../docs/openapi.json', import.meta.url), 'utf8'),
) as OpenApiDocument;

/** What the OpenAPI document lists for the route, what API Gateway answers by itself, and no answer at all. */
export function refusalsOf(method: string, path: string, options: RefusalOptions = {}): Refusal[] {
  const operation = document.paths[path]?.[method.toLowerCase()];
  if (!operation) throw new Error(`the document has no ${method} ${path}`);
  const listed = Object.entries(operation.responses).flatMap(([status, { $ref }]) =>
    // A component is named by its status and its codes: `400.MALFORMED_REQUEST.TOKEN_INVALID`.
    ($ref?.split('/').at(-1)?.split('.').slice(1) ?? []).map((code) => ({ status: Number(status), code })),
  );
  if (listed.length === 0) throw new Error(`the document lists no refusals for ${method} ${path}`);
  return [
    ...listed.map(({ status, code }) => refusal(status, code as ErrorCode, options)),
    ...[413, 429, 503].map(bareRefusal),
    {
      name: 'no answer',
      status: 'failed',
      code: null,
      waits: false,
      answer: (route) => route.abort('connectionfailed'),
    },
  ];
}

/** A refusal in the platform's own form. */
export function refusal(status: number, code: ErrorCode, options: RefusalOptions = {}): Refusal {
  const details = code === 'VALIDATION_FAILED' ? { fields: options.fields ?? {} } : {};
  const metadata = { timestamp: '2030-01-31T12:00:00.000Z', request_id: randomUUID(), version: '0.1.0' };
  const body = { success: false, error: { code, message: errorTable[code].message, details }, metadata };
  const waits = status === 429 || status === 503;
  return {
    name: `${status} ${code}`,
    status,
    code,
    waits,
    answer: (route) =>
      route.fulfill({
        status,
        contentType: 'application/json; charset=utf-8',
        headers: { 'cache-control': 'no-store', ...(waits && { 'retry-after': '30' }) },
        body: JSON.stringify(body),
      }),
  };
}

/** As API Gateway answers by itself: no code, no `Retry-After`. */
function bareRefusal(status: number): Refusal {
  return {
    name: `${status} of the gateway`,
    status,
    code: null,
    waits: false,
    answer: (route) => route.fulfill({ status, contentType: 'application/json', body: '{"message":null}' }),
  };
}
