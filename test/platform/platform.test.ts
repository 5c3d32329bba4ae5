import { DependencyUnavailable } from '../../lambdas/ports/dependency.ts';
import { tokensOf } from '../flows/people.ts';
import { describeWith, startPlatform, type TestPlatform, tokenIn } from '../platform.ts';
import { answerCheck } from './answers.ts';
import { defaultIp } from './call.ts';

const person = { email: 'ada@example.com', password: 'correct horse battery', name: 'Ada' };

/** Everything from sign-up to sign-out, as a page does it. */
async function mainJob(at: TestPlatform): Promise<void> {
  const { client } = at.browser();
  const asked = await client.registration.register({ body: person });
  if (!asked.ok) throw new Error(asked.code);
  const proof = { token: tokenIn(await at.mailbox.last(person.email)), request_token: asked.data.request_token };
  expect(await client.registration.verifyEmail({ body: proof })).toMatchObject({ ok: true });
  const signedIn = await client.passwordLogin.login({ body: person });
  if (!signedIn.ok) throw new Error(signedIn.code);
  const me = await client.account.getMe({ bearer: tokensOf(signedIn.data).access_token });
  expect(me).toMatchObject({ ok: true, data: { email: person.email, email_verified: true } });
  const refreshed = await client.session.refresh({ body: {} });
  if (!refreshed.ok) throw new Error(refreshed.code);
  expect(await client.session.logout({ body: {} })).toMatchObject({ ok: true, status: 204 });
  const dead = await client.account.getMe({ bearer: refreshed.data.access_token });
  expect(dead).toMatchObject({ ok: false, status: 401, code: 'TOKEN_INVALID' });
}

describe('the platform in one process', () => {
  let at: TestPlatform;
  beforeAll(async () => {
    at = await startPlatform();
  });
  beforeEach(() => at.reset());
  afterAll(() => at.close());

  it('does the whole main job in a browser, on the embedded database and the store in memory', () => mainJob(at));

  it('starts every test from nothing', async () => {
    await mainJob(at);
    await at.reset();
    expect(await at.mailbox.list()).toEqual([]);
    expect([at.logs, at.counts.statements, at.counts.storeRoundTrips, at.counts.hashes]).toEqual([[], [], 0, 0]);
    await mainJob(at);
  });

  it('counts statements, round trips and hashes of requests, and nothing of the worker behind them', async () => {
    await at.call('POST', '/api/v1/auth/register', { body: person });
    const before = [at.counts.statements.length, at.counts.storeRoundTrips, at.counts.hashes];
    expect(before.every((count) => count > 0)).toBe(true);
    expect(await at.mailbox.list(person.email)).toHaveLength(1);
    expect([at.counts.statements.length, at.counts.storeRoundTrips, at.counts.hashes]).toEqual(before);
  });

  it('counts store calls that were issued together as one round trip, and dependent ones as two', async () => {
    const { store } = at.platform;
    const ref = { kind: 'challenge', key: 'a' } as const;
    await Promise.all([store.put(ref, '1', 60), store.get([ref])]);
    expect(at.counts.storeRoundTrips).toBe(1);
    await store.get([ref]);
    await store.get([ref]);
    expect(at.counts.storeRoundTrips).toBe(3);
  });

  it('lets a test make the store unreachable, until the next reset', async () => {
    at.beforeStore(() => {
      throw new DependencyUnavailable('store', new Error('down'));
    });
    const body = { ...person, token_delivery: 'body' };
    expect((await at.call('POST', '/api/v1/auth/login', { body })).status).toBe(503);
    await at.reset();
    expect((await at.call('POST', '/api/v1/auth/login', { body })).status).toBe(401);
  });

  it('gives every browser its own address, user agent and cookies, and moves time for all', async () => {
    const [one, other] = [at.browser(), at.browser({ cookies: { '__Host-device': 'x' } })];
    expect(new Set([one.ip, other.ip, defaultIp]).size).toBe(3);
    expect(one.userAgent).not.toBe(other.userAgent);
    expect([one.cookies.all(), other.cookies.all()]).toEqual([{}, { '__Host-device': 'x' }]);
    const before = at.clock.now().getTime();
    at.clock.advance(60);
    expect(at.clock.now().getTime() - before).toBeGreaterThanOrEqual(60_000);
  });
});

describeWith('PostgreSQL', 'the platform on PostgreSQL', () => {
  describeWith('Redis', 'and Redis', () => {
    it('does the same main job', async () => {
      const at = await startPlatform({ database: 'postgres', store: 'redis' });
      await mainJob(at);
      await at.close();
    });
  });
});

describe('every answer is held to the OpenAPI document', () => {
  const schema = { type: 'object', required: ['a'], properties: { a: { type: 'string', format: 'uuid' } } };
  const content = { 'application/json': { schema } };
  const check = answerCheck({
    paths: {
      '/things/{id}': {
        get: { responses: { 200: { content }, 204: {}, 404: { $ref: '#/components/responses/Gone' } } },
      },
    },
    components: { responses: { Gone: { content } } },
  });
  const answer = (status: number, body: string, type = 'application/json; charset=utf-8') => ({
    status,
    headers: [['content-type', type]] as const,
    body: Buffer.from(body),
  });
  const right = '{"a":"01900000-0000-7000-8000-000000000001"}';

  it.each([
    ['a body that the schema takes', 200, right, undefined],
    ['no body where none is declared', 204, '', undefined],
    ['a refusal behind a reference', 404, right, undefined],
  ])('lets %s pass', (_what, status, body, type) => {
    expect(() => check('GET', '/things/1', answer(status, body, type))).not.toThrow();
  });

  it.each([
    ['a status', 201, right, undefined, 'a status that the OpenAPI document does not declare'],
    ['a content type', 200, right, 'text/plain', 'content of type text/plain'],
    ['a body', 200, '{"a":1}', undefined, 'a must be string'],
    ['a format', 200, '{"a":"b"}', undefined, 'a must match format "uuid"'],
    ['a body where none is', 204, right, undefined, 'content of type application/json'],
    ['a refusal', 404, '{}', undefined, "must have required property 'a'"],
  ])('fails the test over %s that is not declared', (_what, status, body, type, words) => {
    expect(() => check('GET', '/things/1', answer(status, body, type))).toThrow(words);
  });
});
