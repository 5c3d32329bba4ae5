import { DependencyUnavailable } from '../../../lambdas/ports/dependency.ts';
import { FakeStore, fakeConfig, fakePrincipal, startOfTime } from '../fakes.ts';
import { bearer, refusal, subject } from './subject.ts';

const thing = '/things/01900000-0000-7000-8000-000000000001';
const change = { method: 'PATCH', path: '/me', headers: bearer, body: {} };
const ago = (seconds: number) => new Date(startOfTime.getTime() - seconds * 1000);

describe('authentication', () => {
  it('asks for a bearer where there is none, with a challenge', async () => {
    const { call, seen, platform } = subject();
    const answer = await call({ path: '/me' });
    expect(refusal(answer)).toEqual([401, 'AUTHENTICATION_REQUIRED']);
    expect(answer.headers['www-authenticate']).toBe('Bearer');
    expect(seen).toEqual([]);
    expect(platform.store.keys).toEqual([]);
  });

  it.each([
    ['a wrong token', 'Bearer wrong'],
    ['two headers, which the gateway joins', 'Bearer good,Bearer good'],
    ['two headers joined with a space', 'Bearer good, Bearer good'],
    ['another scheme', 'Basic Z29vZDo='],
    ['no scheme', 'good'],
    ['no token', 'Bearer '],
    ['a space inside', 'Bearer good good'],
    ['a tab', 'Bearer\tgood'],
    ['characters that no token has', 'Bearer good;'],
    ['a second line', 'Bearer good\n'],
  ])('refuses %s [A102]', async (_, authorization) => {
    const { call, seen } = subject();
    const answer = await call({ path: '/me', headers: { authorization } });
    expect(refusal(answer)).toEqual([401, 'TOKEN_INVALID']);
    expect(answer.headers['www-authenticate']).toBe('Bearer error="invalid_token"');
    expect(seen).toEqual([]);
  });

  it('takes the scheme in any case (RFC 9110 11.1) and hands the principal on', async () => {
    const { call, seen } = subject();
    expect((await call({ path: '/me', headers: { authorization: 'bearer good' } })).status).toBe(200);
    expect(seen[0]?.input.principal).toEqual(fakePrincipal());
  });

  it.each([
    ['a query', { query: 'access_token=good' }],
    ['a cookie', { cookies: ['__Host-access=good', '__Host-refresh=good'] }],
    ['another header', { headers: { 'x-authorization': 'Bearer good', 'proxy-authorization': 'Bearer good' } }],
  ])('reads no token from %s', async (_, from) => {
    const { call } = subject();
    expect(refusal(await call({ path: '/me', ...from }))).toEqual([401, 'AUTHENTICATION_REQUIRED']);
  });

  it('looks at no bearer on a public route', async () => {
    const { call, seen } = subject();
    expect((await call({ path: '/document', headers: { authorization: 'Bearer wrong' } })).status).toBe(200);
    expect(seen[0]?.input.principal).toBeUndefined();
  });

  it('lets nobody or a good bearer through where one is optional, and no bad one', async () => {
    const { call, seen } = subject();
    const signOut = (headers: Record<string, string>) => call({ method: 'POST', path: '/sign-out', headers });
    expect((await signOut({})).status).toBe(200);
    expect((await signOut(bearer)).status).toBe(200);
    expect(refusal(await signOut({ authorization: 'Bearer wrong' }))).toEqual([401, 'TOKEN_INVALID']);
    expect(seen.map(({ input }) => input.principal?.userId)).toEqual([undefined, fakePrincipal().userId]);
  });

  it.each([[], ['things:write'], ['things:*'], ['*'], ['Things:read'], ['things:read ']])(
    'refuses whoever does not hold the very permission: %j [A84] [ASVS 8.2.1]',
    async (...permissions) => {
      const { call, seen } = subject({ principal: { permissions: new Set(permissions) } });
      expect(refusal(await call({ path: thing, headers: bearer }))).toEqual([403, 'FORBIDDEN']);
      expect(seen).toEqual([]);
    },
  );

  it('lets a holder of the permission through', async () => {
    const { call } = subject({ principal: { permissions: new Set(['things:read']) } });
    expect((await call({ path: thing, headers: bearer })).status).toBe(200);
  });

  it('asks for a proof that is at most ten minutes old, by the session row [ASVS 7.5.3]', async () => {
    const fresh = subject({ principal: { steppedUpAt: ago(600), authTime: ago(9999) } });
    expect((await fresh.call(change)).status).toBe(200);
    const stale = subject({ principal: { steppedUpAt: ago(601), authTime: ago(0) } });
    expect(refusal(await stale.call(change))).toEqual([403, 'REAUTHENTICATION_REQUIRED']);
    expect(stale.seen).toEqual([]);
  });
});

describe('the limits that the pipeline counts', () => {
  const open = (ip = '192.0.2.1') => ({ method: 'POST', path: '/open', body: {}, ip });

  it('count every request by address and answer 429 with Retry-After and the RateLimit fields', async () => {
    const { call, seen } = subject();
    expect([(await call(open())).status, (await call(open())).status]).toEqual([202, 202]);
    const answer = await call(open());
    expect(refusal(answer)).toEqual([429, 'RATE_LIMITED']);
    expect(answer.json.error?.details).toEqual({ retry_after: 60 });
    expect(answer.headers).toMatchObject({
      'retry-after': '60',
      'ratelimit-policy': '"open";q=2;w=60',
      ratelimit: '"open";r=0;t=60',
    });
    expect(seen).toHaveLength(2);
    expect((await call(open('192.0.2.2'))).status).toBe(202);
  });

  it('leave those to the rule that count wrong tries or accounts', async () => {
    const { call, platform } = subject();
    await call(open());
    expect(platform.store.keys.map((key) => key.split(':')[0])).toEqual(['open']);
  });

  it('count nobody under the limit of a user', async () => {
    const { call, platform } = subject();
    const counted = async (headers: Record<string, string>) => {
      await call({ method: 'POST', path: '/sign-out', headers });
      return platform.store.keys.splice(0).map((key) => key.split(':')[0]);
    };
    expect(await counted({})).toEqual(['address']);
    expect(await counted(bearer)).toEqual(['mine', 'address']);
  });

  it('count a signed-in user apart from the address', async () => {
    const { call } = subject();
    const me = (token: string, ip: string) => call({ path: '/me', headers: { authorization: `Bearer ${token}` }, ip });
    const statuses: unknown[] = [];
    for (const ip of ['192.0.2.1', '192.0.2.2', '192.0.2.3', '192.0.2.4']) statuses.push((await me('good', ip)).status);
    expect(statuses).toEqual([200, 200, 200, 429]);
    expect((await me('good-2', '192.0.2.4')).status).toBe(200);
  });

  it('never let more through than the limit when all come at once [A09]', async () => {
    const { call, seen } = subject();
    const answers = await Promise.all(Array.from({ length: 50 }, () => call(open())));
    expect(answers.filter(({ status }) => status === 202)).toHaveLength(2);
    expect(seen).toHaveLength(2);
  });

  it('share one tick with the read of the session, so that the store can merge them', async () => {
    const asked: string[] = [];
    const store = new FakeStore();
    const increment = store.increment.bind(store);
    store.increment = (counters) => {
      asked.push('limits');
      queueMicrotask(() => asked.push('next tick'));
      return increment(counters);
    };
    const authenticator = {
      verify: async () => ({ userId: 'u', sessionId: 's', authTime: startOfTime, amr: [] }),
      load: async () => {
        asked.push('session');
        return fakePrincipal();
      },
      limited: async () => undefined,
      acted: async () => undefined,
    };
    const { call } = subject({ platform: { store }, authenticator });
    expect((await call({ path: '/me', headers: bearer })).status).toBe(200);
    expect(asked.slice(0, 3)).toEqual(['limits', 'session', 'next tick']);
  });

  it('are all off without limits (--no-limits)', async () => {
    const { call } = subject({ platform: { config: fakeConfig({ GATEHOUSE_RATE_LIMITS: 'false' }) } });
    for (let tries = 0; tries < 5; tries += 1) expect((await call(open())).status).toBe(202);
  });
});

describe('a store that is down', () => {
  const downStore = () => Object.assign(new FakeStore(), { down: true });

  it('makes a public route that counts answer 503, never unlimited [A10] [ASVS 16.5.3]', async () => {
    const { call, seen, platform } = subject({ platform: { store: downStore() } });
    const answer = await call({ method: 'POST', path: '/open', body: {} });
    expect(refusal(answer)).toEqual([503, 'DEPENDENCY_UNAVAILABLE']);
    expect(answer.headers['retry-after']).toBe('5');
    expect(answer.text).not.toContain('store');
    expect(seen).toEqual([]);
    expect(platform.log.lines).toContainEqual(expect.objectContaining({ level: 'warn', dependency: 'store' }));
  });

  it('does not stop a route that may proceed, nor the signed-in [ASVS 16.5.2]', async () => {
    const { call } = subject({ platform: { store: downStore() } });
    expect((await call({ method: 'POST', path: '/refresh' })).status).toBe(204);
    expect((await call({ path: '/me', headers: bearer })).status).toBe(200);
  });

  it('stops the signed-in where the session itself cannot be read', async () => {
    const authenticator = {
      verify: async () => ({ userId: 'u', sessionId: 's', authTime: startOfTime, amr: [] }),
      load: () => Promise.reject(new DependencyUnavailable('database', new Error('gone'))),
      limited: async () => undefined,
      acted: async () => undefined,
    };
    const { call } = subject({ platform: { store: downStore() }, authenticator });
    expect(refusal(await call({ path: '/me', headers: bearer }))).toEqual([503, 'DEPENDENCY_UNAVAILABLE']);
  });
});
