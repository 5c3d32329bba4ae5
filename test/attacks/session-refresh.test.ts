/** Refresh tokens that were stolen, forged, repeated, or came the wrong way (RFC 9700 4.14). */
import { sql } from 'drizzle-orm';
import { csrfToken } from '../../lambdas/domain/session/csrf.ts';
import { sessions } from '../../lambdas/domain/session/session.table.ts';
import { ada, signedInBrowser, verifiedUser } from '../flows/people.ts';
import { auditOf, everyRow, rowsOf } from '../flows/records.ts';
import { login, outcome, paths, refresh, signedInByBody, tokensIn, whoAmI } from '../flows/tokens.ts';
import { startPlatform, type TestPlatform } from '../platform.ts';

const tok = '401 REFRESH_TOKEN_INVALID';
const malformed = '400 MALFORMED_REQUEST';
const reason = (answer: { body: { error?: { details: Record<string, unknown> } } }) =>
  answer.body.error?.details.reason;

let at: TestPlatform;
beforeAll(async () => {
  at = await startPlatform({ frozen: true });
});
beforeEach(() => at.reset());
afterAll(() => at.close());

const reuseMails = async () => (await at.mailbox.list(ada.email)).filter(({ code }) => code === null);

describe('a refresh token that was copied', () => {
  it('ends its family when its parent comes back: every token, the access tokens too [A32] [ASVS 10.4.5]', async () => {
    const r1 = await signedInByBody(at);
    const r2 = tokensIn(await refresh(at, r1.refreshToken));
    const r3 = tokensIn(await refresh(at, r2.refreshToken));
    at.clock.advance(3600);
    const live = tokensIn(await refresh(at, r3.refreshToken));
    expect(outcome(await refresh(at, r1.refreshToken))).toBe(tok);
    for (const { refreshToken } of [r1, r2, r3, live]) expect(outcome(await refresh(at, refreshToken))).toBe(tok);
    expect(outcome(await whoAmI(at, live.accessToken))).toBe('401 TOKEN_INVALID');
    await expect(reuseMails()).resolves.toHaveLength(1);
    expect(await auditOf(at, 'session.ended')).toMatchObject([{ details: { reason: 'refresh_token_reused' } }]);
  });

  it('is mailed and audited once, however many come back at once [A32]', async () => {
    const { refreshToken } = await signedInByBody(at);
    await refresh(at, refreshToken);
    at.clock.advance(11);
    const answers = await Promise.all(Array.from({ length: 20 }, () => refresh(at, refreshToken)));
    expect(new Set(answers.map(outcome))).toEqual(new Set([tok]));
    expect(await reuseMails()).toHaveLength(1);
    expect(await auditOf(at, 'session.ended')).toHaveLength(1);
  });

  it('ends its own session and no other one of the user [A32]', async () => {
    const other = await signedInByBody(at);
    const { refreshToken } = tokensIn(await login(at, ada));
    await refresh(at, refreshToken);
    at.clock.advance(11);
    await refresh(at, refreshToken);
    expect(outcome(await whoAmI(at, other.accessToken))).toBe('200');
    expect(outcome(await refresh(at, other.refreshToken))).toBe('200');
  });

  it('serves ten tabs at once with one successor; the grandparent ends the session even within ten seconds [A33]', async () => {
    const { browser } = await signedInBrowser(at);
    const cookies = browser.cookies.all();
    const tabs = Array.from({ length: 10 }, () => at.browser({ cookies, userAgent: browser.userAgent }));
    const answers = await Promise.all(tabs.map((tab) => tab.client.session.refresh({ body: {} })));
    expect(answers.every(({ ok }) => ok)).toBe(true);
    expect(new Set(tabs.map((tab) => tab.cookies.get('__Host-refresh'))).size).toBe(1);
    const [first, second] = tabs;
    expect(await first?.client.session.refresh({ body: {} })).toMatchObject({ ok: true });
    expect(await second?.client.session.refresh({ body: {} })).toMatchObject({ ok: true });
    const late = at.browser({ cookies, userAgent: browser.userAgent });
    expect(await late.client.session.refresh({ body: {} })).toMatchObject({
      details: { reason: 'refresh_token_reused' },
    });
    expect(await first?.client.session.refresh({ body: {} })).toMatchObject({ ok: false, status: 401 });
  });

  // supabase/auth#466: strict rotation signed users with several tabs out.
  it('twice, a second apart, leaves both answers usable [A33]', async () => {
    const { refreshToken } = await signedInByBody(at);
    const one = tokensIn(await refresh(at, refreshToken));
    at.clock.advance(1);
    const other = tokensIn(await refresh(at, refreshToken));
    expect(other.refreshToken).toBe(one.refreshToken);
    for (const { accessToken } of [one, other]) expect(outcome(await whoAmI(at, accessToken))).toBe('200');
    expect(outcome(await refresh(at, other.refreshToken))).toBe('200');
  });

  it('is not forgiven to another user agent, even at once [A108]', async () => {
    const { refreshToken } = await signedInByBody(at);
    const next = tokensIn(await refresh(at, refreshToken));
    const stolen = await refresh(at, refreshToken, { headers: { 'user-agent': 'Thief/1' } });
    expect([outcome(stolen), reason(stolen)]).toEqual([tok, 'refresh_token_reused']);
    expect(outcome(await refresh(at, next.refreshToken))).toBe(tok);
    expect(await reuseMails()).toMatchObject([{ text: expect.stringContaining('Thief/1') }]);
  });

  it('is not forgiven to the thief who came first either: the owner’s browser ends the session [A108]', async () => {
    const { refreshToken } = await signedInByBody(at);
    const stolen = tokensIn(await refresh(at, refreshToken, { headers: { 'user-agent': 'Thief/1' } }));
    expect(reason(await refresh(at, refreshToken))).toBe('refresh_token_reused');
    expect(outcome(await whoAmI(at, stolen.accessToken))).toBe('401 TOKEN_INVALID');
  });

  it('has one successor while the derivation key rotates [A108]', async () => {
    const { refreshToken } = await signedInByBody(at);
    const calls = [refresh(at, refreshToken), refresh(at, refreshToken)];
    await at.platform.keys.rotate('refresh');
    calls.push(refresh(at, refreshToken), refresh(at, refreshToken));
    const all = (await Promise.all(calls)).map(tokensIn);
    expect(new Set(all.map((tokens) => tokens.refreshToken)).size).toBe(1);
    await at.platform.keys.rotate('refresh');
    expect(tokensIn(await refresh(at, refreshToken)).refreshToken).toBe(all[0]?.refreshToken);
    expect(outcome(await refresh(at, all[0]?.refreshToken ?? ''))).toBe('200');
  });
});

describe('a refresh token that was never given out', () => {
  it('is refused a hundred times without a statement or a mail, and the session that it names lives [A107]', async () => {
    const { refreshToken } = await signedInByBody(at);
    const bytes = Buffer.from(refreshToken, 'base64url');
    await at.settled();
    at.counts.clear();
    // Each region in turn: session id, generation, secret, tag.
    for (let index = 0; index < 100; index += 1) {
      const forged = Buffer.from(bytes);
      const place = (index * 7) % bytes.length;
      forged[place] = (forged[place] ?? 0) ^ (1 << (index % 8));
      expect(outcome(await refresh(at, forged.toString('base64url')))).toBe(tok);
    }
    expect(at.counts.statements).toEqual([]);
    expect(await reuseMails()).toEqual([]);
    expect(outcome(await refresh(at, refreshToken))).toBe('200');
  });

  it.each<[string, (token: string) => string]>([
    ['with another last character', (token) => `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`],
    ['with padding', (token) => `${token}=`],
    ['with white space', (token) => ` ${token}`],
    ['with a line break in it', (token) => `${token.slice(0, 50)}\n${token.slice(50)}`],
    [
      'with a byte more',
      (token) => Buffer.concat([Buffer.from(token, 'base64url'), Buffer.of(0)]).toString('base64url'),
    ],
    ['cut short', (token) => token.slice(0, -4)],
    ['as hex', (token) => Buffer.from(token, 'base64url').toString('hex')],
    ['that is empty space', () => ' '],
  ])('is refused %s [A107] [A30]', async (_how, spell) => {
    const { refreshToken } = await signedInByBody(at);
    const spelled = spell(refreshToken);
    expect(spelled).not.toBe(refreshToken);
    at.counts.clear();
    expect(outcome(await refresh(at, spelled))).toBe(tok);
    expect(at.counts.statements).toEqual([]);
    expect(outcome(await refresh(at, refreshToken))).toBe('200');
  });

  it('is refused once its key is gone from the ring, in silence', async () => {
    const { refreshToken } = await signedInByBody(at);
    const { ring } = at.platform.keys;
    await at.platform.keys.rotate('refresh');
    const spy = import.meta.jest.spyOn(at.platform.keys, 'ring').mockImplementation(async (purpose) => {
      const { current } = await ring(purpose);
      return { current, byId: new Map([[current.id, current]]) };
    });
    expect(outcome(await refresh(at, refreshToken))).toBe(tok);
    spy.mockRestore();
    expect(await auditOf(at, 'session.ended')).toEqual([]);
  });
});

describe('a token that comes another way than it was delivered', () => {
  const generations = () =>
    at.platform.database.rows(sql`select generation, ended_at from sessions order by created_at, id`);
  const untouched = { generation: 0, ended_at: null };

  it('is malformed where it is a cookie’s in a body, and nothing rotates [A109]', async () => {
    const { browser } = await signedInBrowser(at);
    const cookie = browser.cookies.get('__Host-refresh') ?? '';
    expect(outcome(await refresh(at, cookie, { headers: { 'user-agent': browser.userAgent } }))).toBe(malformed);
    expect(await generations()).toEqual([untouched]);
    expect(await browser.client.session.refresh({ body: {} })).toMatchObject({ ok: true });
  });

  it('is malformed where it is a body’s in a cookie, and nothing rotates [A109]', async () => {
    const { refreshToken, sessionId } = await signedInByBody(at);
    const csrf = await csrfToken(at.platform.keys, sessionId);
    const browser = at.browser({ cookies: { '__Host-refresh': refreshToken, '__Host-csrf': csrf } });
    expect(outcome(await browser.call('POST', paths.refresh, { body: {} }))).toBe(malformed);
    expect(await generations()).toEqual([untouched]);
    expect(outcome(await refresh(at, refreshToken))).toBe('200');
  });

  it('is malformed where it comes both ways, whichever tokens they are [A109]', async () => {
    const body = await signedInByBody(at);
    const browser = at.browser();
    const { email, password } = ada;
    await browser.client.passwordLogin.login({ body: { email, password } });
    for (const token of [body.refreshToken, browser.cookies.get('__Host-refresh') ?? '']) {
      const answer = await browser.call('POST', paths.refresh, { body: { refresh_token: token } });
      expect([outcome(answer), answer.setCookies]).toEqual([malformed, []]);
    }
    expect(await generations()).toEqual([untouched, untouched]);
  });

  it.each([
    ['an allowed Origin', { origin: 'https://auth.example.com' }],
    ['Sec-Fetch-Site: same-origin', { 'sec-fetch-site': 'same-origin' }],
  ])('is not delivered in a body to a page: a sign-in with %s is malformed [A109]', async (_what, headers) => {
    await verifiedUser(at);
    const before = await everyRow(at);
    expect(outcome(await login(at, ada, { headers }))).toBe(malformed);
    expect(await everyRow(at)).toEqual(before);
  });

  it('is not delivered at all to a client that is no page and does not ask for the body [A109]', async () => {
    await verifiedUser(at);
    const { email, password } = ada;
    for (const body of [
      { email, password },
      { email, password, token_delivery: 'cookie' },
    ]) {
      const answer = await at.call('POST', paths.login, { body });
      expect([outcome(answer), answer.setCookies]).toEqual(['403 CSRF_FAILED', []]);
    }
    expect(await rowsOf(at, sessions)).toEqual([]);
  });
});
