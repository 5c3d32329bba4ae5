import type { SQL } from 'drizzle-orm';
import type { PgDialect } from 'drizzle-orm/pg-core';
import { PgRemoteSession } from 'drizzle-orm/pg-proxy';
import type { DataApiCalls } from './data-api-calls.ts';
import { parameterName } from './data-api-dialect.ts';
import { columnNames, rowValues, toParameter } from './data-api-values.ts';
import { type OnStatement, statementLogger } from './statements.ts';

export interface Answer {
  columns: string[];
  rows: unknown[][];
}

/** Runs one statement whose parameters are named in order. */
export type Run = (text: string, values: readonly unknown[]) => Promise<Answer>;

export function runner(calls: DataApiCalls, transactionId?: string): Run {
  return async (text, values) => {
    const parameters = values.map((value, at) => toParameter(parameterName(at), value));
    const { records = [], columnMetadata = [] } = await calls.execute(text, parameters, transactionId);
    return { columns: columnNames(columnMetadata), rows: records.map((row) => rowValues(row, columnMetadata)) };
  };
}

/** Rows under the names of their columns. */
export function named({ columns, rows }: Answer): Record<string, unknown>[] {
  return rows.map((row) => Object.fromEntries(columns.map((column, at) => [column, row[at]])));
}

/** drizzle's session for drivers that are a function. What it answers to `execute` has `rows`, as with its other drivers. */
export class DataApiSession extends PgRemoteSession<Record<string, never>, Record<string, never>> {
  constructor(run: Run, dialect: PgDialect, onStatement: OnStatement | undefined) {
    const driver = async (text: string, values: unknown[], method: 'all' | 'execute') => {
      const answer = await run(text, values);
      return { rows: method === 'all' ? answer.rows : ({ rows: named(answer) } as unknown as unknown[]) };
    };
    super(driver, dialect, undefined, { logger: statementLogger(onStatement) });
  }

  override async count(statement: SQL): Promise<number> {
    const { rows } = await this.execute<{ rows: { count: unknown }[] }>(statement);
    return Number(rows[0]?.count);
  }
}
