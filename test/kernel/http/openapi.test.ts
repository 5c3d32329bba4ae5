import { Validator } from '@seriousme/openapi-schema-validator';
import { api } from '../../../lambdas/api.ts';
import { errorTable } from '../../../lambdas/kernel/errors.ts';
import type { Contract } from '../../../lambdas/kernel/http/contract.ts';
import { openApiDocument } from '../../../lambdas/kernel/http/openapi.ts';
import { sample } from './subject.ts';

interface Operation {
  operationId: string;
  tags: string[];
  security: Record<string, string[]>[];
  parameters: { name?: string; in?: string; required?: boolean; schema?: unknown }[];
  requestBody?: { required: boolean; content: Record<string, { schema: Record<string, unknown> }> };
  responses: Record<string, Record<string, unknown>>;
  'x-rate-limit'?: unknown;
}
interface Document {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
  components: Record<string, Record<string, Record<string, unknown>>>;
}

const make = (contracts: Record<string, Contract>) =>
  openApiDocument(contracts, { title: 'Gatehouse', version: '1.0.0' }) as unknown as Document;
const whole = make(api);
const of = make({ sample });
const codes = (operation: Operation | undefined) =>
  Object.fromEntries(
    Object.entries(operation?.responses ?? {})
      .filter(([, response]) => '$ref' in response)
      .map(([status, response]) => [status, String(response.$ref).split('.').slice(1)]),
  );

describe('the OpenAPI document', () => {
  it.each([
    ['the product', whole],
    ['every kind of route', of],
  ])('of %s is valid 3.1', async (_, document) => {
    const validator = new Validator();
    const { valid, errors } = await validator.validate(structuredClone(document) as never);
    expect({ valid, errors }).toEqual({ valid: true, errors: undefined });
    expect(validator.version).toBe('3.1');
    expect(document.openapi).toBe('3.1.1');
  });

  it('has every route of the table under an id of its own and the tag of its flow', () => {
    const operations = Object.values(whole.paths).flatMap((item) => Object.values(item));
    const names = Object.entries(api).flatMap(([flow, { routes }]) =>
      Object.keys(routes).map((name) => `${flow}.${name}`),
    );
    expect(operations.map(({ operationId }) => operationId).sort()).toEqual(names.sort());
    expect(whole.paths['/api/v1/auth/login']?.post?.tags).toEqual(['password-login']);
  });

  it('is the same, byte by byte, each time', () => {
    expect(JSON.stringify(make(api))).toBe(JSON.stringify(whole));
    for (const group of [whole.components.schemas, whole.components.responses])
      expect(Object.keys(group ?? {})).toEqual(Object.keys(group ?? {}).toSorted());
  });

  it('resolves every reference within itself', () => {
    const refs = [...JSON.stringify(whole).matchAll(/"\$ref":"#\/components\/(\w+)\/([^"]+)"/g)];
    expect(refs.length).toBeGreaterThan(0);
    for (const [, group = '', name = ''] of refs) expect(whole.components[group]).toHaveProperty([name]);
    expect(JSON.stringify(whole)).not.toContain('$defs');
  });

  it('names the codes of the closed list and no others', () => {
    expect(whole.components.schemas?.ErrorCode?.enum).toEqual(Object.keys(errorTable).sort());
  });

  it('wraps data into the envelope, with users and tokens as shared schemas', () => {
    const answer = whole.paths['/api/v1/users/me']?.get?.responses[200];
    const data = { $ref: '#/components/schemas/User' };
    const properties = { data, metadata: { $ref: '#/components/schemas/Metadata' } };
    const schema = { required: ['success', 'data', 'message', 'metadata'], properties };
    expect(answer).toMatchObject({ content: { 'application/json': { schema } } });
  });

  it('describes a body as what a client may send', () => {
    expect(whole.paths['/api/v1/auth/login']?.post?.requestBody).toMatchObject({
      required: true,
      content: { 'application/json': { schema: { required: ['email', 'password'] } } },
    });
    expect(of.paths['/refresh']?.post?.requestBody?.required).toBe(false);
  });

  it('describes path and query parameters', () => {
    expect(of.paths['/things/{id}']?.get?.parameters).toEqual([
      { name: 'id', in: 'path', required: true, schema: { type: 'string', format: 'uuid' } },
      { name: 'page', in: 'query', required: false, schema: { type: 'string' } },
      { $ref: '#/components/parameters/RequestId' },
    ]);
  });

  it('says who may call', () => {
    expect(of.paths['/document']?.get?.security).toEqual([]);
    expect(of.paths['/me']?.get?.security).toEqual([{ bearer: [] }]);
    expect(of.paths['/things/{id}']?.get?.security).toEqual([{ bearer: ['things:read'] }]);
    expect(of.paths['/sign-out']?.post?.security).toEqual([{ bearer: [] }, {}]);
    expect(of.paths['/refresh']?.post?.security).toEqual([{ refreshCookie: [], csrfToken: [] }, {}]);
  });

  it('lists what the pipeline can refuse by itself, per kind of route', () => {
    expect(codes(of.paths['/document']?.get)).toEqual({
      400: ['MALFORMED_REQUEST'],
      406: ['NOT_ACCEPTABLE'],
      500: ['INTERNAL'],
    });
    expect(codes(of.paths['/me']?.patch)).toEqual({
      400: ['MALFORMED_REQUEST'],
      401: ['AUTHENTICATION_REQUIRED', 'TOKEN_INVALID'],
      // While an administrator acts as the user.
      403: ['CSRF_FAILED', 'FORBIDDEN', 'REAUTHENTICATION_REQUIRED'],
      406: ['NOT_ACCEPTABLE'],
      413: ['PAYLOAD_TOO_LARGE'],
      415: ['UNSUPPORTED_MEDIA_TYPE'],
      422: ['VALIDATION_FAILED'],
      500: ['INTERNAL'],
      503: ['DEPENDENCY_UNAVAILABLE'],
    });
    expect(codes(of.paths['/thing']?.put)).toMatchObject({
      412: ['PRECONDITION_FAILED'],
      428: ['PRECONDITION_REQUIRED'],
    });
    expect(codes(of.paths['/things/{id}']?.get)).toMatchObject({ 403: ['FORBIDDEN'], 422: ['VALIDATION_FAILED'] });
  });

  it('puts the refusal of a mailed token at 400 and that of a bearer at 401', () => {
    expect(codes(whole.paths['/api/v1/auth/verify-email']?.post)).toMatchObject({
      400: expect.arrayContaining(['TOKEN_INVALID']),
    });
    expect(codes(whole.paths['/api/v1/auth/logout']?.post)[400]).toEqual(['MALFORMED_REQUEST']);
    expect(codes(whole.paths['/api/v1/auth/logout']?.post)[401]).toContain('TOKEN_INVALID');
  });

  it('publishes the limits and the headers of a 429', () => {
    expect(of.paths['/open']?.post?.['x-rate-limit']).toContainEqual({
      name: 'open',
      per: 'ip',
      max: 2,
      window_seconds: 60,
      counts: 'all',
    });
    expect(Object.keys(of.components.responses?.['429.RATE_LIMITED']?.headers ?? {})).toEqual([
      'X-Request-Id',
      'Retry-After',
      'RateLimit',
      'RateLimit-Policy',
    ]);
  });

  it('cannot be made of two operations at one place', () => {
    expect(() => make({ sample, twin: sample })).toThrow('two operations claim POST /open');
  });
});
