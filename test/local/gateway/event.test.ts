import { gatewayThat, json, request } from './sample.ts';

async function eventOf(change: Parameters<typeof request>[0]) {
  const { gateway, events, flows } = gatewayThat(() => ({ statusCode: 204 }));
  await gateway(request(change));
  const [event] = events;
  if (!event) throw new Error('no function was called');
  return { event, flow: flows[0] };
}

describe('a request becomes the event that API Gateway would make', () => {
  it('names version, route, path and the request context of payload format 2.0', async () => {
    const headers = [
      ['Host', 'localhost:4000'],
      ['User-Agent', 'test/1'],
    ] as const;
    const { event } = await eventOf({ headers, target: '/api/v1/things?a=1' });
    expect(event).toMatchObject({
      version: '2.0',
      routeKey: 'POST /api/v1/things',
      rawPath: '/api/v1/things',
      rawQueryString: 'a=1',
      requestContext: {
        domainName: 'localhost:4000',
        http: {
          method: 'POST',
          path: '/api/v1/things',
          protocol: 'HTTP/1.1',
          sourceIp: '192.0.2.7',
          userAgent: 'test/1',
        },
        routeKey: 'POST /api/v1/things',
        stage: '$default',
        time: '12/Mar/2026:19:03:58 +0000',
        timeEpoch: 1_773_342_238_123,
      },
    });
    expect(event.requestContext.requestId).toMatch(/^[\w+/]{15}=$/);
  });

  it('prefers the exact path to a parameter, and hands over what the parameter holds, decoded', async () => {
    const exact = await eventOf({ method: 'GET', target: '/api/v1/things/mine' });
    const named = await eventOf({ method: 'GET', target: '/api/v1/things/a%20b' });
    expect(exact.event.routeKey).toBe('GET /api/v1/things/mine');
    expect(exact.event.pathParameters).toBeUndefined();
    expect(named.event).toMatchObject({
      routeKey: 'GET /api/v1/things/{id}',
      rawPath: '/api/v1/things/a b',
      pathParameters: { id: 'a b' },
    });
  });

  it.each([
    ['GET', '/api/v1/nothing'],
    ['DELETE', '/api/v1/things'],
    ['HEAD', '/api/v1/things/mine'],
    ['GET', '/api/v1/things/'],
    ['GET', '/api/v1/things/a/b'],
  ])('sends %s %s to $default', async (method, target) => {
    const { event, flow } = await eventOf({ method, target });
    expect([event.routeKey, flow]).toEqual(['$default', 'service']);
  });

  it('lowers header names, joins duplicates by a comma and keeps two Authorization headers visible as two [A102]', async () => {
    const { event } = await eventOf({
      headers: [
        ['Authorization', 'Bearer a'],
        ['X-Thing', '1'],
        ['authorization', 'Bearer b'],
        ['x-thing', '2'],
        ['constructor', 'x'],
      ],
    });
    expect(event.headers).toMatchObject({ authorization: 'Bearer a,Bearer b', 'x-thing': '1,2', constructor: 'x' });
  });

  it('hands cookies over one by one, those of a second header and of the same name too', async () => {
    const { event } = await eventOf({
      headers: [
        ['Cookie', 'a=1; b=x=y'],
        ['cookie', 'a=2;'],
      ],
    });
    expect(event.cookies).toEqual(['a=1', 'b=x=y', 'a=2']);
    expect(event.headers.cookie).toBeUndefined();
  });

  it('drops the headers of the connection and those that Connection names', async () => {
    const { event } = await eventOf({
      headers: [
        ['Connection', 'keep-alive, X-Hop'],
        ['Keep-Alive', 'timeout=5'],
        ['Transfer-Encoding', 'chunked'],
        ['Upgrade', 'h2c'],
        ['X-Hop', '1'],
        ['X-End', '1'],
      ],
    });
    expect(Object.keys(event.headers)).toEqual(['x-end', 'x-forwarded-for', 'x-forwarded-port', 'x-forwarded-proto']);
  });

  it('appends the peer to what the client claims, and takes the source ip from the peer alone [A06]', async () => {
    const { event } = await eventOf({ headers: [['X-Forwarded-For', '203.0.113.9']] });
    expect(event.headers['x-forwarded-for']).toBe('203.0.113.9, 192.0.2.7');
    expect(event.requestContext.http.sourceIp).toBe('192.0.2.7');
  });

  it('decodes query parameters and joins repeated ones, whatever they are called', async () => {
    const { event } = await eventOf({ target: '/api/v1/things?a=1&a=%32&b=x+y&__proto__=z' });
    expect(event.rawQueryString).toBe('a=1&a=%32&b=x+y&__proto__=z');
    expect(Object.entries(event.queryStringParameters ?? {})).toEqual([
      ['a', '1,2'],
      ['b', 'x y'],
      ['__proto__', 'z'],
    ]);
  });

  it.each([
    ['application/json; charset=utf-8', false],
    ['text/plain', false],
    ['application/x-www-form-urlencoded', true],
    ['application/octet-stream', true],
    [undefined, true],
  ])('hands a body of type %s over with isBase64Encoded %s [A102]', async (type, encoded) => {
    const body = json({ ä: 1 });
    const { event } = await eventOf({ body, headers: type ? [['Content-Type', type]] : [] });
    expect(event.isBase64Encoded).toBe(encoded);
    expect(Buffer.from(event.body ?? '', encoded ? 'base64' : 'utf8')).toEqual(body);
  });

  it('hands over the very bytes of a body that says it is JSON and is no UTF-8', async () => {
    const body = Buffer.from([0x22, 0xff, 0x22]);
    const { event } = await eventOf({ body, headers: [['Content-Type', 'application/json']] });
    expect(event.isBase64Encoded).toBe(true);
    expect(Buffer.from(event.body ?? '', 'base64')).toEqual(body);
  });

  it('has no body, no cookies, no query and no parameters where none were sent', async () => {
    const { event } = await eventOf({});
    expect(Object.keys(event).sort()).toEqual(
      ['headers', 'isBase64Encoded', 'rawPath', 'rawQueryString', 'requestContext', 'routeKey', 'version'].sort(),
    );
  });
});
