import { bearer, page, refusal, subject } from './subject.ts';

const refreshCookie = ['__Host-refresh=r'];
const json = { 'content-type': 'application/json' };
const evil: [string, Record<string, string>][] = [
  ['Origin evil', { origin: 'https://evil.example' }],
  ['Origin null', { origin: 'null' }],
  ['an origin that ours is a prefix of', { origin: 'https://auth.example.com.evil.example' }],
  ['a suffix of our host', { origin: 'https://evilauth.example.com' }],
  ['another port', { origin: 'https://auth.example.com:8443' }],
  ['plain http', { origin: 'http://auth.example.com' }],
  ['our origin in other letters', { origin: 'https://AUTH.example.com' }],
  ['an empty Origin', { origin: '' }],
  ['Sec-Fetch-Site cross-site', { 'sec-fetch-site': 'cross-site' }],
  ['Sec-Fetch-Site same-site', { 'sec-fetch-site': 'same-site' }],
  ['Sec-Fetch-Site none', { 'sec-fetch-site': 'none' }],
  [
    'Origin evil beside Sec-Fetch-Site same-origin',
    { origin: 'https://evil.example', 'sec-fetch-site': 'same-origin' },
  ],
];

describe('the browser rule', () => {
  it.each(evil)('refuses a cookie from %s, without effect [A76] [ASVS 3.5.1] [ASVS 3.5.8]', async (_, headers) => {
    const { call, seen, platform } = subject();
    const answer = await call({
      method: 'POST',
      path: '/refresh',
      headers: { ...json, ...headers },
      cookies: refreshCookie,
    });
    expect(refusal(answer)).toEqual([403, 'CSRF_FAILED']);
    expect(answer.cookies).toEqual([]);
    expect(seen).toEqual([]);
    expect(platform.store.keys).toEqual([]);
  });

  it('refuses a cookie where neither header says where it comes from [A76]', async () => {
    const { call, seen } = subject();
    const answer = await call({ method: 'POST', path: '/refresh', headers: json, cookies: refreshCookie });
    expect(refusal(answer)).toEqual([403, 'CSRF_FAILED']);
    expect(seen).toEqual([]);
  });

  it.each(evil)(
    'holds for every change, also with a bearer token and without a cookie: %s [A76]',
    async (_, headers) => {
      const { call, seen } = subject();
      const change = { method: 'PATCH', path: '/me', headers: { ...bearer, ...headers }, body: {} };
      expect(refusal(await call(change))).toEqual([403, 'CSRF_FAILED']);
      expect(refusal(await call({ method: 'POST', path: '/open', headers, body: {} }))).toEqual([403, 'CSRF_FAILED']);
      expect(seen).toEqual([]);
    },
  );

  it.each([
    ['an allowed Origin', page],
    ['Sec-Fetch-Site same-origin without Origin', { 'sec-fetch-site': 'same-origin' }],
  ])('lets a page through that shows %s', async (_, headers) => {
    const { call, seen } = subject();
    const answer = await call({
      method: 'POST',
      path: '/refresh',
      headers: { ...json, ...headers },
      cookies: refreshCookie,
    });
    expect(answer.status).toBe(204);
    expect(seen[0]?.context.request.browser).toBe('page');
  });

  it('lets a client without a browser through where it bears no cookie', async () => {
    const { call, seen } = subject();
    expect((await call({ method: 'POST', path: '/refresh', body: {} })).status).toBe(204);
    expect(seen[0]?.context.request.browser).toBe('none');
  });

  it.each([
    ['text/plain', { 'content-type': 'text/plain' }],
    ['a form', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['multipart', { 'content-type': 'multipart/form-data; boundary=x' }],
    ['no type', {}],
    ['a type that only starts like JSON', { 'content-type': 'application/json-patch+json' }],
    ['two types', { 'content-type': 'application/json, text/plain' }],
    ['JSON in another charset', { 'content-type': 'application/json; charset=utf-16' }],
  ])('answers 415 to a cookie sent as %s, whatever its origin [A77] [ASVS 3.5.2]', async (_, type) => {
    const { call, seen } = subject();
    for (const from of [page, { origin: 'https://evil.example' }, {}])
      for (const body of ['{}', undefined]) {
        const headers: Record<string, string> = { ...type, ...from };
        const answer = await call({ method: 'POST', path: '/refresh', headers, cookies: refreshCookie, body });
        expect(refusal(answer)).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE']);
      }
    expect(seen).toEqual([]);
  });

  it.each(['GET', 'HEAD', 'OPTIONS', 'PUT', 'TRACE'])(
    'answers 405 to a cookie sent by %s [A77] [ASVS 3.5.3]',
    async (method) => {
      const { call, seen } = subject();
      const answer = await call({ method, path: '/refresh', headers: { ...page, ...json }, cookies: refreshCookie });
      expect(refusal(answer)).toEqual([405, 'METHOD_NOT_ALLOWED']);
      expect(answer.headers.allow).toBe('POST');
      expect(seen).toEqual([]);
    },
  );

  it.each(['x-http-method-override', 'x-http-method', 'x-method-override'])('ignores %s [A77]', async (name) => {
    const { call, seen } = subject();
    const asGet = await call({ path: '/refresh', headers: { [name]: 'POST' }, query: '_method=POST' });
    expect(refusal(asGet)).toEqual([405, 'METHOD_NOT_ALLOWED']);
    await call({ path: '/me', headers: { ...bearer, [name]: 'PATCH' }, query: '_method=PATCH' });
    expect(seen.map(({ route }) => route)).toEqual(['me']);
  });

  it.each(evil)('never answers with a CORS header, for %s [A79] [ASVS 3.4.2]', async (_, headers) => {
    const { call } = subject();
    for (const request of [
      { path: '/document', headers },
      { path: '/me', headers: { ...headers, ...bearer } },
      { method: 'POST', path: '/open', headers, body: {} },
      { method: 'OPTIONS', path: '/refresh', headers: { ...headers, 'access-control-request-method': 'POST' } },
    ]) {
      const answer = await call(request);
      expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control-'))).toEqual([]);
      expect(answer.headers.vary).toBe('Origin');
    }
  });
});

describe('where the tokens of a sign-in go', () => {
  const signIn = (headers: Record<string, string>, body: unknown) => ({
    method: 'POST',
    path: '/sign-in',
    headers,
    body,
  });

  it('needs token_delivery: body where no browser is seen', async () => {
    const { call, seen } = subject();
    expect(refusal(await call(signIn({}, {})))).toEqual([403, 'CSRF_FAILED']);
    expect(refusal(await call(signIn({}, { token_delivery: 'cookie' })))).toEqual([403, 'CSRF_FAILED']);
    expect(seen).toEqual([]);
    expect((await call(signIn({}, { token_delivery: 'body' }))).status).toBe(200);
  });

  it.each([page, { 'sec-fetch-site': 'same-origin' }])(
    'gives a page no token in a body: %j [A109]',
    async (headers) => {
      const { call, seen } = subject();
      expect(refusal(await call(signIn(headers, { token_delivery: 'body' })))).toEqual([400, 'MALFORMED_REQUEST']);
      expect(seen).toEqual([]);
      expect((await call(signIn(headers, {}))).status).toBe(200);
    },
  );
});
