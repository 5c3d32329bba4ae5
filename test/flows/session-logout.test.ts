import { eq, sql } from 'drizzle-orm';
import { outbox as outboxTable } from '../../lambdas/domain/outbox/outbox.table.ts';
import { sessions } from '../../lambdas/domain/session/session.table.ts';
import { startPlatform, type TestPlatform } from '../platform.ts';
import { databaseDown, startStore, stopStore } from './outage.ts';
import { ada, grace, signedInBrowser } from './people.ts';
import { auditOf, rowsOf } from './records.ts';
import { login, outcome, paths, refresh, sessionOf, signedInByBody, tokensIn, whoAmI } from './tokens.ts';

const dead = '401 TOKEN_INVALID';
const json = { 'content-type': 'application/json' };

describe('signing out', () => {
  let at: TestPlatform;
  beforeAll(async () => {
    at = await startPlatform();
  });
  beforeEach(() => at.reset());
  afterAll(() => at.close());

  const byBearer = (bearer: string) =>
    at.call('POST', paths.logout, { headers: { authorization: `Bearer ${bearer}` } });

  it('by cookie ends the session at once, its access token too, and clears the cookies [A45] [ASVS 7.4.1]', async () => {
    const { browser, bearer, userId } = await signedInBrowser(at);
    const held = browser.cookies.all();
    const answer = await browser.call('POST', paths.logout, { headers: json });
    expect([outcome(answer), answer.text]).toEqual(['204', '']);
    expect(answer.setCookies.map((line) => /^([^=]+)=;.*Max-Age=0$/.exec(line)?.[1])).toEqual([
      '__Host-refresh',
      '__Host-csrf',
    ]);
    expect(outcome(await whoAmI(at, bearer))).toBe(dead);
    const thief = at.browser({ cookies: held, userAgent: browser.userAgent });
    expect(await thief.client.session.refresh({ body: {} })).toMatchObject({ details: { reason: 'signed_out' } });
    expect(await auditOf(at, 'session.ended')).toMatchObject([
      { user_id: userId, actor_id: userId, session_id: sessionOf(bearer), details: { reason: 'signed_out' } },
    ]);
    expect(await at.mailbox.list(ada.email)).toHaveLength(1);
  });

  it('by bearer ends the session at once, its refresh token too, and touches no cookie [A45] [ASVS 7.4.1]', async () => {
    const { accessToken, refreshToken } = await signedInByBody(at);
    const answer = await byBearer(accessToken);
    expect([outcome(answer), answer.setCookies]).toEqual(['204', []]);
    expect(outcome(await whoAmI(at, accessToken))).toBe(dead);
    expect((await refresh(at, refreshToken)).body.error?.details).toEqual({ reason: 'signed_out' });
  });

  it('by both ends their one session once', async () => {
    const { browser, bearer } = await signedInBrowser(at);
    const headers = { authorization: `Bearer ${bearer}`, ...json };
    expect(outcome(await browser.call('POST', paths.logout, { headers }))).toBe('204');
    expect(await auditOf(at, 'session.ended')).toHaveLength(1);
    expect(outcome(await whoAmI(at, bearer))).toBe(dead);
  });

  it('by a bearer and the cookie of another session ends both: none is left behind without its cookie', async () => {
    const other = await signedInByBody(at, grace);
    const { browser, bearer } = await signedInBrowser(at);
    const headers = { authorization: `Bearer ${other.accessToken}`, ...json };
    expect(outcome(await browser.call('POST', paths.logout, { headers }))).toBe('204');
    expect([outcome(await whoAmI(at, bearer)), outcome(await whoAmI(at, other.accessToken))]).toEqual([dead, dead]);
    expect(Object.keys(browser.cookies.all())).toEqual(['__Host-device']);
  });

  it('by a bearer ends its session also where the cookie beside it is broken', async () => {
    const { browser, bearer } = await signedInBrowser(at);
    browser.cookies.set('__Host-refresh', 'broken');
    const headers = { authorization: `Bearer ${bearer}`, ...json };
    expect(outcome(await browser.call('POST', paths.logout, { headers }))).toBe('204');
    expect(outcome(await whoAmI(at, bearer))).toBe(dead);
  });

  it('ends no other session of the user', async () => {
    const { accessToken } = await signedInByBody(at);
    const other = tokensIn(await login(at, ada));
    await byBearer(accessToken);
    expect(outcome(await whoAmI(at, other.accessToken))).toBe('200');
    expect(outcome(await refresh(at, other.refreshToken))).toBe('200');
  });

  it('twice by the same cookie is the same as once', async () => {
    const { browser } = await signedInBrowser(at);
    const held = browser.cookies.all();
    for (let time = 0; time < 2; time += 1) {
      const tab = at.browser({ cookies: held });
      expect(await tab.client.session.logout({ body: {} })).toMatchObject({ ok: true, status: 204 });
      expect(tab.cookies.get('__Host-refresh')).toBeUndefined();
    }
    expect(await auditOf(at, 'session.ended')).toHaveLength(1);
  });

  it('with nothing to sign out is refused', async () => {
    const { accessToken } = await signedInByBody(at);
    await byBearer(accessToken);
    expect(outcome(await at.call('POST', paths.logout))).toBe('401 AUTHENTICATION_REQUIRED');
    expect(outcome(await byBearer(accessToken))).toBe(dead);
    expect(outcome(await byBearer('x'))).toBe(dead);
    const browser = at.browser({ cookies: { '__Host-refresh': 'broken' } });
    expect(await browser.client.session.logout({ body: {} })).toMatchObject({ code: 'REFRESH_TOKEN_INVALID' });
    expect(browser.cookies.get('__Host-refresh')).toBeUndefined();
  });

  it('while the store is down is felt at once, and the outbox lands the tombstone when it is back [ASVS 16.5.2]', async () => {
    const { accessToken, sessionId } = await signedInByBody(at);
    expect(outcome(await whoAmI(at, accessToken))).toBe('200');
    stopStore(at);
    expect(outcome(await byBearer(accessToken))).toBe('204');
    expect(outcome(await whoAmI(at, accessToken))).toBe(dead);
    await at.settled();
    const pending = () => rowsOf(at, outboxTable, sql`kind = 'session_end' and done_at is null`);
    expect(await pending()).toMatchObject([{ subject_id: sessionId, attempts: 1 }]);
    startStore(at);
    at.clock.advance(10);
    expect(await at.outbox.sweep()).toBe(1);
    expect(await pending()).toEqual([]);
    at.counts.clear();
    expect(outcome(await whoAmI(at, accessToken))).toBe(dead);
    // The tombstone alone has answered.
    expect(at.counts.statements).toEqual([]);
  });

  it('is written before it is answered: a database that is down is no sign-out', async () => {
    const { accessToken, sessionId } = await signedInByBody(at);
    const rows = import.meta.jest.spyOn(at.platform.database, 'rows').mockImplementation(async () => {
      throw databaseDown();
    });
    expect(outcome(await byBearer(accessToken))).toBe('503 DEPENDENCY_UNAVAILABLE');
    rows.mockRestore();
    const [row] = await at.platform.database.db.select().from(sessions).where(eq(sessions.id, sessionId));
    expect(row?.endedAt).toBeNull();
    expect(outcome(await byBearer(accessToken))).toBe('204');
  });
});
