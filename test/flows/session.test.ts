import { eq, sql } from 'drizzle-orm';
import { decodeJwt } from 'jose';
import { userRoles } from '../../lambdas/domain/role/role.table.ts';
import { systemRoles } from '../../lambdas/domain/role/role.ts';
import { sessions } from '../../lambdas/domain/session/session.table.ts';
import { describeWith, startPlatform, type TestPlatform } from '../platform.ts';
import { ada, signedInBrowser } from './people.ts';
import { auditOf } from './records.ts';
import { outcome, paths, refresh, sessionOf, signedInByBody, tokensIn, whoAmI } from './tokens.ts';

const tok = '401 REFRESH_TOKEN_INVALID';

describe('refreshing a session', () => {
  let at: TestPlatform;
  beforeAll(async () => {
    at = await startPlatform({ frozen: true });
  });
  beforeEach(() => at.reset());
  afterAll(() => at.close());

  const rowOf = async (sessionId: string) => {
    const [row] = await at.platform.database.db.select().from(sessions).where(eq(sessions.id, sessionId));
    return row;
  };

  it('by cookie answers the next token in the cookie and never in the body [A44] [ASVS 3.3.4]', async () => {
    const { browser, bearer } = await signedInBrowser(at);
    const before = browser.cookies.all();
    at.clock.advance(60);
    const answer = await browser.call('POST', paths.refresh, { body: {} });
    expect(Object.keys(answer.body.data ?? {}).sort()).toEqual(['access_token', 'expires_in', 'token_type', 'user']);
    expect(answer.text).not.toContain(browser.cookies.get('__Host-refresh'));
    expect(browser.cookies.get('__Host-refresh')).not.toBe(before['__Host-refresh']);
    expect(browser.cookies.get('__Host-csrf')).toBe(before['__Host-csrf']);
    expect(sessionOf(String(answer.body.data?.access_token))).toBe(sessionOf(bearer));
  });

  it('needs no body', async () => {
    const { browser } = await signedInBrowser(at);
    const headers = { 'content-type': 'application/json' };
    expect(outcome(await browser.call('POST', paths.refresh, { headers }))).toBe('200');
  });

  it('by body answers the next token in the body and sets no cookie', async () => {
    const { refreshToken, sessionId } = await signedInByBody(at);
    const answer = await refresh(at, refreshToken);
    const next = tokensIn(answer);
    expect([next.sessionId, answer.setCookies]).toEqual([sessionId, []]);
    expect(next.refreshToken).not.toBe(refreshToken);
    expect(await rowOf(sessionId)).toMatchObject({ generation: 1, version: 2 });
  });

  it('keeps when and how the user proved who they are, under a new jti and new times', async () => {
    const { accessToken, refreshToken } = await signedInByBody(at);
    at.clock.advance(600);
    const before = decodeJwt(accessToken);
    const after = decodeJwt(tokensIn(await refresh(at, refreshToken)).accessToken);
    const { jti, iat, exp, ...kept } = after;
    expect(before).toMatchObject(kept);
    expect([iat, exp]).toEqual([Number(before.iat) + 600, Number(before.exp) + 600]);
    expect(jti).not.toBe(before.jti);
  });

  it('puts into the token what the user may do now', async () => {
    const { refreshToken, userId } = await signedInByBody(at);
    const granted = { userId, roleId: systemRoles.support, grantedAt: at.clock.now() };
    await at.platform.database.db.insert(userRoles).values(granted);
    const answer = await refresh(at, refreshToken);
    expect(decodeJwt(tokensIn(answer).accessToken)).toMatchObject({ roles: ['support', 'user'] });
    expect(answer.body.data?.user).toMatchObject({ permissions: expect.arrayContaining(['users:read']) });
  });

  it('remembers when and by which user agent it was used last', async () => {
    const { refreshToken, sessionId } = await signedInByBody(at);
    at.clock.advance(3600);
    await refresh(at, refreshToken, { headers: { 'user-agent': 'App/2' } });
    const now = at.clock.now();
    expect(await rowOf(sessionId)).toMatchObject({ userAgent: 'App/2', lastUsedAt: now, rotatedAt: now });
  });

  describe('answers a token that was just rotated', () => {
    it('with the same successor for ten seconds, to the millisecond', async () => {
      const { refreshToken } = await signedInByBody(at);
      const next = tokensIn(await refresh(at, refreshToken));
      at.clock.advance(10);
      const again = tokensIn(await refresh(at, refreshToken));
      expect(again.refreshToken).toBe(next.refreshToken);
      for (const { accessToken } of [next, again]) expect(outcome(await whoAmI(at, accessToken))).toBe('200');
      expect(outcome(await refresh(at, again.refreshToken))).toBe('200');
    });

    it('by cookie as well, with the same cookie again', async () => {
      const { browser } = await signedInBrowser(at);
      const parent = browser.cookies.get('__Host-refresh') ?? '';
      await browser.client.session.refresh({ body: {} });
      const next = browser.cookies.get('__Host-refresh');
      browser.cookies.set('__Host-refresh', parent);
      at.clock.advance(10);
      expect(await browser.client.session.refresh({ body: {} })).toMatchObject({ ok: true });
      expect(browser.cookies.get('__Host-refresh')).toBe(next);
    });

    it('with the end of the session after 10.001 seconds, a mail and an audit row [A32] [ASVS 10.4.5]', async () => {
      const { refreshToken, userId, sessionId } = await signedInByBody(at);
      const next = tokensIn(await refresh(at, refreshToken));
      at.clock.advance(10.001);
      const reused = await refresh(at, refreshToken, { ip: '198.51.100.66', headers: { 'user-agent': 'test' } });
      expect(outcome(reused)).toBe(tok);
      expect(reused.body.error?.details).toEqual({ reason: 'refresh_token_reused' });
      expect(outcome(await refresh(at, next.refreshToken))).toBe(tok);
      expect(outcome(await whoAmI(at, next.accessToken))).toBe('401 TOKEN_INVALID');
      const [mail, ...others] = (await at.mailbox.list(ada.email)).filter(({ code }) => code === null);
      expect([mail?.text, others]).toEqual([expect.stringContaining('198.51.100.66'), []]);
      expect(await auditOf(at, 'session.ended')).toMatchObject([
        { user_id: userId, actor_id: null, session_id: sessionId, details: { reason: 'refresh_token_reused' } },
      ]);
    });

    it('only to the user agent that rotated it: a browser that was updated since the sign-in is known [A108]', async () => {
      const { refreshToken } = await signedInByBody(at);
      const updated = { headers: { 'user-agent': 'App/2' } };
      const next = tokensIn(await refresh(at, refreshToken, updated));
      expect(tokensIn(await refresh(at, refreshToken, updated)).refreshToken).toBe(next.refreshToken);
      expect(outcome(await refresh(at, refreshToken))).toBe(tok);
      expect(outcome(await refresh(at, next.refreshToken, updated))).toBe(tok);
    });
  });

  it('forgets the user’s known devices where a token was reused', async () => {
    const { browser } = await signedInBrowser(at);
    const parent = browser.cookies.get('__Host-refresh') ?? '';
    await browser.client.session.refresh({ body: {} });
    browser.cookies.set('__Host-refresh', parent);
    at.clock.advance(11);
    expect(await browser.client.session.refresh({ body: {} })).toMatchObject({ ok: false, status: 401 });
    expect(await at.platform.database.rows(sql`select id from known_devices`)).toEqual([]);
  });

  it('takes 600 tries from an address in a quarter of an hour', async () => {
    let last = 0;
    const from = { ip: '203.0.113.9' };
    for (let time = 0; time < 600; time += 1) last = (await refresh(at, 'x', from)).status;
    expect(last).toBe(401);
    const answer = await refresh(at, 'x', from);
    expect([outcome(answer), answer.headers['ratelimit-policy']]).toEqual([
      '429 RATE_LIMITED',
      '"refresh";q=600;w=900',
    ]);
    expect((await refresh(at, 'x', { ip: '203.0.113.10' })).status).toBe(401);
  });
});

/** Fifty tabs at once: keycloak/keycloak#45647 (CVE-2026-1035) kept two live chains. */
function parallelPromises(options: Parameters<typeof startPlatform>[0]): void {
  it('agree on one successor, and the session has one live chain [A33] [ASVS 10.4.5]', async () => {
    const at = await startPlatform(options);
    const { refreshToken, sessionId } = await signedInByBody(at);
    const answers = await Promise.all(Array.from({ length: 50 }, () => refresh(at, refreshToken)));
    const all = answers.map(tokensIn);
    expect(new Set(all.map((tokens) => tokens.refreshToken)).size).toBe(1);
    for (const { accessToken } of all) expect(outcome(await whoAmI(at, accessToken))).toBe('200');
    const [row] = await at.platform.database.db.select().from(sessions).where(eq(sessions.id, sessionId));
    expect(row).toMatchObject({ generation: 1, endedAt: null });
    const [{ refreshToken: next } = { refreshToken: '' }] = all;
    const rotated = tokensIn(await refresh(at, next));
    expect(outcome(await refresh(at, refreshToken))).toBe(tok);
    expect(outcome(await refresh(at, rotated.refreshToken))).toBe(tok);
    await at.close();
  });
}

describe('fifty parallel refreshes with one token, on the embedded database', () => parallelPromises({}));
describeWith('PostgreSQL', 'fifty parallel refreshes with one token, on PostgreSQL', () => {
  describeWith('Redis', 'and Redis', () => parallelPromises({ database: 'postgres', store: 'redis' }));
});
