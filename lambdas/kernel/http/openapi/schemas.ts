import * as z from 'zod/mini';
import { errorTable } from '../../errors.ts';
import { requestToken, secondFactorDue, tokens, user } from '../fields.ts';
import { pagination } from '../lists.ts';

export type Json = Record<string, unknown>;

/** Schemas that bear a name in the document; every other one stands where it is used. */
const names = z.registry<{ id: string }>();
names.add(user, { id: 'User' });
names.add(tokens, { id: 'Tokens' });
names.add(secondFactorDue, { id: 'SecondFactorDue' });
names.add(pagination, { id: 'Pagination' });
names.add(requestToken, { id: 'RequestToken' });

const ref = (name: string): Json => ({ $ref: `#/components/schemas/${name}` });

/** Turns zod schemas into JSON Schema 2020-12 and gathers the named ones as components. */
export class SchemaCollector {
  readonly #components = new Map<string, Json>(Object.entries(envelopeSchemas()));

  /** A request's value: what a client may send. */
  input(schema: z.ZodMiniType): Json {
    return this.#convert(schema, 'input');
  }

  /** A response's value. Its objects are closed, so that a field that nobody documented is found by a check. */
  output(schema: z.ZodMiniType): Json {
    return this.#convert(schema, 'output');
  }

  /** By name, in order. */
  components(): Json {
    return Object.fromEntries([...this.#components].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  #convert(schema: z.ZodMiniType, io: 'input' | 'output'): Json {
    const converted = z.toJSONSchema(schema, { io, metadata: names, override: trim, unrepresentable: 'any' });
    const { $schema, $defs, ...root } = JSON.parse(
      JSON.stringify(converted).replaceAll('"#/$defs/', '"#/components/schemas/'),
    ) as Json & { $defs?: Record<string, Json> };
    for (const [name, definition] of Object.entries($defs ?? {})) {
      const { id, ...component } = definition;
      this.#components.set(name, component);
    }
    return root;
  }
}

/** A format says it already; zod's patterns for times and ids fill a line each, and its integers name 2^53. */
function trim({ jsonSchema }: { jsonSchema: Json }): void {
  if (jsonSchema.format === 'date-time' || jsonSchema.format === 'uuid') delete jsonSchema.pattern;
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
}

/** The envelope of a success around its data. */
export function successEnvelope(data: Json | null, pagination?: Json): Json {
  return {
    type: 'object',
    required: ['success', ...(data ? ['data'] : []), 'message', ...(pagination ? ['pagination'] : []), 'metadata'],
    properties: {
      success: { const: true },
      ...(data && { data }),
      message: { type: 'string' },
      ...(pagination && { pagination }),
      metadata: ref('Metadata'),
    },
    additionalProperties: false,
  };
}

/** The one `Error` schema, narrowed to the codes that a response can bear. */
export function errorBody(codes: readonly string[]): Json {
  return {
    allOf: [ref('Error'), { properties: { error: { properties: { code: { enum: codes } } } } }],
  };
}

function envelopeSchemas(): Record<string, Json> {
  return {
    Metadata: {
      type: 'object',
      required: ['timestamp', 'request_id', 'version'],
      properties: {
        timestamp: { type: 'string', format: 'date-time' },
        request_id: { type: 'string', format: 'uuid' },
        version: { type: 'string' },
      },
      additionalProperties: false,
    },
    ErrorCode: { type: 'string', enum: Object.keys(errorTable).sort() },
    Error: {
      type: 'object',
      required: ['success', 'error', 'metadata'],
      properties: {
        success: { const: false },
        error: {
          type: 'object',
          required: ['code', 'message', 'details'],
          properties: {
            code: ref('ErrorCode'),
            message: { type: 'string' },
            details: {
              type: 'object',
              properties: {
                fields: { type: 'object', additionalProperties: { type: 'string' } },
                retry_after: { type: 'integer' },
              },
            },
          },
          additionalProperties: false,
        },
        metadata: ref('Metadata'),
      },
      additionalProperties: false,
    },
  };
}
