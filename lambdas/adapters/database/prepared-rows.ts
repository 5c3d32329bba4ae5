import type { SQL } from 'drizzle-orm';
import { PgDialect } from 'drizzle-orm/pg-core';
import pg from 'pg';
import { sqlState } from '../../ports/database.ts';
import type { OnStatement } from './statements.ts';

/** So many texts are kept prepared on each connection; a program whose texts never end must not fill the server. */
const mostPrepared = 500;

/** SQLSTATE feature_not_supported: what a statement answers was changed by a migration since it was prepared. */
const planOutdated = '0A000';

/**
 * Raw statements on a pool, each text parsed and described by the server once a connection and only bound from then on
 * (PostgreSQL 55.2.3, extended query). Values come back as drizzle's own session reads them.
 */
export function preparedRows(pool: pg.Pool, onStatement: OnStatement | undefined) {
  const dialect = new PgDialect();
  const names = new Map<string, string>();

  function nameOf(text: string): string | undefined {
    const known = names.get(text);
    if (known !== undefined || names.size >= mostPrepared) return known;
    const name = `gatehouse_${names.size + 1}`;
    names.set(text, name);
    return name;
  }

  return async (statement: SQL): Promise<Record<string, unknown>[]> => {
    const { sql: text, params: values } = dialect.sqlToQuery(statement);
    onStatement?.(text);
    const name = nameOf(text);
    const query = { text, values, types };
    if (name === undefined) return (await pool.query(query)).rows;
    try {
      return (await pool.query({ ...query, name })).rows;
    } catch (error) {
      // Refused before anything ran, so it may run once more.
      if (sqlState(error) !== planOutdated) throw error;
      return (await pool.query(query)).rows;
    }
  };
}

const { DATE, INTERVAL, TIMESTAMP, TIMESTAMPTZ } = pg.types.builtins;
/** Times, and the arrays that drizzle reads by itself: of numeric, timestamp, timestamptz, interval and date. */
const leftAsText = new Set<number>([DATE, INTERVAL, TIMESTAMP, TIMESTAMPTZ, 1231, 1115, 1185, 1187, 1182]);

const types: pg.CustomTypesConfig = {
  getTypeParser: (id, format) =>
    leftAsText.has(id) ? (text: unknown) => text : pg.types.getTypeParser(id, format as 'text'),
};
