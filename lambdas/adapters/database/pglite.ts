import { PGlite } from '@electric-sql/pglite';
import type { SQL } from 'drizzle-orm';
import { PgDialect } from 'drizzle-orm/pg-core';
import { drizzle, PgliteSession, PgliteTransaction } from 'drizzle-orm/pglite';
import type { Database, Db } from '../../ports/database.ts';
import { type OnStatement, statementLogger } from './statements.ts';

export interface PgliteOptions {
  /**
   * The data folder; in memory where it is left out. One process alone may open it: PGlite keeps no lock of its own.
   */
  folder?: string;
  /** What `dumpDataDir` made: the database starts as its copy, seconds faster than from nothing. */
  snapshot?: Blob;
  onStatement?: OnStatement;
}

export interface PgliteDatabase extends Database {
  /** The whole database as an uncompressed tar, for `snapshot`. */
  dump(): Promise<Blob>;
}

/** Its 128 MB for pages are written over at each start, and again and again while a database is made. */
export const pgliteStart = [...PGlite.defaultStartParams, '-c', 'shared_buffers=32MB'];

/**
 * PostgreSQL embedded in the process. It has one connection: whatever is asked outside of a transaction waits for it.
 */
export async function openPglite(options: PgliteOptions = {}): Promise<PgliteDatabase> {
  const client = await PGlite.create({
    ...(options.folder === undefined ? {} : { dataDir: options.folder }),
    ...(options.snapshot === undefined ? {} : { loadDataDir: options.snapshot }),
    startParams: pgliteStart,
  });
  await client.exec("set time zone 'UTC'");
  const settings = { logger: statementLogger(options.onStatement) };
  const dialect = new PgDialect();
  const db = drizzle(client, settings) as unknown as Db;
  let closed: Promise<void> | undefined;

  return {
    db,
    async transaction(work) {
      // PGlite sends begin, commit and rollback by itself, past drizzle's logger; they count like any other statement.
      options.onStatement?.('begin');
      let end: 'commit' | 'rollback' = 'rollback';
      try {
        return await client.transaction(async (connection) => {
          const session = new PgliteSession(connection as unknown as PGlite, dialect, undefined, settings);
          const result = await work(new PgliteTransaction(dialect, session, undefined) as unknown as Db);
          end = 'commit';
          return result;
        });
      } finally {
        options.onStatement?.(end);
      }
    },
    async rows<T extends Record<string, unknown>>(statement: SQL) {
      return ((await db.execute(statement)) as unknown as { rows: T[] }).rows;
    },
    isUnavailable: isClosed,
    async ping() {
      await client.query('select 1');
    },
    close: () => {
      closed ??= client.close();
      return closed;
    },
    dump: () => client.dumpDataDir('none'),
  };
}

/** Nothing stands between the process and its own database: it is away only once it was closed. */
function isClosed(error: unknown): boolean {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    if (/PGlite is (closed|closing)/.test(at.message)) return true;
  }
  return false;
}
