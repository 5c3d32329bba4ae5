'use client';
import { auditLog } from '../../../lambdas/flows/audit-log/contract.ts';
import { type Answer, createClient } from '../../../lambdas/kernel/http/client.ts';
import { authorized } from '../../lib/session/browser.ts';
import { usePages } from '../../lib/use-pages.ts';
import { useUrlFilters } from '../../lib/use-url-filters.ts';
import { type AuditFilters, auditFilterNames, auditQuery } from './audit-query.ts';

export const client = createClient({ auditLog }).auditLog;

type List = Extract<Answer<typeof auditLog.routes.listAuditLogs>, { ok: true }>;
export type AuditEntry = List['data'][number];

/** The filters in the address; `id` is the entry that is open there, `export` the job of an export. */
export function useAuditFilters() {
  return useUrlFilters([...auditFilterNames, 'id', 'export']);
}

export function useAuditLog(filters: AuditFilters) {
  const query = auditQuery(filters);
  return usePages(['audit-logs', query], (cursor) =>
    authorized((bearer) => client.listAuditLogs({ bearer, query: { ...query, per_page: 50, cursor } })),
  );
}
