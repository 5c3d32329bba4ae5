/** The audit log as those read it who may: docs/flows/audit-log.md. */
import { announceAudit, auditInsert, auditRow } from '../../domain/audit/audit.ts';
import { nextOfAuditExport } from '../../domain/audit/audit-export.ts';
import { type AuditFilter, searchAudit } from '../../domain/audit/audit-search.ts';
import { type AuditView, auditLines, auditView } from '../../domain/audit/audit-view.ts';
import { boundedPage, cursorOf, type ListName, type Page, positionOf } from '../../domain/page.ts';
import type { Context, Principal } from '../../kernel/context.ts';
import type { AuditExportQuery, AuditListQuery } from './contract.ts';

export async function listAuditLogs(
  context: Context,
  principal: Principal,
  query: AuditListQuery,
): Promise<Page<AuditView>> {
  const list = listName('audit-logs', query);
  const after = await positionOf(context, list, query);
  const found = await searchAudit(context.database, { ...searchOf(query), after, limit: query.per_page });
  const rows = found.rows.map((row) => auditView(row, seesNames(principal)));
  return boundedPage(context, list, query.per_page, { rows, next: found.next });
}

export interface ExportedPart {
  body: string;
  /** The address of the next part; null at the end. */
  next: string | null;
}

/** The first part leaves a row itself: whoever takes the log away is seen in it. */
export async function exportAuditLogs(
  context: Context,
  principal: Principal,
  query: AuditExportQuery,
): Promise<ExportedPart> {
  // Another's cursor would go past that row.
  const list = [...listName('audit-logs-export', query), principal.userId];
  const after = await positionOf(context, list, query);
  if (after === null) await told(context, principal, query);
  const { rows, next } = await nextOfAuditExport(context.database, searchOf(query), after);
  const views = rows.map((row) => auditView(row, seesNames(principal)));
  const cursor = next === null ? null : await cursorOf(context, list, next);
  return { body: auditLines(views, query.format, after === null), next: cursor && nextPart(context, query, cursor) };
}

/** A cursor goes on with the very list that gave it: another filter, order or format is another list. */
function listName(name: string, query: AuditListQuery | AuditExportQuery): ListName {
  const { cursor, ...asked } = query;
  const parts = Object.entries(asked).filter(([key]) => key !== 'per_page');
  return [name, ...parts.flatMap(([key, value]) => [key, String(value)])];
}

export function searchOf(query: AuditListQuery | Omit<AuditExportQuery, 'cursor'>): {
  filter: AuditFilter;
  newestFirst: boolean;
} {
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

/** Addresses of others are for those who may read users. */
export function seesNames({ permissions }: Principal): boolean {
  return permissions.has('users:read');
}

function nextPart({ config }: Context, query: AuditExportQuery, cursor: string): string {
  const address = new URL('/api/v1/audit-logs/export', config.origin);
  for (const [name, value] of Object.entries({ ...query, cursor })) address.searchParams.set(name, String(value));
  return address.href;
}

async function told(context: Context, { userId, sessionId }: Principal, query: AuditExportQuery): Promise<void> {
  const { cursor, ...asked } = query;
  const row = auditRow(context, {
    action: 'audit.exported',
    resource: 'audit',
    userId: null,
    actorId: userId,
    outcome: 'success',
    sessionId,
    details: asked,
  });
  await context.database.rows(auditInsert(row));
  announceAudit(context, row);
}
