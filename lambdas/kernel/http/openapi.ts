import type * as z from 'zod/mini';
import { type Contract, type Limit, type Route, takesIdempotencyKey } from './contract.ts';
import { cookieNames } from './cookies.ts';
import { pagination } from './lists.ts';
import { RefusalCollector } from './openapi/refusals.ts';
import { type Json, SchemaCollector, successEnvelope } from './openapi/schemas.ts';

export interface OpenApiInfo {
  title: string;
  version: string;
}

/**
 * The OpenAPI 3.1 document of a route table. Its order is the table's, its components are sorted, so that the same
 * table always makes the same bytes. Throws where two operations claim one method and path.
 */
export function openApiDocument(api: Readonly<Record<string, Contract>>, info: OpenApiInfo): Json {
  const schemas = new SchemaCollector();
  const refusals = new RefusalCollector();
  const paths: Record<string, Json> = {};
  for (const [flow, contract] of Object.entries(api)) {
    for (const [name, route] of Object.entries(contract.routes)) {
      const item = paths[route.path] ?? {};
      const method = route.method.toLowerCase();
      if (method in item) throw new Error(`two operations claim ${route.method} ${route.path}`);
      item[method] = operation(`${flow}.${name}`, contract.flow, route, { schemas, refusals });
      paths[route.path] = item;
    }
  }
  return {
    openapi: '3.1.1',
    info: { ...info, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    tags: Object.values(api).map(({ flow }) => ({ name: flow })),
    paths,
    components: {
      schemas: schemas.components(),
      responses: refusals.components(),
      headers,
      parameters,
      securitySchemes,
    },
  };
}

interface Collectors {
  schemas: SchemaCollector;
  refusals: RefusalCollector;
}

function operation(id: string, flow: string, route: Route, { schemas, refusals }: Collectors): Json {
  return {
    operationId: id,
    tags: [flow],
    summary: route.summary,
    security: security(route),
    parameters: parametersOf(route, schemas),
    ...(route.body && {
      requestBody: {
        required: route.bodyOptional !== true,
        content: { [route.takesForm ? formType : 'application/json']: { schema: schemas.input(route.body) } },
      },
    }),
    responses: { [route.success.status]: success(route, schemas), ...refusals.of(route) },
    ...(route.limits.length > 0 && { 'x-rate-limit': route.limits.map(rateLimit) }),
  };
}

function success({ refusals, success: { status, data, list, etag, bare } }: Route, schemas: SchemaCollector): Json {
  const common = {
    description: status === 202 ? 'Accepted.' : 'Done.',
    headers: {
      'X-Request-Id': { $ref: '#/components/headers/RequestId' },
      ...(etag && { ETag: { $ref: '#/components/headers/ETag' } }),
    },
  };
  if (status === 204) return common;
  if (status === 302 || status === 303) return redirect(common, refusals);
  const schema = data ? schemas.output(data) : null;
  if (!bare)
    return {
      ...common,
      content: { 'application/json': { schema: successEnvelope(schema, list && schemas.output(pagination)) } },
    };
  const types = [bare.contentType, ...(bare.orTypes ?? [])].map((type) => type.split(';')[0] ?? '');
  return { ...common, content: Object.fromEntries(types.map((type) => [type, { ...(schema && { schema }) }])) };
}

const formType = 'application/x-www-form-urlencoded';

function redirect(common: { headers: Json }, refusals: Route['refusals']): Json {
  const otherwise = refusals ? ` A refusal leads to \`${refusals.page}#error=CODE\` and sets no cookie.` : '';
  const location = { description: 'An absolute address.', schema: { type: 'string', format: 'uri' } };
  return { description: `A redirect.${otherwise}`, headers: { ...common.headers, Location: location } };
}

/** A permission is named as the role that the bearer scheme needs (OpenAPI 3.1, Security Requirement Object). */
function security(route: Route): Json[] {
  const byCookie = { refreshCookie: [], csrfToken: [] };
  const reads = route.cookies === 'reads';
  // Without a cookie a public route takes what it needs from the body.
  if (route.access === 'public') return reads ? [byCookie, {}] : [];
  if (route.access === 'optional') return [{ bearer: [] }, reads ? byCookie : {}];
  return [{ bearer: route.access === 'user' ? [] : [route.access.permission] }];
}

function parametersOf(route: Route, schemas: SchemaCollector): Json[] {
  const inPath = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '');
  const params = propertiesOf(route.params, schemas);
  const query = propertiesOf(route.query, schemas);
  return [
    ...inPath.map((name) => ({ name, in: 'path', required: true, schema: params[name]?.schema ?? { type: 'string' } })),
    ...Object.entries(query).map(([name, { schema, required }]) => ({ name, in: 'query', required, schema })),
    ...(route.ifMatch ? [{ $ref: '#/components/parameters/IfMatch' }] : []),
    ...(takesIdempotencyKey(route) ? [{ $ref: '#/components/parameters/IdempotencyKey' }] : []),
    { $ref: '#/components/parameters/RequestId' },
  ];
}

function propertiesOf(schema: z.ZodMiniType | undefined, schemas: SchemaCollector) {
  if (!schema) return {};
  const { properties = {}, required = [] } = schemas.input(schema) as {
    properties?: Record<string, Json>;
    required?: string[];
  };
  return Object.fromEntries(
    Object.entries(properties).map(([name, one]) => [name, { schema: one, required: required.includes(name) }]),
  );
}

function rateLimit({ name, per, max, windowSeconds, counts }: Limit): Json {
  return { name, per, max, window_seconds: windowSeconds, counts };
}

const text = { type: 'string' };
const headers: Json = {
  Challenge: { description: 'RFC 6750, 3.', schema: text },
  ETag: { description: 'The version, for `If-Match`.', schema: text },
  RateLimit: { description: 'draft-ietf-httpapi-ratelimit-headers.', schema: text },
  RateLimitPolicy: { description: 'draft-ietf-httpapi-ratelimit-headers.', schema: text },
  RequestId: { description: 'Our id of this request.', schema: { type: 'string', format: 'uuid' } },
  RetryAfter: { description: 'Seconds.', schema: { type: 'integer', minimum: 1 } },
};

const parameters: Json = {
  IdempotencyKey: {
    name: 'Idempotency-Key',
    in: 'header',
    description: 'Of one change: for 24 hours the same request under the same key gets the first answer again.',
    required: false,
    schema: { type: 'string', minLength: 1, maxLength: 255 },
  },
  IfMatch: {
    name: 'If-Match',
    in: 'header',
    description: 'The `ETag` that was read: what has changed since is not overwritten.',
    required: true,
    schema: text,
  },
  RequestId: {
    name: 'X-Request-Id',
    in: 'header',
    description: "The client's own id (a UUID); it comes back as `X-Client-Request-Id`.",
    required: false,
    schema: { type: 'string', format: 'uuid' },
  },
};

const securitySchemes: Json = {
  bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: 'An access token (RFC 9068).' },
  csrfToken: {
    type: 'apiKey',
    in: 'header',
    name: 'X-CSRF-Token',
    description: `The value of the cookie \`${cookieNames.csrf}\`.`,
  },
  refreshCookie: { type: 'apiKey', in: 'cookie', name: cookieNames.refresh },
};
