/** From the address of the page to the query of the API. */
import type * as z from 'zod/mini';
import type { auditLog } from '../../../lambdas/flows/audit-log/contract.ts';
import { queryOf } from '../../lib/url-filters.ts';

export const auditFilterNames = ['user', 'action', 'resource', 'ip', 'outcome', 'from', 'to', 'sort'] as const;
export type AuditFilters = Readonly<Record<(typeof auditFilterNames)[number], string>>;
export type AuditQuery = z.input<typeof auditLog.routes.listAuditLogs.query>;

/** What is empty filters nothing. Days are those of the browser's time zone: `to` is the last one that is meant. */
export function auditQuery(filters: AuditFilters): AuditQuery {
  const { user, action, resource, ip, outcome, from, to, sort } = filters;
  const said = {
    'filter[user_id]': user,
    'filter[action]': action,
    'filter[resource]': resource,
    'filter[ip]': ip,
    'filter[outcome]': outcome,
    'filter[from]': startOf(from, 0),
    'filter[to]': startOf(to, 1),
    sort,
  };
  // The platform says what is wrong with a value that somebody wrote into the address.
  return queryOf<AuditQuery>(said);
}

export function isFiltered(filters: AuditFilters): boolean {
  return auditFilterNames.some((name) => name !== 'sort' && filters[name] !== '');
}

/** Midnight of a day, or of the one after it, as a moment; what is no day stays as it is. */
function startOf(day: string, daysLater: number): string {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day);
  if (!parts) return day;
  return new Date(Number(parts[1]), Number(parts[2]) - 1, Number(parts[3]) + daysLater).toISOString();
}
