import { httpEvent } from '../fakes.ts';
import { answered, bearer, refusal, subject } from './subject.ts';

let accepted = ['current-value', 'previous-value'];
const edgeValues = async () => accepted;
const throughEdge = { 'x-origin-verify': 'current-value' };
const uuid = '6f2c1a52-3c1e-4d5e-9f10-1234567890ab';

describe('the edge check', () => {
  it.each([
    ['no header', {}],
    ['a wrong value', { 'x-origin-verify': 'other' }],
    ['an empty value', { 'x-origin-verify': '' }],
    ['both values at once', { 'x-origin-verify': 'current-value,previous-value' }],
    ['a prefix', { 'x-origin-verify': 'current' }],
  ])('refuses a request that did not come through the edge: %s [A95]', async (_, headers) => {
    const { call, seen } = subject({ platform: { edgeValues } });
    expect(refusal(await call({ path: '/document', headers }))).toEqual([403, 'FORBIDDEN']);
    expect(seen).toEqual([]);
  });

  it.each(['current-value', 'previous-value'])('takes %s, so that the value can be rotated', async (value) => {
    const { call } = subject({ platform: { edgeValues } });
    expect((await call({ path: '/document', headers: { 'x-origin-verify': value } })).status).toBe(200);
  });

  it('takes a value from the request on with which it became known, and refuses everything where there is none [A95]', async () => {
    const { call } = subject({ platform: { edgeValues } });
    const status = async (value: string) =>
      (await call({ path: '/document', headers: { 'x-origin-verify': value } })).status;
    try {
      expect(await status('next-value')).toBe(403);
      accepted = ['next-value'];
      expect([await status('next-value'), await status('current-value')]).toEqual([200, 403]);
      accepted = [];
      expect([await status('next-value'), await status('')]).toEqual([403, 403]);
    } finally {
      accepted = ['current-value', 'previous-value'];
    }
  });

  it.each([
    ['x-forwarded-for', '203.0.113.9'],
    ['forwarded', 'for=203.0.113.9'],
    ['x-real-ip', '203.0.113.9'],
    ['cf-connecting-ip', '203.0.113.9'],
    ['true-client-ip', '203.0.113.9'],
    ['x-client-ip', '203.0.113.9'],
    ['x-viewer-ip', '203.0.113.9'],
  ])('reads no address from %s where no edge stands in front [A06]', async (name, value) => {
    const { call, seen, platform } = subject();
    await call({ path: '/document', headers: { [name]: value }, ip: '192.0.2.7' });
    expect(seen[0]?.context.request.ip).toBe('192.0.2.7');
    expect(platform.log.lines).toContainEqual(expect.objectContaining({ message: 'request', ip: '192.0.2.7' }));
  });

  it('takes the viewer address from the edge and from no other header [A06]', async () => {
    const { call, seen } = subject({ platform: { edgeValues } });
    const headers = { ...throughEdge, 'x-viewer-ip': '2001:db8::1', 'x-forwarded-for': '203.0.113.9' };
    await call({ path: '/document', headers, ip: '192.0.2.7' });
    expect(seen[0]?.context.request.ip).toBe('2001:db8::1');
  });

  it.each(['', 'localhost', '203.0.113.9, 192.0.2.1', "1' or '1"])(
    'falls back to the socket where the edge says %j',
    async (viewer) => {
      const { call, seen } = subject({ platform: { edgeValues } });
      await call({ path: '/document', headers: { ...throughEdge, 'x-viewer-ip': viewer }, ip: '192.0.2.7' });
      expect(seen[0]?.context.request.ip).toBe('192.0.2.7');
    },
  );

  it('counts varied forwarding headers as one address and a /64 as one too [A06]', async () => {
    const { call } = subject({ platform: { edgeValues } });
    const statuses: (number | undefined)[] = [];
    for (const [index, host] of ['::1', '::2', '::ffff'].entries()) {
      const headers = { ...throughEdge, 'x-viewer-ip': `2001:db8:1:2${host}`, 'x-forwarded-for': `203.0.113.${index}` };
      statuses.push((await call({ method: 'POST', path: '/open', headers, body: {} })).status);
    }
    expect(statuses).toEqual([202, 202, 429]);
  });
});

describe('the request id', () => {
  it("is always our own, and a client's valid id comes back beside it", async () => {
    const { call, seen, platform } = subject();
    const { headers, json } = await call({ path: '/me', headers: { ...bearer, 'x-request-id': uuid.toUpperCase() } });
    expect(headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
    expect(headers['x-request-id']).not.toBe(uuid);
    expect(json.metadata.request_id).toBe(headers['x-request-id']);
    expect(headers['x-client-request-id']).toBe(uuid);
    expect(seen[0]?.context.request).toMatchObject({ id: headers['x-request-id'], clientId: uuid });
    expect(platform.log.lines[0]).toMatchObject({ request_id: headers['x-request-id'], client_request_id: uuid });
  });

  it.each(['not-a-uuid', `${uuid}\r\nset-cookie: a=b`, `${uuid},${uuid}`, '', '\u001b[31m'])(
    'does not echo %j [A91]',
    async (given) => {
      const { call } = subject();
      const { headers } = await call({ path: '/document', headers: { 'x-request-id': given } });
      expect(headers['x-client-request-id']).toBeUndefined();
      expect(JSON.stringify(headers)).not.toContain('a=b');
    },
  );
});

describe('an event that is not what API Gateway sends', () => {
  const v1 = { httpMethod: 'GET', path: '/document', headers: {}, multiValueHeaders: {}, requestContext: {} };
  it.each([
    ['payload v1', v1],
    ['payload v1 that says so', { ...v1, version: '1.0' }],
    ['multi-value headers', { ...v1, multiValueHeaders: { authorization: ['Bearer good', 'Bearer good'] } }],
    ['an empty object', {}],
    ['no HTTP context', { version: '2.0', rawPath: '/document' }],
  ])('is refused with 400: %s [A102]', async (_, event) => {
    const { run, seen } = subject();
    expect(refusal(answered(await run(event as never)))).toEqual([400, 'MALFORMED_REQUEST']);
    expect(seen).toEqual([]);
  });

  it.each([undefined, null, 5, 'text'])('never makes the function throw: %j [ASVS 16.5.4]', async (event) => {
    const { run } = subject();
    const answer = answered(await run(event as never));
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.headers).toMatchObject({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
  });

  it.each(['', ':', 'a b', 'user:pass@evil', 'evil:99999', '[::1', '\u0000'])(
    'survives the Host %j and answers the next call [A121]',
    async (host) => {
      const { run, call } = subject();
      const event = httpEvent({ path: '/document', headers: { host, 'x-forwarded-host': host } });
      event.requestContext.domainName = host;
      expect(answered(await run(event)).status).toBe(200);
      expect((await call({ path: '/document' })).status).toBe(200);
    },
  );
});

describe('the user agent', () => {
  it('is kept as one printable line of at most 512 characters [A92]', async () => {
    const { call, seen } = subject();
    await call({
      path: '/document',
      headers: { 'user-agent': `a\r\n{"level":"error"}\u001b[31m\ud800${'x'.repeat(600)}` },
    });
    const kept = seen[0]?.context.request.userAgent ?? '';
    expect(kept).toHaveLength(512);
    expect(kept).toMatch(/^a {2}\{"level":"error"\} \[31m\ufffdx+$/);
  });
});
