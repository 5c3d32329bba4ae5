import { type SQL, sql } from 'drizzle-orm';
import { drizzle, NodePgSession, NodePgTransaction } from 'drizzle-orm/node-postgres';
import { PgDialect } from 'drizzle-orm/pg-core';
import pg from 'pg';
import { type Database, type Db, sqlState } from '../../ports/database.ts';
import { outageStates } from './outage-states.ts';
import { preparedRows } from './prepared-rows.ts';
import { RolledBack } from './rolled-back.ts';
import { type OnStatement, statementLogger } from './statements.ts';

export interface NodePostgresOptions {
  /** `postgres://user:password@host:port/database` */
  connectionString: string;
  /** The most connections that are open at once; 10 by default. */
  maxConnections?: number;
  /** After so many seconds a statement is cancelled; 10 by default. Migrations of large tables want more. */
  statementSeconds?: number;
  onStatement?: OnStatement;
  /** Told of a connection that broke while nobody used it; the pool has dropped it already. */
  onError?: (error: Error) => void;
}

const connectMs = 2_000;
/** How much longer than the server's own limit the client waits, for a server that no longer answers at all. */
const silentMs = 2_000;

/** PostgreSQL over the wire, through a pool. Throws where the connection string cannot be parsed. */
export function openNodePostgres(options: NodePostgresOptions): Database {
  const statementMs = (options.statementSeconds ?? 10) * 1000;
  const pool = new pg.Pool({
    connectionString: inUtc(options.connectionString),
    max: options.maxConnections ?? 10,
    connectionTimeoutMillis: connectMs,
    statement_timeout: statementMs,
    query_timeout: statementMs + silentMs,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
  });
  // Without a listener a connection that breaks while idle would end the process (pg-pool, `error` event).
  pool.on('error', (error) => options.onError?.(error));
  const settings = { logger: statementLogger(options.onStatement) };
  const dialect = new PgDialect();
  const db = drizzle(pool, settings) as unknown as Db;
  const rows = preparedRows(pool, options.onStatement);
  let closed: Promise<void> | undefined;

  return {
    db,
    async transaction(work) {
      const client = await pool.connect();
      // drizzle's own transaction leaks the connection where `begin` fails, and a connection that breaks between two
      // statements ends the process: hence this one.
      let broken: Error | undefined;
      const breaks = (error: Error) => {
        broken = error;
      };
      client.on('error', breaks);
      const session = new NodePgSession(client, dialect, undefined, settings);
      const tx = new NodePgTransaction(dialect, session, undefined);
      try {
        await tx.execute(sql`begin`);
        const result = await work(tx as unknown as Db);
        const ended = await tx.execute(sql`commit`);
        if (ended.command === 'ROLLBACK') throw new RolledBack();
        return result;
      } catch (error) {
        // A connection that no longer answers would not answer rollback either; dropping it is one.
        if (isUnavailable(error)) broken ??= new Error('the connection broke', { cause: error });
        else await tx.execute(sql`rollback`).catch(breaks);
        throw error;
      } finally {
        client.off('error', breaks);
        client.release(broken);
      }
    },
    rows: <T extends Record<string, unknown>>(statement: SQL) => rows(statement) as Promise<T[]>,
    isUnavailable,
    async ping() {
      await pool.query('select 1');
    },
    close: () => {
      closed ??= pool.end();
      return closed;
    },
  };
}

/** As a startup option, so that it costs no statement; one in the connection string stays. */
function inUtc(connectionString: string): string {
  const url = new URL(connectionString);
  url.searchParams.set('options', `${url.searchParams.get('options') ?? ''} -c TimeZone=UTC`.trim());
  return url.href;
}

const unavailableCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'ENOENT',
  'EAI_AGAIN',
  'EPIPE',
  'ETIMEDOUT',
]);
/** pg and pg-pool put these in words alone. */
const unavailableWords =
  /^(Connection terminated|timeout exceeded when trying to connect|Query read timeout|Client has encountered a connection error|Client was closed|Cannot use a pool after calling end)/;

interface Chained {
  code?: unknown;
  message?: unknown;
  cause?: Chained;
}

function isUnavailable(error: unknown): boolean {
  if (outageStates.test(sqlState(error) ?? '')) return true;
  // By shape: an error of the socket comes from another realm than this module's where the process has several.
  for (let at = error as Chained | null | undefined; typeof at === 'object' && at !== null; at = at.cause) {
    if (typeof at.code === 'string' && unavailableCodes.has(at.code)) return true;
    if (typeof at.message === 'string' && unavailableWords.test(at.message)) return true;
  }
  return false;
}
