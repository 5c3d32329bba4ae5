/** A list that can be taken along: in parts by requests, or whole by a job. */
import type { Context, Principal } from '../../kernel/context.ts';
import type { ExportFormat, ExportPart } from '../../kernel/http/export-file.ts';
import { announceAudit, auditInsert, auditRow } from '../audit/audit.ts';
import type { JobKind, JobState } from '../job/job.ts';
import { startJob } from '../job/jobs.ts';
import { cursorOf, type ListName, type Position, positionOf } from '../page.ts';
import { csvLine } from './csv.ts';

/** What is asked for: filters, an order, and in which form. */
export type ExportQuery = Readonly<Record<string, unknown>> & { format: ExportFormat };

export interface ExportSource<Query extends ExportQuery> {
  /** As the mail of the job calls them. */
  rows: 'users' | 'audit';
  /** What the audit log says of who takes them along, by a request and by a job. */
  taken: { action: string; resource: string };
  started: { action: string; kind: JobKind };
  /** Of the route that answers parts. */
  path: string;
  /** Of a CSV, in order. */
  columns: readonly string[];
  /**
   * The list that is asked for, which a cursor is good for.
   *
   * @throws AuthError 422 where there is no such list.
   */
  list(query: Query): ListName;
  /** What the audit log says of it, which outlives accounts: that words were looked for, and not whose name they were. */
  noted(query: Query): Record<string, unknown>;
  /** Rows from after the position on, as they are shown to who takes them; `next` is null at the end. */
  read(context: Context, query: Query, from: ExportFrom, taker: Principal): Promise<ExportRows>;
}

export interface ExportFrom {
  after: Position | null;
  limit: number;
}

export interface ExportRows {
  rows: readonly Readonly<Record<string, unknown>>[];
  next: Position | null;
}

/** A database answers less than 1 MiB at once: so many rows, each of which may bear a long address or user agent. */
export const rowsAtOnce = 200;
const readsOfPart = 5;

/** What files are called, without their ending. */
export const fileNames: Readonly<Record<ExportSource<ExportQuery>['rows'], string>> = {
  users: 'users',
  audit: 'audit-log',
};

/**
 * At most 1,000 rows; fewer, perhaps none, where few of those that were looked at fit. The first part leaves a row in the
 * audit log: whoever takes the list away is seen in it.
 *
 * @throws AuthError 422 for what is no list, and for a cursor of another one.
 */
export async function exportPart<Query extends ExportQuery>(
  context: Context,
  principal: Principal,
  source: ExportSource<Query>,
  { cursor, ...asked }: Query & { cursor?: string | undefined },
): Promise<ExportPart> {
  const query = asked as unknown as Query;
  const { format } = query;
  // Another's cursor would go past that row.
  const list = ['export', principal.userId, format, ...source.list(query)];
  const after = await positionOf(context, list, { cursor });
  if (after === null) await sayTaken(context, principal, source, query);
  const lines = after === null ? [exportHead(source, query)] : [];
  let next = after;
  for (let reads = 0; reads < readsOfPart; reads += 1) {
    const page = await source.read(context, query, { after: next, limit: rowsAtOnce }, principal);
    lines.push(...page.rows.map((row) => exportLine(source, query, row)));
    next = page.next;
    if (next === null) break;
  }
  const address = next && partAddress(context, source.path, { ...query, cursor: await cursorOf(context, list, next) });
  return { format, name: fileNames[source.rows], body: lines.join(''), next: address };
}

/** @throws AuthError 422 for what is no list. */
export async function startExport<Query extends ExportQuery>(
  context: Context,
  principal: Principal,
  source: ExportSource<Query>,
  query: Query,
): Promise<JobState> {
  source.list(query);
  const input = { query, names: principal.permissions.has('users:read') };
  return startJob(context, principal, { ...source.started, input, total: 0, details: source.noted(query) });
}

/** What stands before the first line; empty where nothing does. */
export function exportHead({ columns }: Pick<ExportSource<ExportQuery>, 'columns'>, { format }: ExportQuery): string {
  return format === 'csv' ? csvLine(columns) : '';
}

/** One row as CSV or as newline-delimited JSON. */
export function exportLine(
  { columns }: Pick<ExportSource<ExportQuery>, 'columns'>,
  { format }: ExportQuery,
  row: ExportRows['rows'][number],
): string {
  return format === 'csv' ? csvLine(columns.map((name) => row[name])) : `${JSON.stringify(row)}\n`;
}

function partAddress({ config }: Context, path: string, query: Readonly<Record<string, unknown>>): string {
  const address = new URL(path, config.origin);
  for (const [name, value] of Object.entries(query))
    if (value !== undefined) address.searchParams.set(name, String(value));
  return address.href;
}

async function sayTaken<Query extends ExportQuery>(
  context: Context,
  { userId, sessionId }: Principal,
  { taken, noted }: ExportSource<Query>,
  query: Query,
): Promise<void> {
  const row = auditRow(context, {
    ...taken,
    userId: null,
    actorId: userId,
    outcome: 'success',
    sessionId,
    details: noted(query),
  });
  await context.database.rows(auditInsert(row));
  announceAudit(context, row);
}
