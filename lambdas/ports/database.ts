import type { SQL } from 'drizzle-orm';
import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core';

/** drizzle's query builder, bound to a pool or to one transaction. */
export type Db = PgDatabase<PgQueryResultHKT>;

/**
 * PostgreSQL through drizzle. Every adapter keeps these promises, and `test/ports/database.suite.ts` holds it to them:
 * - the session's time zone is UTC, and every column type of the schema comes back as it went in;
 * - inside `transaction` only `tx` is used: `db` there waits forever on an engine with one connection;
 * - a statement is committed when its promise resolves, and one that writes runs once at most;
 * - where an error is an outage the statement may have been committed all the same, and a transaction's commit too.
 * What a statement answers must be less than 1 MiB, a row of it 64 KiB: the RDS Data API gives no more.
 */
export interface Database {
  readonly db: Db;
  transaction<T>(work: (tx: Db) => Promise<T>): Promise<T>;
  /**
   * Runs one raw statement; rows bear the database's own column names. Every parameter needs a cast
   * (`::uuid`), here and wherever a placeholder of a prepared query is compared.
   */
  rows<T extends Record<string, unknown>>(statement: SQL): Promise<T[]>;
  /** Whether the error says that the database could not be reached or is waking up. */
  isUnavailable(error: unknown): boolean;
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** The five characters of SQLSTATE, wherever the driver put them, or undefined. */
export function sqlState(error: unknown): string | undefined {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    const code = (at as { code?: unknown }).code;
    if (typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code)) return code;
    const inText = /SQLState: ([0-9A-Z]{5})/.exec(at.message)?.[1];
    if (inText) return inText;
  }
  return undefined;
}
