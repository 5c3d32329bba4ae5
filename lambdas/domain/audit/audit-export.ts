/** Exports of the audit log, part by part: an answer takes one of them, a job all. */
import type { Database } from '../../ports/database.ts';
import type { Position } from '../page.ts';
import { type AuditFilter, type FoundAudit, type FoundAudits, searchAudit } from './audit-search.ts';

/** A database answers less than 1 MiB at once: so many rows, of which each bears a user agent of 512 characters. */
const rowsAtOnce = 250;
const readsOfPart = 4;

export interface AuditExport {
  filter: AuditFilter;
  newestFirst: boolean;
}

/** The next rows of an export, at most 1,000; fewer, perhaps none, where few of those that were looked at fit. */
export async function nextOfAuditExport(
  database: Database,
  asked: AuditExport,
  after: Position | null,
): Promise<FoundAudits> {
  const rows: FoundAudit[] = [];
  let next = after;
  for (let reads = 0; reads < readsOfPart; reads += 1) {
    const page = await searchAudit(database, { ...asked, after: next, limit: rowsAtOnce });
    rows.push(...page.rows);
    next = page.next;
    if (next === null) break;
  }
  return { rows, next };
}
