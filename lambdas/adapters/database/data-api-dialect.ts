import { is, Param } from 'drizzle-orm';
import { PgColumn, PgDialect } from 'drizzle-orm/pg-core';

/**
 * SQL as the Data API takes it. Parameters are named; and since the service gives each one a type of its own (text,
 * bigint, boolean) where PostgreSQL would infer it, every parameter that goes with a column is cast to the column's type.
 */
export function dataApiDialect(): PgDialect {
  const dialect = new PgDialect();
  // drizzle asks for the type of a parameter's value, then at once for its marker, and both by themselves.
  let cast = '';
  dialect.prepareTyping = (encoder) => {
    cast = castTo(encoder);
    return 'none';
  };
  dialect.escapeParam = (index: number, value?: unknown) => {
    const marker = `:${parameterName(index)}${is(value, Param) ? castTo(value.encoder) : cast}`;
    cast = '';
    return marker;
  };
  return dialect;
}

/** The name of the parameter at an index that starts from 0. */
export function parameterName(index: number): string {
  return `p${index + 1}`;
}

function castTo(encoder: unknown): string {
  return is(encoder, PgColumn) ? `::${encoder.getSQLType()}` : '';
}
