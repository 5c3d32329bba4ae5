import pg from 'pg';
import type { EngineAnswer } from './engine.ts';
import { Refusal } from './refusal.ts';

type Kind = 'string' | 'long' | 'double' | 'boolean' | 'blob';

/** By OID: PostgreSQL's name, the kind of field that bears it, and its number in JDBC. */
const scalars: Record<number, [name: string, kind: Kind, jdbc: number]> = {
  16: ['bool', 'boolean', -7],
  17: ['bytea', 'blob', -2],
  19: ['name', 'string', 12],
  20: ['int8', 'long', -5],
  21: ['int2', 'long', 5],
  23: ['int4', 'long', 4],
  25: ['text', 'string', 12],
  114: ['json', 'string', 1111],
  700: ['float4', 'double', 7],
  701: ['float8', 'double', 8],
  1042: ['bpchar', 'string', 1],
  1043: ['varchar', 'string', 12],
  1082: ['date', 'string', 91],
  1083: ['time', 'string', 92],
  1114: ['timestamp', 'string', 93],
  1184: ['timestamptz', 'string', 93],
  1700: ['numeric', 'string', 2],
  2950: ['uuid', 'string', 1111],
  3802: ['jsonb', 'string', 1111],
};

/** Array types by OID, and the OID of their elements. */
const arrays: Record<number, number> = {
  1000: 16,
  1005: 21,
  1007: 23,
  1009: 25,
  1014: 1042,
  1015: 1043,
  1016: 20,
  1021: 700,
  1022: 701,
  1115: 1114,
  1182: 1082,
  1231: 1700,
  2951: 2950,
};

/** Reads an array of any type as texts, as of `text[]`. */
const readList: (text: string) => unknown[] = pg.types.getTypeParser(1009 as number);

const mostBytes = 1024 * 1024;
const mostRowBytes = 64 * 1024;

/** The body of an answer to ExecuteStatement. Throws where the service would refuse the result. */
export function resultOf({ columns, rows, affected }: EngineAnswer, includeResultMetadata: boolean) {
  const types = columns.map(({ name, typeId }) => ({ name, ...typeOf(typeId) }));
  const records = rows.map((row) => row.map((text, at) => fieldOf(text, types[at])));
  for (const record of records) limit(record, mostRowBytes, 'Packet for query is too large');
  limit(records, mostBytes, 'Database returned more than the allowed response size limit');
  return {
    numberOfRecordsUpdated: affected,
    generatedFields: [],
    ...(columns.length > 0 && { records }),
    ...(columns.length > 0 && includeResultMetadata && { columnMetadata: types.map(metadataOf) }),
  };
}

interface Type {
  type: string;
  kind: Kind;
  jdbc: number;
  isArray: boolean;
}

function typeOf(id: number): Type {
  const element = arrays[id];
  const scalar = scalars[element ?? id];
  if (!scalar) throw new Refusal('UnsupportedResultException', `The result contains the unsupported data type ${id}.`);
  const [name, kind, jdbc] = scalar;
  return element === undefined
    ? { type: name, kind, jdbc, isArray: false }
    : { type: `_${name}`, kind, jdbc, isArray: true };
}

function metadataOf({ name, type, jdbc, isArray }: Type & { name: string }) {
  return {
    name,
    label: name,
    typeName: type,
    type: isArray ? 2003 : jdbc,
    arrayBaseColumnType: isArray ? jdbc : 0,
    nullable: 2,
    precision: 0,
    scale: 0,
    schemaName: '',
    tableName: '',
    isAutoIncrement: false,
    isCaseSensitive: true,
    isCurrency: false,
    isSigned: false,
  };
}

function fieldOf(text: string | null, type: Type | undefined) {
  if (text === null || !type) return { isNull: true };
  if (!type.isArray) return { [`${type.kind}Value`]: scalarOf(text, type) };
  const elements = readList(text);
  if (!elements.every((element) => typeof element === 'string'))
    throw new Refusal('UnsupportedResultException', 'The result contains an array that is not a plain list.');
  return { arrayValue: { [`${type.kind}Values`]: elements.map((element) => scalarOf(element, type)) } };
}

function scalarOf(text: string, { type, kind }: Type): string | number | boolean {
  if (kind === 'boolean') return text === 't';
  if (kind === 'long' || kind === 'double') return Number(text);
  if (kind === 'blob') return Buffer.from(text.slice(2), 'hex').toString('base64');
  if (/^_?timestamp/.test(type)) return timeOf(text);
  return text;
}

/** In the session's zone, without naming it; a fraction has three digits, or six where three are too few. */
function timeOf(text: string): string {
  const [time = '', fraction = ''] = text.replace(/[+-]\d\d(:\d\d)*$/, '').split('.');
  const digits = fraction.padEnd(6, '0');
  if (Number(digits) === 0) return time;
  return `${time}.${digits.endsWith('000') ? digits.slice(0, 3) : digits}`;
}

function limit(value: unknown, bytes: number, message: string): void {
  if (Buffer.byteLength(JSON.stringify(value)) > bytes) throw new Refusal('UnsupportedResultException', message);
}
