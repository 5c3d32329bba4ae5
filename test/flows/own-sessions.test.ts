import { startPlatform, type TestPlatform } from '../platform.ts';
import { ada, grace, type SignedInBrowser, signedInBrowser, tokensOf } from './people.ts';
import { auditOf } from './records.ts';
import { login, sessionOf, tokensIn, whoAmI } from './tokens.ts';

let at: TestPlatform;
let me: SignedInBrowser;

beforeAll(async () => {
  at = await startPlatform({ frozen: true });
});
beforeEach(async () => {
  await at.reset();
  me = await signedInBrowser(at);
});
afterAll(() => at.close());

const own = () => me.browser.client.session;
/** Another device of the same person, as a script would sign in. */
async function elsewhere(userAgent = 'Other/1') {
  at.clock.advance(1);
  return tokensIn(await login(at, ada, { headers: { 'user-agent': userAgent } }));
}
async function listed(query = {}, bearer = me.bearer) {
  const answer = await own().listSessions({ bearer, query });
  if (!answer.ok) throw new Error(`${answer.code} ${JSON.stringify(answer.details)}`);
  return answer;
}

describe('the list of own sessions', () => {
  it('has each live one, the last used first, and says which one asks [ASVS 7.5.2]', async () => {
    const other = await elsewhere();
    await signedInBrowser(at, grace, at.browser());
    const { data, pagination } = await listed();
    expect(data).toMatchObject([
      { id: other.sessionId, current: false, user_agent: 'Other/1', device_name: null },
      { id: sessionOf(me.bearer), current: true, user_agent: me.browser.userAgent },
    ]);
    expect(pagination).toEqual({ per_page: 20, next_cursor: null });
  });
  it('has none that was ended or has expired', async () => {
    const other = await elsewhere();
    await at.call('POST', '/api/v1/auth/logout', { headers: { authorization: `Bearer ${other.accessToken}` } });
    expect((await listed()).data).toHaveLength(1);
    await elsewhere();
    at.clock.advance(14 * 86_400);
    const again = await me.browser.client.passwordLogin.login({ body: { email: ada.email, password: ada.password } });
    if (!again.ok) throw new Error(again.code);
    expect((await listed({}, tokensOf(again.data).access_token)).data).toMatchObject([{ current: true }]);
  });
  it('comes in pages that neither repeat nor miss one', async () => {
    for (let turn = 0; turn < 4; turn++) await elsewhere();
    const ids: string[] = [];
    for (let page = 0, cursor: string | undefined; page < 3; page++) {
      const { data, pagination } = await listed({ per_page: 2, cursor });
      ids.push(...data.map(({ id }) => id));
      expect(pagination.next_cursor === null).toBe(page === 2);
      cursor = pagination.next_cursor ?? undefined;
    }
    expect(new Set(ids).size).toBe(5);
    expect(ids).toHaveLength(5);
  });
  it.each([
    [{ per_page: 0 }, 'per_page'],
    [{ per_page: 1e9 }, 'per_page'],
    [{ per_page: -1 }, 'per_page'],
    [{ cursor: 'eyJhIjoxfQ.x' }, 'cursor'],
    [{ cursor: '' }, 'cursor'],
    [{ sort: '(select pg_sleep(3))' }, 'sort'],
  ])('refuses the query %j by a sentence on %s, without asking the database [A87] [A88]', async (query, field) => {
    await listed();
    await at.settled();
    const before = at.counts.statements.length;
    const answer = await at.call('GET', `/api/v1/users/me/sessions?${new URLSearchParams(query as never)}`, {
      headers: { authorization: `Bearer ${me.bearer}` },
    });
    expect(answer.body.error).toMatchObject({
      code: 'VALIDATION_FAILED',
      details: { fields: { [field]: expect.any(String) } },
    });
    expect(at.counts.statements.length).toBe(before);
  });
  it("refuses a cursor of another person's list and one that was edited [A87]", async () => {
    await elsewhere();
    const { pagination } = await listed({ per_page: 1 });
    const cursor = pagination.next_cursor ?? '';
    const other = await signedInBrowser(at, grace, at.browser());
    const foreign = await own().listSessions({ bearer: other.bearer, query: { cursor } });
    expect(foreign).toMatchObject({ ok: false, code: 'VALIDATION_FAILED' });
    const edited = await own().listSessions({ bearer: me.bearer, query: { cursor: `x${cursor}` } });
    expect(edited).toMatchObject({ ok: false, code: 'VALIDATION_FAILED' });
  });
});

describe('ending one of the own sessions', () => {
  it('is felt by it at once, which is told why', async () => {
    const other = await elsewhere();
    const answer = await own().endSession({ bearer: me.bearer, params: { id: other.sessionId } });
    expect(answer).toMatchObject({ ok: true, status: 204 });
    expect((await whoAmI(at, other.accessToken)).status).toBe(401);
    const refreshed = await at.client.session.refresh({ body: { refresh_token: other.refreshToken } });
    expect(refreshed).toMatchObject({ code: 'REFRESH_TOKEN_INVALID', details: { reason: 'ended_elsewhere' } });
    expect(await auditOf(at, 'session.ended')).toMatchObject([{ user_id: me.userId, actor_id: me.userId }]);
  });
  it("knows neither somebody else's session nor one that has ended; nothing changes [A81]", async () => {
    const other = await signedInBrowser(at, grace, at.browser());
    const foreign = await own().endSession({ bearer: me.bearer, params: { id: sessionOf(other.bearer) } });
    expect(foreign).toMatchObject({ status: 404, code: 'NOT_FOUND' });
    expect((await whoAmI(at, other.bearer)).status).toBe(200);
    const mine = await elsewhere();
    await own().endSession({ bearer: me.bearer, params: { id: mine.sessionId } });
    const again = await own().endSession({ bearer: me.bearer, params: { id: mine.sessionId } });
    expect(again).toMatchObject({ status: 404, code: 'NOT_FOUND' });
  });
  it('asks for a proof that is not older than ten minutes, to the second', async () => {
    const other = await elsewhere();
    at.clock.advance(599);
    const late = () => own().endSession({ bearer: me.bearer, params: { id: other.sessionId } });
    at.clock.advance(0.001);
    expect(await late()).toMatchObject({ status: 403, code: 'REAUTHENTICATION_REQUIRED' });
    expect((await whoAmI(at, other.accessToken)).status).toBe(200);
  });
});

describe('ending all other sessions', () => {
  it('is felt by each at once, and leaves the one that asks [ASVS 7.4.3]', async () => {
    const others = [await elsewhere(), await elsewhere(), await elsewhere()];
    const stranger = await signedInBrowser(at, grace, at.browser());
    expect(await own().endOtherSessions({ bearer: me.bearer })).toMatchObject({ ok: true, status: 204 });
    for (const { accessToken } of others) expect((await whoAmI(at, accessToken)).status).toBe(401);
    expect((await whoAmI(at, me.bearer)).status).toBe(200);
    expect((await whoAmI(at, stranger.bearer)).status).toBe(200);
    expect((await listed()).data).toHaveLength(1);
  });
});
