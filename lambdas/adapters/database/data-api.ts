import type { SQL } from 'drizzle-orm';
import { PgDatabase } from 'drizzle-orm/pg-core';
import type { Database, Db } from '../../ports/database.ts';
import type { AwsService } from '../aws/service.ts';
import { dataApiCalls } from './data-api-calls.ts';
import { dataApiDialect } from './data-api-dialect.ts';
import { isOutage } from './data-api-errors.ts';
import { DataApiSession, named, runner } from './data-api-session.ts';
import { transact } from './data-api-transaction.ts';
import type { OnStatement } from './statements.ts';

export interface DataApiOptions {
  /** The cluster's ARN. Its parameter `timezone` must be UTC, as it is by default. */
  resourceArn: string;
  /** The ARN of the secret that holds the database user's name and password. */
  secretArn: string;
  database: string;
  /** Another endpoint, region or credentials than those of the environment. */
  service?: AwsService;
  /** After so many seconds an answer is no longer waited for; 10 by default, and the service itself ends it after 45. */
  statementSeconds?: number;
  /** For so many seconds a paused database is waited for; 20 by default, for the API's gateway gives up at 30. */
  resumeSeconds?: number;
  /** A call is given no more seconds than that in all; 25 by default, for a function gives up at 28. */
  callSeconds?: number;
  /** A connection that nobody used for so many seconds is not used again; 3 by default. */
  idleSeconds?: number;
  onStatement?: OnStatement;
}

/**
 * Aurora PostgreSQL through the RDS Data API: each statement is a call over HTTPS, so there are no connections to run out
 * of. What the service cannot take or give: answers above 1 MiB (`AnswerTooLarge`), parameters without a type, results
 * of type void, interval, time with zone and regclass (cast them to text), and null within arrays.
 */
export function openDataApi(options: DataApiOptions): Database {
  const { resourceArn, secretArn, database, service = {}, onStatement } = options;
  const calls = dataApiCalls({
    resourceArn,
    secretArn,
    database,
    service,
    statementMs: (options.statementSeconds ?? 10) * 1000,
    resumeMs: (options.resumeSeconds ?? 20) * 1000,
    callMs: (options.callSeconds ?? 25) * 1000,
    idleMs: (options.idleSeconds ?? 3) * 1000,
  });
  const dialect = dataApiDialect();
  const run = runner(calls);
  const db = new PgDatabase(dialect, new DataApiSession(run, dialect, onStatement), undefined) as unknown as Db;

  return {
    db,
    transaction: (work) => transact({ calls, dialect, onStatement }, work),
    async rows<T extends Record<string, unknown>>(statement: SQL) {
      const query = dialect.sqlToQuery(statement);
      onStatement?.(query.sql);
      return named(await run(query.sql, query.params)) as T[];
    },
    isUnavailable: isOutage,
    async ping() {
      await run('select 1', []);
    },
    async close() {
      calls.close();
    },
  };
}
