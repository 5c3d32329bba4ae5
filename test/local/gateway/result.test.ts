import { fieldsOf, gatewayThat, json, request } from './sample.ts';

const answerTo = (result: unknown, method = 'POST') => gatewayThat(() => result).gateway(request({ method }));
const bare = (status: number, message: string) => ({
  status,
  headers: [['content-type', 'application/json']],
  body: json({ message }),
});

describe("a function's result becomes the answer that API Gateway would give", () => {
  it('sends status, headers and body as they are, and each cookie as its own Set-Cookie', async () => {
    const headers = { 'X-Thing': 'a', 'Retry-After': 3, Connection: 'x-thing', 'Content-Length': '999' };
    const answer = await answerTo({ statusCode: 429, headers, cookies: ['a=1; Path=/', 'b=2'], body: 'text' });
    expect(answer.status).toBe(429);
    expect(answer.headers).toEqual([
      ['retry-after', '3'],
      ['set-cookie', 'a=1; Path=/'],
      ['set-cookie', 'b=2'],
    ]);
    expect(answer.body.toString()).toBe('text');
  });

  it('decodes a body that is in base64', async () => {
    const answer = await answerTo({ statusCode: 200, body: '/wA=', isBase64Encoded: true });
    expect(answer.body).toEqual(Buffer.from([0xff, 0]));
  });

  it('takes a structure without a status for the body of a 200', async () => {
    const answer = await answerTo({ hello: 'world' });
    expect([answer.status, fieldsOf(answer, 'content-type'), answer.body]).toEqual([
      200,
      ['application/json'],
      json({ hello: 'world' }),
    ]);
  });

  it('answers HEAD without a body', async () => {
    expect(await answerTo({ statusCode: 405, body: 'text' }, 'HEAD')).toMatchObject({
      status: 405,
      body: Buffer.alloc(0),
    });
  });

  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['a status that is no number', { statusCode: '200' }],
    ['a status out of range', { statusCode: 1000 }],
    ['a status without an answer behind it', { statusCode: 101 }],
    ['a body that is an object', { statusCode: 200, body: {} }],
    ['headers that are a text', { statusCode: 200, headers: 'x' }],
    ['a header that is a list', { statusCode: 200, headers: { a: ['b'] } }],
    ['a header name with a space', { statusCode: 200, headers: { 'a b': 'c' } }],
    ['a line break in a header [A91]', { statusCode: 200, headers: { location: '/x\r\nset-cookie: a=b' } }],
    ['a line break in a cookie [A91]', { statusCode: 200, cookies: ['a=b\r\nlocation: /x'] }],
    ['cookies that are a text', { statusCode: 200, cookies: 'a=b' }],
    ['more headers than API Gateway carries', { statusCode: 200, headers: { a: 'x'.repeat(10_241) } }],
    ['a body larger than Lambda carries', { statusCode: 200, body: 'x'.repeat(6 * 1024 * 1024 + 1) }],
  ])('answers a bare 500 to %s', async (_what, result) => {
    expect(await answerTo(result)).toEqual(bare(500, 'Internal Server Error'));
  });

  it('answers a bare 500 where the function throws, and tells the operator alone what', async () => {
    const told: unknown[] = [];
    const fault = new Error('secret detail');
    const { gateway } = gatewayThat(() => Promise.reject(fault), { onFault: (error) => told.push(error) });
    expect(await gateway(request())).toEqual(bare(500, 'Internal Server Error'));
    expect(told).toEqual([fault]);
  });

  it('answers a bare 503 where the function takes longer than the integration may', async () => {
    const { gateway } = gatewayThat(() => new Promise(() => undefined), { timeoutMs: 20 });
    expect(await gateway(request())).toEqual(bare(503, 'Service Unavailable'));
  });
});

describe('what API Gateway or Lambda would refuse never reaches a function', () => {
  const refused = async (change: Parameters<typeof request>[0]) => {
    const { gateway, events } = gatewayThat(() => ({ statusCode: 200 }));
    const answer = await gateway(request(change));
    return { answer, calls: events.length };
  };

  it('answers a bare 431 to more than 10,240 bytes of request line and header values', async () => {
    const target = '/api/v1/things';
    const line = 'POST'.length + target.length;
    const most = await refused({ target, headers: [['x-thing', 'x'.repeat(10_240 - line)]] });
    const more = await refused({ target, headers: [['x-thing', 'x'.repeat(10_241 - line)]] });
    expect(most.answer.status).toBe(200);
    expect(more).toEqual({ answer: bare(431, 'Request Header Fields Too Large'), calls: 0 });
  });

  it.each([
    ['text', 'x'.repeat(6 * 1024 * 1024), 'text/plain'],
    ['binary, which base64 makes longer', 'x'.repeat(5 * 1024 * 1024), 'application/octet-stream'],
    ['control characters, which JSON makes longer', '\x01'.repeat(1024 * 1024), 'text/plain'],
  ])('answers a bare 413 to a body whose event is over 6 MB: %s', async (_kind, body, type) => {
    const sent = await refused({ body: Buffer.from(body), headers: [['content-type', type]] });
    expect(sent).toEqual({ answer: bare(413, 'Request Too Long'), calls: 0 });
  });

  it('answers a bare 400 to a path that cannot be decoded', async () => {
    expect(await refused({ target: '/api/v1/things/%zz' })).toEqual({ answer: bare(400, 'Bad Request'), calls: 0 });
  });
});
