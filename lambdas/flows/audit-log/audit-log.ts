/** The audit log as those read it who may: docs/flows/audit-log.md. */
import { type AuditSearch, searchAudit } from '../../domain/audit/audit-search.ts';
import { type AuditView, auditView } from '../../domain/audit/audit-view.ts';
import { boundedPage, type ListName, type Page, positionOf } from '../../domain/page.ts';
import type { Context, Principal } from '../../kernel/context.ts';
import type { AuditFilterQuery, AuditListQuery } from './contract.ts';

/** @throws AuthError 422 for a cursor of another list. */
export async function listAuditLogs(
  context: Context,
  principal: Principal,
  query: AuditListQuery,
): Promise<Page<AuditView>> {
  const { cursor, per_page: limit, ...asked } = query;
  const list = listNameOf(asked);
  const after = await positionOf(context, list, { cursor });
  const { rows, next } = await searchAudit(context.database, { ...searchOf(asked), after, limit });
  return boundedPage(context, list, limit, { rows: rows.map((row) => auditView(row, principal)), next });
}

/** A cursor goes on with the very list that gave it: another filter or order is another list. */
export function listNameOf(query: AuditFilterQuery): ListName {
  return ['audit-logs', ...Object.entries(query).flatMap(([key, value]) => [key, String(value)])];
}

export function searchOf(query: AuditFilterQuery): Pick<AuditSearch, 'filter' | 'newestFirst'> {
  const time = (text: string | undefined) => (text === undefined ? undefined : new Date(text));
  return {
    filter: {
      userId: query['filter[user_id]'],
      action: query['filter[action]'],
      resource: query['filter[resource]'],
      ip: query['filter[ip]'],
      outcome: query['filter[outcome]'],
      from: time(query['filter[from]']),
      to: time(query['filter[to]']),
    },
    newestFirst: query.sort === '-created_at',
  };
}
