import type { ArrayValue, ColumnMetadata, Field, SqlParameter } from '@aws-sdk/client-rds-data';
import { makePgArray } from 'drizzle-orm/pg-core';

/**
 * A parameter as the service takes it. It is text, bigint, double precision or boolean there; what it shall be in the
 * statement is said by a cast. Throws `TypeError` for a value that is none of these; its message does not bear the value.
 */
export function toParameter(name: string, value: unknown): SqlParameter {
  return { name, value: toField(value) };
}

function toField(value: unknown): Field {
  if (value === null || value === undefined) return { isNull: true };
  if (typeof value === 'string') return { stringValue: value };
  if (typeof value === 'boolean') return { booleanValue: value };
  if (Number.isSafeInteger(value)) return { longValue: Number(value) };
  if (Number.isFinite(value) && !Number.isInteger(value)) return { doubleValue: Number(value) };
  if (value instanceof Date) return { stringValue: value.toISOString() };
  // The service takes no arrays as parameters: PostgreSQL's own notation and a cast.
  if (Array.isArray(value)) return { stringValue: makePgArray(value) };
  throw new TypeError(`a ${typeof value} cannot be a parameter of the Data API`);
}

/** The names of an answer's columns: those that the statement gave them. */
export function columnNames(columns: readonly ColumnMetadata[]): string[] {
  return columns.map(({ label, name }) => label || name || '');
}

/** A row's values in the order of its columns, as the drivers of PostgreSQL give them to drizzle. */
export function rowValues(row: readonly Field[], columns: readonly ColumnMetadata[]): unknown[] {
  return row.map((field, at) => fromField(field, columns[at]?.typeName?.toLowerCase() ?? ''));
}

function fromField(field: Field, type: string): unknown {
  if (field.stringValue !== undefined) return fromText(field.stringValue, type);
  if (field.longValue !== undefined) return field.longValue;
  if (field.booleanValue !== undefined) return field.booleanValue;
  if (field.doubleValue !== undefined) return field.doubleValue;
  if (field.blobValue !== undefined) return field.blobValue;
  if (field.arrayValue !== undefined) return fromArray(field.arrayValue, type.replace(/^_/, ''));
  return null;
}

/** An empty array may come without a list, or with a list of any kind. */
function fromArray(array: ArrayValue, type: string): unknown[] {
  if (array.stringValues) return array.stringValues.map((text) => (text === null ? null : fromText(text, type)));
  return array.longValues ?? array.booleanValues ?? array.doubleValues ?? [];
}

function fromText(text: string, type: string): unknown {
  if (type === 'json' || type === 'jsonb') return JSON.parse(text);
  // Times are in the session's zone, UTC, and the service leaves that out.
  if (type === 'timestamptz' && !/[+-]\d\d(:\d\d)*$/.test(text)) return `${text}+00`;
  return text;
}
