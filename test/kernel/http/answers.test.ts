import { AuthError, type ErrorCode, errorTable } from '../../../lambdas/kernel/errors.ts';
import { DatabaseAsleep, httpEvent, startOfTime } from '../fakes.ts';
import { secretsIn } from '../secrets.ts';
import { type Answered, bearer, refusal, refuse, subject } from './subject.ts';

const throwing = (error: unknown) => async () => {
  throw error;
};
const open = { method: 'POST', path: '/open', body: {} };

describe('the envelope', () => {
  it('wraps data with message and metadata', async () => {
    const { call } = subject({ rules: { me: async () => ({ data: { a: 1 }, message: 'Here.' }) } });
    const { status, headers, json } = await call({ path: '/me', headers: bearer });
    expect(status).toBe(200);
    expect(json).toEqual({
      success: true,
      data: { a: 1 },
      message: 'Here.',
      metadata: { timestamp: startOfTime.toISOString(), request_id: headers['x-request-id'], version: '1.0.0' },
    });
  });

  it("takes the contract's status", async () => {
    expect((await subject().call(open)).status).toBe(202);
  });

  it('sends no body and no type with 204', async () => {
    const { text, headers } = await subject().call({ method: 'POST', path: '/refresh' });
    expect(text).toBe('');
    expect(headers).not.toHaveProperty('content-type');
  });

  it('sends a bare document as it is, with its type and its caching', async () => {
    const { call } = subject({ rules: { document: async () => ({ data: 'text' }) } });
    const { text, headers } = await call({ path: '/document' });
    expect(text).toBe('text');
    expect(headers).toMatchObject({
      'content-type': 'text/plain; charset=utf-8',
      'cache-control': 'public, max-age=300',
    });
  });

  it("sends the handler's headers and cookies, and none of them can split a line [A91]", async () => {
    const rule = async () => ({
      data: null,
      headers: { Location: '/a\r\nset-cookie: x=y', 'X-Note': 'ä\u0000b' },
      cookies: ['__Host-csrf=a; Path=/\r\nx-evil: 1'],
    });
    const { headers, cookies } = await subject({ rules: { open: rule } }).call(open);
    expect(headers.location).toBe('/aset-cookie: x=y');
    expect(headers['x-note']).toBe('b');
    expect(cookies).toEqual(['__Host-csrf=a; Path=/x-evil: 1']);
    expect(JSON.stringify([headers, cookies])).not.toMatch(/\\[rn]/);
  });
});

describe('content negotiation', () => {
  it.each(['*/*', 'application/json', 'application/*', 'text/html, */*;q=0.1', 'APPLICATION/JSON; q=0.5', ''])(
    'answers Accept: %s',
    async (accept) => {
      expect((await subject().call({ path: '/me', headers: { ...bearer, accept } })).status).toBe(200);
    },
  );
  it.each([
    'text/html',
    'application/xml',
    'application/json;q=0',
    'application/json; q=0.000',
    'text/*',
    'application/javascript',
  ])('answers 406 to Accept: %s, and never a script [ASVS 3.5.6]', async (accept) => {
    const { call, seen } = subject();
    const answer = await call({ path: '/me', headers: { ...bearer, accept } });
    expect(refusal(answer)).toEqual([406, 'NOT_ACCEPTABLE']);
    expect(answer.headers['content-type']).toBe('application/json; charset=utf-8');
    expect(seen).toEqual([]);
  });
  it('answers a bare document under its own type', async () => {
    expect((await subject().call({ path: '/document', headers: { accept: 'text/plain' } })).status).toBe(200);
  });
  it('wraps nothing into a callback that a query names [ASVS 3.5.6]', async () => {
    const { text } = await subject().call({ path: '/me', headers: bearer, query: 'callback=evil&jsonp=evil' });
    expect(text).toMatch(/^\{"success":true/);
    expect(text).not.toContain('evil');
  });
});

describe('a refusal', () => {
  it.each(Object.entries(errorTable))(
    '%s has its status and message and nothing else',
    async (code, { statuses, message }) => {
      const { call } = subject({ rules: { open: refuse(code as ErrorCode, { cause: new Error('inner words') }) } });
      const answer = await call(open);
      expect(answer.status).toBe(statuses[0]);
      expect(answer.json).toEqual({
        success: false,
        error: { code, message, details: {} },
        metadata: expect.anything(),
      });
      expect(answer.text).not.toContain('inner words');
    },
  );

  it('may bear details, headers, cookies and another of its statuses', async () => {
    const options = {
      status: 400,
      details: { a: 1 },
      headers: { 'X-A': 'b\r\nc' },
      cookies: ['__Host-refresh=; Max-Age=0\r\n'],
    };
    const answer = await subject({ rules: { open: refuse('TOKEN_INVALID', options) } }).call(open);
    expect(answer).toMatchObject({
      status: 400,
      json: { error: { details: { a: 1 } } },
      cookies: ['__Host-refresh=; Max-Age=0'],
    });
    expect(answer.headers['x-a']).toBe('bc');
  });

  it('is 500 INTERNAL with the request id for anything unknown; the log has the rest [ASVS 16.5.1] [ASVS 16.3.4]', async () => {
    const error = Object.assign(new Error('Failed query: select * from users'), {
      query: 'select',
      params: ['hunter2'],
    });
    const { call, platform } = subject({ rules: { open: throwing(error) } });
    const answer = await call(open);
    expect(refusal(answer)).toEqual([500, 'INTERNAL']);
    expect(answer.json.error).toEqual({ code: 'INTERNAL', message: errorTable.INTERNAL.message, details: {} });
    expect(answer.text).not.toMatch(/select|users|hunter2|\.ts/);
    expect(platform.log.lines).toContainEqual(
      expect.objectContaining({ level: 'error', error, request_id: answer.headers['x-request-id'], route: '/open' }),
    );
  });

  it.each([undefined, null, 'text', { code: 'FORBIDDEN', status: 403 }])(
    'is 500 too where %j was thrown',
    async (thrown) => {
      expect(refusal(await subject({ rules: { open: throwing(thrown) } }).call(open))).toEqual([500, 'INTERNAL']);
    },
  );

  it('is 503 with Retry-After where the database is away [ASVS 16.5.2]', async () => {
    const { call, platform } = subject({
      rules: { open: throwing(new DatabaseAsleep('connect ECONNREFUSED 10.0.0.5')) },
    });
    const answer = await call(open);
    expect(refusal(answer)).toEqual([503, 'DEPENDENCY_UNAVAILABLE']);
    expect(answer.headers['retry-after']).toBe('5');
    expect(answer.text).not.toMatch(/database|10\.0\.0\.5/);
    expect(platform.log.lines).toContainEqual(expect.objectContaining({ level: 'warn', dependency: 'database' }));
  });

  it('is a plain 500 where the log itself is broken [ASVS 16.5.4]', async () => {
    const broken = () => {
      throw new Error('disk full');
    };
    const { call } = subject({ platform: { log: { debug: broken, info: broken, warn: broken, error: broken } } });
    const answer = await call({ path: '/document' });
    expect(refusal(answer)).toEqual([500, 'INTERNAL']);
    expect(answer.headers).toMatchObject({ 'cache-control': 'no-store', 'x-frame-options': 'DENY' });
    expect(answer.text).not.toContain('disk');
  });

  it('is 404 for an unknown path and 405 with Allow for a known one', async () => {
    const { call } = subject();
    expect(refusal(await call({ path: '/nothing' }))).toEqual([404, 'NOT_FOUND']);
    const answer = await call({ method: 'HEAD', path: '/me' });
    expect(refusal(answer)).toEqual([405, 'METHOD_NOT_ALLOWED']);
    expect(answer.headers.allow).toBe('GET, PATCH');
  });

  it('ends a handler before Lambda does, with an answer', async () => {
    const { run } = subject({ rules: { document: () => new Promise(() => undefined) } });
    const answer = await run(httpEvent({ path: '/document' }), { getRemainingTimeInMillis: () => 260 } as never);
    expect(answer).toMatchObject({ statusCode: 500 });
  });
});

describe('every answer', () => {
  it('is free of members that are named for a secret [A99]', async () => {
    const { call } = subject();
    const answers: Answered[] = [
      await call({ path: '/me', headers: bearer }),
      await call({ path: '/me' }),
      await call({ method: 'POST', path: '/open', body: { password: 5 } }),
    ];
    expect(answers.flatMap(({ json }) => secretsIn(json))).toEqual([]);
  });
});

it('an AuthError bears the first status of its code unless told another', () => {
  expect(new AuthError('TOKEN_INVALID').status).toBe(401);
  expect(new AuthError('TOKEN_INVALID', { status: 400 }).status).toBe(400);
});
