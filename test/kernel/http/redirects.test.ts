import { createClient } from '../../../lambdas/kernel/http/client.ts';
import { openApiDocument } from '../../../lambdas/kernel/http/openapi.ts';
import { DependencyUnavailable } from '../../../lambdas/ports/dependency.ts';
import { refuse, sample, subject } from './subject.ts';

const target = 'https://auth.example.com/account';
const to = (location: unknown) => async () => ({ data: undefined, location });
const form = { 'content-type': 'application/x-www-form-urlencoded' };

describe('a redirect', () => {
  it('is the status and the location, with cookies, without a body, and kept by no cache', async () => {
    const go = async () => ({ data: undefined, location: target, cookies: ['__Host-a=b'] });
    const { status, headers, cookies, text } = await subject({ rules: { go } }).call({ path: '/go/x' });
    expect([status, headers.location, cookies, text]).toEqual([302, target, ['__Host-a=b'], '']);
    expect(headers).toMatchObject({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' });
    expect(headers).not.toHaveProperty('content-type');
  });

  it.each(['', '/account', 'account', undefined, `${target}\r\nx: y`, `${target}/é`])(
    'to %j is a fault of the rule and goes nowhere [A91]',
    async (location) => {
      const { status, headers } = await subject({ rules: { go: to(location) } }).call({ path: '/go/x' });
      expect([status, headers.location]).toEqual([302, 'https://auth.example.com/sign-in#error=INTERNAL']);
    },
  );

  it('is answered whatever Accept says', async () => {
    const { call } = subject({ rules: { go: to(target) } });
    expect((await call({ path: '/go/x', headers: { accept: 'image/png' } })).headers.location).toBe(target);
  });

  it('is an answer of the typed client, with its headers', async () => {
    const answer = new Response(null, { status: 302, headers: { location: target } });
    const client = createClient({ sample }, { fetch: async () => answer });
    const got = await client.sample.go({ params: { name: 'x' } });
    expect(got).toMatchObject({ ok: true, status: 302 });
    expect(got.headers.get('location')).toBe(target);
  });
});

describe('a refusal where a browser navigates', () => {
  const page = 'https://auth.example.com/sign-in';
  it.each([
    [
      'a refusal of the rule',
      refuse('OAUTH_FAILED', { details: { reason: 'taken' } }),
      `${page}#error=OAUTH_FAILED&reason=taken`,
    ],
    ['any other code of the rule', refuse('NOT_FOUND', { details: { reason: 'taken' } }), `${page}#error=OAUTH_FAILED`],
    [
      'a page that the rule names',
      refuse('OAUTH_FAILED', { headers: { location: target } }),
      `${target}#error=OAUTH_FAILED`,
    ],
    ['an error of ours', () => Promise.reject(new Error('oops')), `${page}#error=INTERNAL`],
    [
      'a dependency that is not there',
      () => Promise.reject(new DependencyUnavailable('provider', new Error('silent'))),
      `${page}#error=DEPENDENCY_UNAVAILABLE`,
    ],
  ])('leads to the page: %s', async (_, go, location) => {
    const { status, headers, cookies, text } = await subject({ rules: { go } }).call({ path: '/go/x' });
    expect([status, headers.location, cookies, text]).toEqual([302, location, [], '']);
  });

  it('leads to the page where the pipeline refuses: fields, limits', async () => {
    const { call, seen } = subject({ rules: { go: to(target) } });
    const places: (string | undefined)[] = [];
    for (const name of ['much-too-long', 'a', 'b', 'c'])
      places.push((await call({ path: `/go/${name}` })).headers.location);
    expect(places).toEqual([`${page}#error=OAUTH_FAILED`, target, target, `${page}#error=RATE_LIMITED`]);
    expect(seen).toHaveLength(2);
  });
});

describe('a form that another site posts', () => {
  const posted = async () => ({ data: undefined, location: target });

  it('is read where the route takes one, from whatever page', async () => {
    const { call, seen } = subject({ rules: { posted } });
    const headers = { ...form, origin: 'https://elsewhere.example', 'sec-fetch-site': 'cross-site' };
    const { status } = await call({ method: 'POST', path: '/posted', headers, body: 'code=a+b%21&more=1' });
    expect([status, seen[0]?.input.body]).toEqual([303, { code: 'a b!' }]);
  });

  it.each([
    ['JSON', { 'content-type': 'application/json' }, '{"code":"a"}', 415],
    ['a field twice', form, 'code=a&code=b', 400],
    ['no field', form, 'x=y', 422],
    ['more than 64 KiB', form, `code=${'x'.repeat(70_000)}`, 413],
  ])('is refused where it is %s', async (_, headers, rawBody, status) => {
    const { call, seen } = subject({ rules: { posted } });
    expect((await call({ method: 'POST', path: '/posted', headers, body: rawBody })).status).toBe(status);
    expect(seen).toEqual([]);
  });

  it('is refused by every other route [A91]', async () => {
    const { call } = subject();
    const headers = { ...form, origin: 'https://auth.example.com' };
    expect((await call({ method: 'POST', path: '/open', headers, body: 'a=b' })).status).toBe(415);
  });
});

it('stands in the OpenAPI document as what it is', () => {
  const { paths } = openApiDocument({ sample }, { title: 'x', version: '1' }) as {
    paths: Record<string, Record<string, { responses: Record<string, object>; requestBody?: object }>>;
  };
  expect(Object.keys(paths['/go/{name}']?.get?.responses ?? {})).toEqual(['302']);
  expect(paths['/go/{name}']?.get?.responses[302]).toMatchObject({ headers: { Location: expect.anything() } });
  expect(paths['/posted']?.post?.requestBody).toMatchObject({ content: { 'application/x-www-form-urlencoded': {} } });
});
