import { api } from '../../../lambdas/api.ts';
import { createClient } from '../../../lambdas/kernel/http/client.ts';
import { sample } from './subject.ts';

interface Sent {
  url: string;
  init: RequestInit;
}

function stub(response: () => Response) {
  const sent: Sent[] = [];
  const fetch = async (url: string | URL | Request, init: RequestInit = {}) => {
    sent.push({ url: String(url), init });
    return response();
  };
  return { sent, fetch };
}

const json = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
  });

describe('the typed client', () => {
  it('sends method, path, JSON body, bearer and headers of a call', async () => {
    const { sent, fetch } = stub(() => json(200, { success: true, data: { id: 'x' }, message: 'OK' }));
    const client = createClient(api, { baseUrl: 'http://127.0.0.1:1', fetch });
    await client.account.updateMe({ body: { name: 'A' }, bearer: 't', headers: { 'x-request-id': 'r' } });
    expect(sent[0]?.url).toBe('http://127.0.0.1:1/api/v1/users/me');
    expect(sent[0]?.init).toMatchObject({ method: 'PATCH', body: '{"name":"A"}' });
    expect(sent[0]?.init.headers).toMatchObject({
      authorization: 'Bearer t',
      'content-type': 'application/json',
      'x-request-id': 'r',
    });
  });

  it('names the version that was read, as the tag of a change', async () => {
    const { sent, fetch } = stub(() => json(200, { success: true, data: null, message: '' }));
    await createClient({ sample }, { fetch }).sample.replace({ body: {}, ifMatch: 7 });
    expect(sent[0]?.init.headers).toMatchObject({ 'if-match': '"7"' });
  });

  it('says application/json on a POST without a body, which a cookie may accompany', async () => {
    const { sent, fetch } = stub(() => new Response(null, { status: 204 }));
    const answer = await createClient(api, { fetch }).session.logout();
    expect(sent[0]?.init.headers).toMatchObject({ 'content-type': 'application/json' });
    expect(sent[0]?.init.body).toBeUndefined();
    expect(answer).toMatchObject({ ok: true, status: 204, data: undefined });
  });

  it('encodes path parameters and query values, and leaves undefined ones out', async () => {
    const { sent, fetch } = stub(() => json(200, { success: true, data: null, message: '' }));
    const client = createClient({ sample }, { fetch });
    await client.sample.thing({ params: { id: 'a/b?' }, query: { page: 'c d&e' } });
    await client.sample.thing({ params: { id: 'x' }, query: { page: undefined } });
    expect(sent.map(({ url }) => url)).toEqual(['/things/a%2Fb%3F?page=c+d%26e', '/things/x']);
  });

  it.each(['', '.', '..'])('sends nothing for the path parameter %j, which would lead to another route', async (id) => {
    const { sent, fetch } = stub(() => json(200, {}));
    await expect(createClient({ sample }, { fetch }).sample.thing({ params: { id } })).rejects.toThrow(TypeError);
    expect(sent).toEqual([]);
  });

  it('answers a refusal as a value with its code, message, details and headers', async () => {
    const error = { code: 'RATE_LIMITED', message: 'Wait.', details: { retry_after: 3 } };
    const { fetch } = stub(() => json(429, { success: false, error }, { 'retry-after': '3' }));
    const answer = await createClient(api, { fetch }).account.getMe({ bearer: 't' });
    expect(answer).toMatchObject({ ok: false, status: 429, ...error });
    expect(answer.headers.get('retry-after')).toBe('3');
  });

  it.each([
    [429, 'RATE_LIMITED'],
    [503, 'DEPENDENCY_UNAVAILABLE'],
    [502, 'INTERNAL'],
  ])('gives a bare %i of the gateway the code %s', async (status, code) => {
    const { fetch } = stub(() => new Response('<html>', { status, headers: { 'content-type': 'text/html' } }));
    expect(await createClient(api, { fetch }).service.health()).toMatchObject({ ok: false, status, code });
  });

  it.each([
    ['a page', new Response('<html>', { headers: { 'content-type': 'text/html' } })],
    ['JSON that breaks off', new Response('{"data":', { headers: { 'content-type': 'application/json' } })],
    ['JSON of something else', json(200, {})],
    ['the success of another route', json(200, { success: true, data: null, message: 'OK' })],
  ])('takes %s for no answer: nobody is told that they are signed out who is not', async (_, response) => {
    const { fetch } = stub(() => response);
    await expect(createClient(api, { fetch }).session.logout()).rejects.toThrow('no answer of POST');
  });

  it.each([
    ['a page', new Response('<html>', { headers: { 'content-type': 'text/html' } })],
    ['nothing', new Response(null, { status: 204 })],
  ])('takes %s for no answer where data is due', async (_, response) => {
    const { fetch } = stub(() => response);
    await expect(createClient(api, { fetch }).session.refresh()).rejects.toThrow('no answer of POST');
  });

  it('takes a refusal whose JSON breaks off for what its status says', async () => {
    const { fetch } = stub(() => new Response('{', { status: 503, headers: { 'content-type': 'application/json' } }));
    expect(await createClient(api, { fetch }).session.refresh()).toMatchObject({ code: 'DEPENDENCY_UNAVAILABLE' });
  });

  it('gives a call up that nobody answers, after 35 s where the caller says nothing else', async () => {
    const timeout = import.meta.jest.spyOn(AbortSignal, 'timeout');
    const { sent, fetch } = stub(() => new Response(null, { status: 204 }));
    await createClient(api, { fetch }).session.logout();
    expect(timeout.mock.calls).toEqual([[35_000]]);
    expect(sent[0]?.init.signal).toBe(timeout.mock.results[0]?.value);
    const { signal } = new AbortController();
    await createClient(api, { fetch }).session.logout({ signal });
    expect(sent[1]?.init.signal).toBe(signal);
    timeout.mockRestore();
  });

  it('answers bare documents as they are, JSON parsed and text as text', async () => {
    const set = stub(() => new Response('{"keys":[]}', { headers: { 'content-type': 'application/jwk-set+json' } }));
    const text = stub(() => new Response('Contact: x', { headers: { 'content-type': 'text/plain; charset=utf-8' } }));
    expect(await createClient(api, set).service.jwks()).toMatchObject({ ok: true, data: { keys: [] } });
    expect(await createClient(api, text).service.securityTxt()).toMatchObject({ ok: true, data: 'Contact: x' });
  });

  it('rejects with the error of fetch where no answer came', async () => {
    const fetch = () => Promise.reject(new TypeError('fetch failed'));
    await expect(createClient(api, { fetch }).service.health()).rejects.toThrow('fetch failed');
  });
});
