import { httpEvent } from '../fakes.ts';
import { answered, refusal, subject } from './subject.ts';

const json = { 'content-type': 'application/json' };
const echo = (body: string | undefined, headers: Record<string, string> = json) => ({
  method: 'POST',
  path: '/echo',
  headers,
  body,
});
const nested = (depth: number) => `{"a":${'['.repeat(depth - 1)}${']'.repeat(depth - 1)}}`;
const keys = (count: number) => `{${Array.from({ length: count }, (_, index) => `"k${index}":1`).join(',')}}`;
const spaces = (bytes: number) => `{"a":"${'x'.repeat(bytes - 8)}"}`;

describe('the body', () => {
  it.each([
    ['nothing', undefined, {}],
    ['nothing under a JSON type', undefined, json],
    ['broken JSON', '{"a":', json],
    ['an array', '[]', json],
    ['a string', '"a"', json],
    ['null', 'null', json],
    ['two objects', '{}{}', json],
    ['a trailing comma', '{"a":1,}', json],
    ['a comment', '{/**/}', json],
    ['NaN', '{"a":NaN}', json],
  ])('is refused where it is %s', async (_, body, headers) => {
    const { call, seen } = subject();
    expect(refusal(await call(echo(body, headers)))).toEqual([400, 'MALFORMED_REQUEST']);
    expect(seen).toEqual([]);
  });

  it.each([
    ['one object', '{"a":1,"a":2}'],
    ['an inner object', '{"x":[{"a":1,"b":2,"a":3}]}'],
    ['two spellings of one key', '{"a":1,"\\u0061":2}'],
    ['the prototype', '{"__proto__":1,"__proto__":2}'],
  ])('is refused with a key twice in %s [A90]', async (_, body) => {
    const { call } = subject();
    expect(refusal(await call(echo(body)))).toEqual([400, 'MALFORMED_REQUEST']);
  });

  it.each([{ 'a:b': 'c:d' }, { a: '":' }, { a: '\\', b: ':' }, { '":': '\\":' }, { a: [':', '"', { b: '\\\\":"' }] }])(
    'takes colons, quotes and backslashes inside of strings for what they are: %j',
    async (body) => {
      const { call, seen } = subject();
      expect((await call({ method: 'POST', path: '/echo', body })).status).toBe(200);
      expect(seen[0]?.input.body).toEqual(body);
    },
  );

  it('takes 64 KiB, 32 levels and 1,000 keys and refuses one more [A90]', async () => {
    const { call } = subject();
    const statuses: unknown[] = [];
    for (const body of [spaces(65_536), spaces(65_537), nested(32), nested(33), keys(1000), keys(1001)])
      statuses.push((await call(echo(body))).status);
    expect(statuses).toEqual([200, 413, 200, 400, 200, 400]);
  });

  it.each([
    ['11 MB', spaces(11_000_000), 413],
    ['11 MB of open brackets', '['.repeat(11_000_000), 413],
    ['10,000 levels', `{"a":${'['.repeat(10_000)}${']'.repeat(10_000)}}`, 400],
    ['10,000 levels that are not closed', `{"a":${'['.repeat(10_000)}`, 400],
    ['100,000 keys', keys(100_000), 413],
    ['6,000 keys', keys(6000), 400],
    ['3-byte characters that pass 64 KiB', `{"a":"${'€'.repeat(30_000)}"}`, 413],
  ])('is refused with %s and the next call is fine [A90]', async (_, body, status) => {
    const { call } = subject();
    const answer = await call(echo(body));
    expect([answer.status, answer.headers['content-type']]).toEqual([status, 'application/json; charset=utf-8']);
    expect((await call(echo('{}'))).status).toBe(200);
  });

  it.each(['gzip', 'br', 'deflate', 'gzip, identity', 'x'])('is not unpacked from %s: 415 [A90]', async (encoding) => {
    const { call } = subject();
    const answer = await call(echo('{}', { ...json, 'content-encoding': encoding }));
    expect(refusal(answer)).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE']);
    expect(answer.headers['accept-encoding']).toBe('identity');
  });

  it('reads the same from base64 as from text, and judges its decoded size [A102]', async () => {
    const { run, seen } = subject();
    const send = (text: string) =>
      run(httpEvent({ ...echo(Buffer.from(text).toString('base64')), base64: true })).then(answered);
    expect((await send('{"a":"é"}')).status).toBe(200);
    expect(seen[0]?.input.body).toEqual({ a: 'é' });
    expect((await send(spaces(65_536))).status).toBe(200);
    expect((await send(spaces(65_537))).status).toBe(413);
  });

  it.each([
    ['no base64 at all', '{"a":1}'],
    ['bytes that are no UTF-8', Buffer.from([0x7b, 0xff, 0x7d]).toString('base64')],
    ['a UTF-8 surrogate half', Buffer.from([0x7b, 0x22, 0xed, 0xa0, 0x80, 0x22, 0x3a, 0x31, 0x7d]).toString('base64')],
  ])('is refused where base64 holds %s [A102]', async (_, body) => {
    const { run } = subject();
    expect(refusal(answered(await run(httpEvent({ ...echo(body), base64: true }))))).toEqual([
      400,
      'MALFORMED_REQUEST',
    ]);
  });

  it.each([
    '{"__proto__":{"role":"admin"}}',
    '{"constructor":{"prototype":{"role":"admin"}}}',
    '{"a":{"__proto__":{"role":"admin"},"prototype":{"role":"admin"}}}',
  ])('pollutes nothing: %s, then a clean call on the same function [A89]', async (body) => {
    const { call, seen } = subject();
    expect((await call(echo(body))).status).toBe(200);
    expect(JSON.stringify(seen[0]?.input.body)).not.toContain('admin');
    expect(seen[0]?.input.body).not.toHaveProperty('role');
    expect(({} as { role?: string }).role).toBeUndefined();
    await call(echo('{"b":1}'));
    expect(seen[1]?.input.body).toEqual({ b: 1 });
    expect(seen[1]?.input.body).not.toHaveProperty('role');
  });

  it('is ignored on GET', async () => {
    const { call, seen } = subject();
    expect((await call({ path: '/document', headers: json, body: '{"broken' })).status).toBe(200);
    expect(seen[0]?.input.body).toBeUndefined();
  });

  it('may be left out where the contract says so', async () => {
    const { call, seen } = subject();
    expect((await call({ method: 'POST', path: '/refresh' })).status).toBe(204);
    expect(seen[0]?.input.body).toEqual({});
  });

  it.each(['application/json', 'application/json; charset=utf-8', 'Application/JSON;charset="UTF-8"'])(
    'is read under the type %s',
    async (type) => {
      const { call } = subject();
      expect((await call(echo('{}', { 'content-type': type }))).status).toBe(200);
    },
  );
});

describe('validation', () => {
  it.each([12345678, [], ['a'], { $ne: 1 }, null, true, 1.5])(
    'answers 422 to the password %j, before any rule runs [A15]',
    async (password) => {
      const { call, seen } = subject();
      const answer = await call({ method: 'POST', path: '/open', body: { password } });
      expect(refusal(answer)).toEqual([422, 'VALIDATION_FAILED']);
      expect(answer.json.error?.details).toEqual({ fields: { password: 'Must be text.' } });
      expect(seen).toEqual([]);
    },
  );

  it.each(['password', 'name', 'note'])(
    'answers 422 to a raw NUL and to a lone surrogate in %s [A122]',
    async (field) => {
      const { call, seen } = subject();
      for (const value of ['abc\0def', '\ud800', 'a\udc00b']) {
        const answer = await call({ method: 'POST', path: '/open', body: { [field]: value } });
        expect(answer.json.error?.details).toEqual({ fields: { [field]: 'Contains characters that cannot be read.' } });
        expect(answer.status).toBe(422);
      }
      expect(seen).toEqual([]);
    },
  );

  it('drops fields that the contract does not have [A80]', async () => {
    const { call, seen } = subject();
    const body = { token_delivery: 'body', role: 'admin', permissions: ['*'], is_active: true, id: 'x' };
    await call({ method: 'POST', path: '/sign-in', body });
    expect(seen[0]?.input.body).toEqual({ token_delivery: 'body' });
  });

  it('checks path and query, and refuses a query name that comes twice', async () => {
    const { call, seen } = subject({ principal: { permissions: new Set(['things:read']) } });
    const get = (id: string, query: string) =>
      call({ path: `/things/${id}`, query, headers: { authorization: 'Bearer good' } });
    expect((await get('x', '')).json.error?.details).toEqual({ fields: { id: 'Must be an id (UUID).' } });
    expect((await get(uuid, 'page=1&page=2')).json.error?.details).toEqual({
      fields: { page: 'Must be given only once.' },
    });
    expect((await get(uuid, 'page=a%20b&other=1')).status).toBe(200);
    expect(seen[0]?.input).toMatchObject({ params: { id: uuid }, query: { page: 'a b' } });
  });
});

const uuid = '01900000-0000-7000-8000-000000000001';
