import { bearer, refusal, subject } from './subject.ts';

describe('two requests on one instance', () => {
  it('never share anything: a hundred alternating users each see themselves alone [A96]', async () => {
    const rule = async ({ principal }: { principal: { userId: string } }) => {
      await new Promise((resolve) => setImmediate(resolve));
      return { data: { id: principal.userId } };
    };
    const { call, seen } = subject({ rules: { me: rule as never } });
    const users = Array.from({ length: 100 }, (_, index) => index);
    const answers = await Promise.all(
      users.map((user) =>
        call({ path: '/me', headers: { authorization: `Bearer good-${user}` }, ip: `192.0.2.${user}` }),
      ),
    );
    expect(answers.map(({ json }) => json.data)).toEqual(users.map((user) => ({ id: `user-${user}` })));
    expect(new Set(answers.map(({ headers }) => headers['x-request-id'])).size).toBe(100);
    expect(new Set(answers.map(({ headers }) => headers)).size).toBe(100);
    expect(new Set(seen.map(({ context }) => context.request.ip)).size).toBe(100);
  });

  it('does not keep a signed-in user for the next, anonymous one [A96]', async () => {
    const { call } = subject();
    expect((await call({ path: '/me', headers: bearer })).status).toBe(200);
    expect(refusal(await call({ path: '/me' }))).toEqual([401, 'AUTHENTICATION_REQUIRED']);
  });
});

describe('the record of a request', () => {
  it('is one line that names it and holds no body, query, cookie or token [A93] [ASVS 16.2.1] [ASVS 16.2.5]', async () => {
    const { call, platform } = subject({ principal: { permissions: new Set(['things:read']) } });
    const { headers } = await call({
      path: '/things/01900000-0000-7000-8000-000000000001',
      query: 'page=query-secret',
      headers: bearer,
      cookies: ['__Host-refresh=cookie-secret'],
    });
    expect(platform.log.lines).toEqual([
      {
        level: 'info',
        message: 'request',
        method: 'GET',
        route: '/things/{id}',
        status: 200,
        duration_ms: 0,
        request_id: headers['x-request-id'],
        client_request_id: null,
        ip: '192.0.2.1',
        user_id: '01900000-0000-7000-8000-00000000000a',
        error_code: null,
      },
    ]);
  });

  it('names the code of a refusal, and counts requests and durations by route and errors by code [ASVS 16.3.2]', async () => {
    const { call, platform } = subject();
    await call({ path: '/me', headers: { authorization: 'Bearer token-secret' } });
    expect(platform.log.lines).toEqual([
      expect.objectContaining({ status: 401, error_code: 'TOKEN_INVALID', user_id: null }),
    ]);
    expect(JSON.stringify(platform.log.lines)).not.toContain('secret');
    const dimensions = { flow: 'sample' };
    expect(platform.metrics.counts).toEqual([
      { name: 'Request', dimensions },
      { name: 'RequestError', dimensions: { flow: 'sample', code: 'TOKEN_INVALID' } },
    ]);
    expect(platform.metrics.durations).toEqual(['RequestDuration']);
  });

  it('names no raw path that matched nothing', async () => {
    const { call, platform } = subject();
    await call({ path: '/reset/path-secret' });
    expect(JSON.stringify([platform.log.lines, platform.metrics.counts])).not.toContain('secret');
  });
});
