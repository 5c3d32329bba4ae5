/** What a test sees of the platform besides its answers. */
import { getTableName, is, type SQL, sql } from 'drizzle-orm';
import { PgTable } from 'drizzle-orm/pg-core';
import * as schema from '../../lambdas/domain/schema.ts';
import type { TestPlatform } from '../platform.ts';

export type Row = Record<string, unknown>;

/** The rows of a table, oldest first where they bear v7 ids. */
export function rowsOf(at: TestPlatform, table: PgTable, where: SQL = sql`true`): Promise<Row[]> {
  return at.platform.database.rows(sql`select t.* from ${table} t where ${where} order by t::text`);
}

/** What triggers keep beside the rows of others. */
const kept = new Set<unknown>([schema.auditUnsealed, schema.userSearchTerms]);

/** Every row of every table: two of these are equal where nothing had an effect. */
export async function everyRow(at: TestPlatform): Promise<Record<string, Row[]>> {
  const held: Record<string, Row[]> = {};
  for (const table of Object.values(schema)) {
    if (is(table, PgTable) && !kept.has(table))
      held[getTableName(table as PgTable)] = await rowsOf(at, table as PgTable);
  }
  return held;
}

/** The audit rows of that action, all where none is given. */
export async function auditOf(at: TestPlatform, action?: string): Promise<Row[]> {
  const rows = await rowsOf(at, schema.auditLogs);
  return action === undefined ? rows : rows.filter((row) => row.action === action);
}

export interface StoppedClock {
  advance(seconds: number): void;
  /** Time runs again, from where it stands. */
  go(): void;
}

/** Time stands still and moves by `advance` alone, so that a test can hit the very second. */
export function stopClock({ clock }: TestPlatform): StoppedClock {
  let shown = clock.now();
  const spy = import.meta.jest.spyOn(clock, 'now').mockImplementation(() => shown);
  return {
    advance(seconds) {
      shown = new Date(shown.getTime() + seconds * 1000);
    },
    go() {
      spy.mockRestore();
      clock.advance(Math.max(0, (shown.getTime() - clock.now().getTime()) / 1000));
    },
  };
}
