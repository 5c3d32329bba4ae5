import { Refusal } from './refusal.ts';

/** A value as JSON brings it: exactly one member. */
export interface WireField {
  isNull?: boolean;
  stringValue?: string;
  longValue?: number;
  doubleValue?: number;
  booleanValue?: boolean;
  blobValue?: string;
  arrayValue?: object;
}

export interface WireParameter {
  name?: string;
  value?: WireField;
  typeHint?: string;
}

export interface Bound {
  text: string;
  values: (string | null)[];
}

/** Strings, quoted names, comments, dollar quotes and casts are passed over; a name after a single colon is a parameter. */
const pieces =
  /'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\/\*[\s\S]*?\*\/|\$([A-Za-z_]*)\$[\s\S]*?\$\1\$|::|:([A-Za-z_0-9]+)/g;

const hints: Record<string, string> = {
  UUID: 'uuid',
  JSON: 'jsonb',
  TIMESTAMP: 'timestamp',
  DATE: 'date',
  TIME: 'time',
  DECIMAL: 'numeric',
};

/**
 * Named parameters as PostgreSQL's, each with the type that the service gives it: it does not infer one from the place
 * where the parameter stands, so what is no text, bigint, double precision or boolean needs a hint or a cast.
 */
export function bind(sql: string, parameters: readonly WireParameter[] = []): Bound {
  const byName = new Map(parameters.map((parameter) => [parameter.name, parameter]));
  if (byName.size < parameters.length) throw new Refusal('BadRequestException', 'Parameter names must be unique');
  const order: string[] = [];
  const text = sql.replace(pieces, (piece, _tag, name: string | undefined) => {
    if (name === undefined) return piece;
    const parameter = byName.get(name);
    if (!parameter) throw new Refusal('BadRequestException', `Cannot find parameter: ${name}`);
    if (!order.includes(name)) order.push(name);
    return `($${order.indexOf(name) + 1}::${typeOf(parameter)})`;
  });
  if (order.length < byName.size) throw new Refusal('BadRequestException', 'A parameter is not in the statement');
  return { text, values: order.map((name) => textOf(byName.get(name)?.value)) };
}

function typeOf({ value = {}, typeHint }: WireParameter): string {
  const kinds = Object.keys(value);
  const [kind] = kinds;
  if (kinds.length !== 1 || kind === undefined)
    throw new Refusal('BadRequestException', 'A parameter needs exactly one value');
  if (kind === 'arrayValue') throw new Refusal('BadRequestException', 'Array parameters are not supported');
  if (typeHint !== undefined) {
    const type = hints[typeHint];
    if (!type) throw new Refusal('BadRequestException', `Unknown type hint: ${typeHint}`);
    return type;
  }
  const types: Record<string, string> = {
    isNull: 'text',
    stringValue: 'text',
    longValue: 'int8',
    doubleValue: 'float8',
    booleanValue: 'bool',
    blobValue: 'bytea',
  };
  return types[kind] ?? 'text';
}

function textOf(field: WireField = {}): string | null {
  if (field.stringValue !== undefined) return field.stringValue;
  if (field.longValue !== undefined) return String(field.longValue);
  if (field.doubleValue !== undefined) return String(field.doubleValue);
  if (field.booleanValue !== undefined) return String(field.booleanValue);
  if (field.blobValue !== undefined) return `\\x${Buffer.from(field.blobValue, 'base64').toString('hex')}`;
  return null;
}
