/**
 * One request's writes are one statement: data-modifying CTEs (PostgreSQL 7.8.4), all or nothing, in one round trip.
 * These helpers give every parameter its column's type, which the RDS Data API needs.
 */
import { getTableColumns, getTableName, is, SQL, type SQLChunk, StringChunk, sql } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';

/** A column's value, or an expression that gives it. */
type Values<Table extends PgTable> = { [Column in keyof Table['$inferInsert']]: Table['$inferInsert'][Column] | SQL };

/**
 * `insert into table (…) select … [where condition]`. A missing value is null. Of few pieces: drizzle walks over each
 * piece whenever the statement is sent.
 */
export function insertInto<Table extends PgTable>(table: Table, values: Values<Table>, when?: SQL): SQL {
  const columns = Object.entries(getTableColumns(table));
  const names = columns.map(([, column]) => `"${column.name}"`).join(', ');
  const pieces: SQLChunk[] = [];
  let text = `insert into "${getTableName(table)}" (${names}) select `;
  for (const [property, column] of columns) {
    const value = (values as Record<string, unknown>)[property] ?? null;
    if (pieces.length > 0) text += ', ';
    pieces.push(new StringChunk(text), is(value, SQL) ? value : sql.param(value, column));
    text = `::${column.getSQLType()}`;
  }
  pieces.push(new StringChunk(text));
  if (when) pieces.push(new StringChunk(' where '), when);
  return sql.join(pieces);
}

/** `with name as (…), … final`. Parts that nobody reads run all the same. */
export function together(parts: Record<string, SQL | undefined>, final: SQL): SQL {
  const clauses = Object.entries(parts).flatMap(([name, part]) =>
    part ? [sql`${sql.identifier(name)} as (${part})`] : [],
  );
  return clauses.length === 0 ? final : sql`with ${sql.join(clauses, sql`, `)} ${final}`;
}

/** True where the CTE of that name touched a row. */
export function touched(name: string): SQL {
  return sql`exists (select 1 from ${sql.identifier(name)})`;
}

/** Every column of a table as `alias.column as alias_column`, to be read back by `pick`. One piece, as above. */
export function selectList(table: PgTable, alias: string): SQL {
  const names = Object.values(getTableColumns(table)).map(({ name }) => name);
  return sql.raw(names.map((name) => `${alias}."${name}" as "${alias}_${name}"`).join(', '));
}

/** A row of `selectList`, as drizzle would have mapped it; null where the outer join found none. */
export function pick<Table extends PgTable>(
  table: Table,
  alias: string,
  row: Record<string, unknown>,
): Table['$inferSelect'] | null {
  const picked: Record<string, unknown> = {};
  let found = false;
  for (const [property, column] of Object.entries(getTableColumns(table))) {
    const value = row[`${alias}_${column.name}`] ?? null;
    found ||= value !== null;
    picked[property] = value === null ? null : column.mapFromDriverValue(value);
  }
  return found ? (picked as Table['$inferSelect']) : null;
}

/** A time as a typed parameter. */
export function at(time: Date): SQL {
  return sql`${time.toISOString()}::timestamptz`;
}

/** The words that `string_agg(…, ' ')` put together; none where it found none. */
export function wordsOf(text: unknown): string[] {
  return typeof text === 'string' && text !== '' ? text.split(' ') : [];
}
