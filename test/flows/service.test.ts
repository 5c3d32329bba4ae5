import { api } from '../../lambdas/api.ts';
import { serviceFlow } from '../../lambdas/flows/service/handler.ts';
import type { Platform } from '../../lambdas/kernel/context.ts';
import { httpFunction } from '../../lambdas/kernel/http/function.ts';
import type { Database } from '../../lambdas/ports/database.ts';
import {
  type EventOptions,
  FakeStore,
  fakeAuthenticator,
  fakeConfig,
  fakePlatform,
  httpEvent,
} from '../kernel/fakes.ts';
import { answered, refusal } from '../kernel/http/subject.ts';

const jwks = { keys: [{ kty: 'EC', crv: 'P-256', x: 'x', y: 'y', kid: 'k', alg: 'ES256', use: 'sig' }] };
const keys = { verifying: async () => ({ jwks }), ring: async () => ({}) } as unknown as Platform['keys'];

function service(over: Partial<Platform> = {}) {
  const platform = fakePlatform({ keys, ...over });
  const run = httpFunction({ flow: serviceFlow, platform, authenticator: fakeAuthenticator() });
  const call = async (options: EventOptions) => answered(await run(httpEvent(options)));
  return { call, platform };
}

function databaseWhose(ping: () => Promise<void>): Database {
  return { ping, isUnavailable: () => false } as unknown as Database;
}

describe('health', () => {
  it('says that the process lives, whatever its dependencies do', async () => {
    const store = Object.assign(new FakeStore(), { down: true });
    const { status, json } = await service({ store }).call({ path: '/api/v1/health' });
    expect([status, json.data]).toEqual([200, { status: 'up' }]);
  });

  it('is ready when every dependency answers', async () => {
    const { status, json } = await service().call({ path: '/api/v1/health/ready' });
    expect(status).toBe(200);
    expect(json.data).toEqual({ status: 'up', dependencies: { database: 'up', store: 'up', keys: 'up' } });
  });

  it('leaves a database asleep that pauses, unless the question is deep', async () => {
    const asked: string[] = [];
    const database = databaseWhose(async () => void asked.push('database'));
    const config = fakeConfig({ GATEHOUSE_DATABASE_PAUSES: 'true' });
    const { call } = service({ database, config });
    const idle = await call({ path: '/api/v1/health/ready' });
    expect(idle.json.data).toEqual({
      status: 'up',
      dependencies: { database: 'not_asked', store: 'up', keys: 'up' },
    });
    expect(asked).toEqual([]);
    const deep = await call({ path: '/api/v1/health/ready', query: 'deep=1' });
    expect(deep.json.data).toMatchObject({ dependencies: { database: 'up' } });
    expect(asked).toEqual(['database']);
  });

  it('is 503 with the same facts as details when one is down, and tells why to the log alone', async () => {
    const database = databaseWhose(() => Promise.reject(new Error('connect ECONNREFUSED 10.0.0.5')));
    const { call, platform } = service({ database });
    const answer = await call({ path: '/api/v1/health/ready' });
    expect(refusal(answer)).toEqual([503, 'DEPENDENCY_UNAVAILABLE']);
    expect(answer.headers['retry-after']).toBe('5');
    expect(answer.json.error?.details).toEqual({
      status: 'down',
      dependencies: { database: 'down', store: 'up', keys: 'up' },
    });
    expect(answer.text).not.toContain('10.0.0.5');
    expect(platform.log.lines).toContainEqual(expect.objectContaining({ level: 'warn', dependency: 'database' }));
  });

  it('gives up on a dependency that does not answer within two seconds', async () => {
    import.meta.jest.useFakeTimers({ doNotFake: ['queueMicrotask', 'nextTick', 'setImmediate'] });
    try {
      const { call } = service({ database: databaseWhose(() => new Promise(() => undefined)) });
      const pending = call({ path: '/api/v1/health/ready' });
      await import.meta.jest.advanceTimersByTimeAsync(1_999);
      const state = await Promise.race([pending, Promise.resolve('waiting')]);
      await import.meta.jest.advanceTimersByTimeAsync(1);
      expect(state).toBe('waiting');
      expect((await pending).json.error?.details).toMatchObject({ dependencies: { database: 'down', store: 'up' } });
    } finally {
      import.meta.jest.useRealTimers();
    }
  });
});

describe('the public documents', () => {
  it('holds every path of the table in openapi.json, as a bare document that may be cached', async () => {
    const { headers, json } = await service().call({ path: '/api/v1/openapi.json' });
    expect(headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'public, max-age=300',
    });
    const document = json as unknown as { openapi: string; paths: Record<string, unknown> };
    expect(document.openapi).toBe('3.1.1');
    const paths = Object.values(api).flatMap(({ routes }) => Object.values(routes).map(({ path }) => path));
    expect(new Set(Object.keys(document.paths))).toEqual(new Set(paths));
  });

  it('serves the public keys as they are, cacheable for five minutes [A101]', async () => {
    const { headers, json } = await service().call({ path: '/.well-known/jwks.json' });
    expect(json).toEqual(jwks);
    expect(headers).toMatchObject({
      'content-type': 'application/jwk-set+json',
      'cache-control': 'public, max-age=300',
    });
  });

  it('names in the RFC 8414 metadata only what exists', async () => {
    const { json } = await service().call({ path: '/.well-known/oauth-authorization-server' });
    expect(json).toEqual({
      issuer: 'https://auth.example.com',
      jwks_uri: 'https://auth.example.com/.well-known/jwks.json',
      response_types_supported: [],
      grant_types_supported: [],
      service_documentation: 'https://auth.example.com/api/v1/openapi.json',
    });
    const paths = Object.values(api).flatMap(({ routes }) => Object.values(routes).map(({ path }) => path));
    const named = Object.values(json as unknown as Record<string, unknown>)
      .filter((value): value is string => typeof value === 'string' && value !== 'https://auth.example.com')
      .map((address) => new URL(address).pathname);
    expect(paths).toEqual(expect.arrayContaining(named));
  });

  it('tells by RFC 9116 how to report a vulnerability, for less than a year from the start of a day', async () => {
    const clock = { now: () => new Date('2030-03-01T15:30:00.123Z') };
    const { headers, text } = await service({ clock }).call({ path: '/.well-known/security.txt' });
    expect(headers['content-type']).toBe('text/plain; charset=utf-8');
    expect(text).toBe(
      [
        'Contact: mailto:security@example.com',
        'Expires: 2031-03-01T00:00:00Z',
        'Preferred-Languages: en',
        'Canonical: https://auth.example.com/.well-known/security.txt',
        '',
      ].join('\n'),
    );
  });

  it('lists the origins whose pages may use the passkeys of this domain', async () => {
    const passkeys = { rpId: 'example.com', previousRpIds: [] };
    const allowedOrigins = ['https://auth.example.com', 'https://app.example.org'];
    const config = { ...fakeConfig(), passkeys, allowedOrigins };
    const { status, headers, json } = await service({ config }).call({ path: '/.well-known/webauthn' });
    expect([status, headers['content-type'], json]).toEqual([
      200,
      'application/json; charset=utf-8',
      { origins: allowedOrigins },
    ]);
  });

  it('lists none where there are no passkeys', async () => {
    const config = { ...fakeConfig(), passkeys: { rpId: null, previousRpIds: [] } };
    expect(refusal(await service({ config }).call({ path: '/.well-known/webauthn' }))).toEqual([404, 'NOT_FOUND']);
  });
});

describe('/.well-known/change-password', () => {
  it('leads password managers to the page that changes it, whatever they accept', async () => {
    for (const accept of ['text/html', '*/*', 'image/avif']) {
      const headers = { accept };
      const answer = await service().call({ path: '/.well-known/change-password', headers });
      expect([answer.status, answer.headers.location]).toEqual([302, 'https://auth.example.com/account/security']);
    }
  });

  it('differs from an address that is not there, which they ask for first', async () => {
    const path = '/.well-known/resource-that-should-not-exist-whose-status-code-should-not-be-200';
    expect((await service().call({ path })).status).toBe(404);
  });
});

describe('$default', () => {
  it.each([
    '/',
    '/api/v1/nothing',
    '/api/v1/users/me/',
    '/API/v1/health',
    '/api/v1/auth/../health',
    '/api/v1/auth%2Flogin',
    '/.env',
  ])('answers 404 to %s with the envelope, an id and the security headers', async (path) => {
    const answer = await service().call({ path });
    expect(refusal(answer)).toEqual([404, 'NOT_FOUND']);
    expect(answer.json.metadata.request_id).toBe(answer.headers['x-request-id']);
    expect(answer.headers).toMatchObject({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
  });

  it.each([
    ['HEAD', '/api/v1/health', 'GET'],
    ['POST', '/api/v1/health', 'GET'],
    ['OPTIONS', '/api/v1/auth/login', 'POST'],
    ['GET', '/api/v1/auth/logout', 'POST'],
    ['PUT', '/api/v1/users/me', 'DELETE, GET, PATCH'],
  ])('answers 405 to %s %s with Allow from the whole table: %s [A77] [ASVS 3.5.3]', async (method, path, allow) => {
    const answer = await service().call({ method, path });
    expect(refusal(answer)).toEqual([405, 'METHOD_NOT_ALLOWED']);
    expect(answer.headers.allow).toBe(allow);
  });

  it("runs no other flow's route that is sent here by mistake", async () => {
    const answer = await service().call({ path: '/api/v1/users/me', headers: { authorization: 'Bearer good' } });
    expect(refusal(answer)).toEqual([404, 'NOT_FOUND']);
  });
});
