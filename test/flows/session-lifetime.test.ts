import { sql } from 'drizzle-orm';
import { startPlatform, type TestPlatform } from '../platform.ts';
import { databaseDown, startStore, stopStore } from './outage.ts';
import { ada, signedInBrowser } from './people.ts';
import { login, outcome, paths, refresh, signedInByBody, tokensIn, whoAmI } from './tokens.ts';

const tok = '401 REFRESH_TOKEN_INVALID';
const day = 86_400;

let at: TestPlatform;
beforeAll(async () => {
  at = await startPlatform({ frozen: true });
});
beforeEach(() => at.reset());
afterAll(() => at.close());

/** The outcome of a refresh, and why the session is over. */
async function refreshed(refreshToken: string): Promise<[string, unknown]> {
  const answer = await refresh(at, refreshToken);
  return [outcome(answer), answer.body.error?.details.reason];
}

describe('a session lives', () => {
  it('fourteen days without a refresh, to the millisecond [ASVS 7.3.1]', async () => {
    const sleeper = await signedInByBody(at);
    const other = tokensIn(await login(at, ada));
    at.clock.advance(14 * day - 0.001);
    expect(await refreshed(sleeper.refreshToken)).toEqual(['200', undefined]);
    at.clock.advance(0.001);
    expect(await refreshed(other.refreshToken)).toEqual([tok, 'expired']);
  });

  it('fourteen days more with each refresh, and thirty in all, to the millisecond [ASVS 7.3.2] [ASVS 10.4.8] [A34]', async () => {
    let { refreshToken } = await signedInByBody(at);
    const next = async () => tokensIn(await refresh(at, refreshToken));
    for (const days of [13, 13, 3]) {
      at.clock.advance(days * day);
      ({ refreshToken } = await next());
    }
    at.clock.advance(day - 0.001);
    const last = await next();
    at.clock.advance(0.001);
    expect(await refreshed(last.refreshToken)).toEqual([tok, 'expired']);
    // The access token has a quarter of an hour left, its session has none.
    expect(outcome(await whoAmI(at, last.accessToken))).toBe('401 TOKEN_INVALID');
  });

  it('as long as its cookies do', async () => {
    const { browser } = await signedInBrowser(at);
    const maxAges = async () => {
      const { setCookies } = await browser.call('POST', paths.refresh, { body: {} });
      return setCookies.map((line) => Number(/Max-Age=(\d+)/.exec(line)?.[1]));
    };
    expect(await maxAges()).toEqual([14 * day, 14 * day]);
    at.clock.advance(13 * day);
    await maxAges();
    at.clock.advance(13 * day);
    expect(await maxAges()).toEqual([4 * day, 4 * day]);
  });

  it('while the store is down: it is refreshed and used, and nobody is signed out [ASVS 16.5.2]', async () => {
    const { accessToken, refreshToken } = await signedInByBody(at);
    stopStore(at);
    expect(outcome(await whoAmI(at, accessToken))).toBe('200');
    const next = tokensIn(await refresh(at, refreshToken));
    expect(outcome(await whoAmI(at, next.accessToken))).toBe('200');
    startStore(at);
    at.clock.advance(10);
    expect(outcome(await whoAmI(at, next.accessToken))).toBe('200');
    expect(await refreshed(next.refreshToken)).toEqual(['200', undefined]);
  });

  it('through an outage of the database: a refresh is 503 meanwhile, and no cookie is lost [ASVS 16.5.2]', async () => {
    const { browser } = await signedInBrowser(at);
    const held = browser.cookies.all();
    const rows = import.meta.jest.spyOn(at.platform.database, 'rows').mockImplementation(async () => {
      throw databaseDown();
    });
    const answer = await browser.call('POST', paths.refresh, { body: {} });
    expect([outcome(answer), answer.setCookies]).toEqual(['503 DEPENDENCY_UNAVAILABLE', []]);
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
    rows.mockRestore();
    expect(browser.cookies.all()).toEqual(held);
    expect(await browser.client.session.refresh({ body: {} })).toMatchObject({ ok: true });
  });

  it('through a flush of the store', async () => {
    const { accessToken } = await signedInByBody(at);

    await flush();
    expect(outcome(await whoAmI(at, accessToken))).toBe('200');
  });

  async function flush() {
    const { store } = at.platform;
    if ('clear' in store && typeof store.clear === 'function') await store.clear();
    else throw new Error('this store cannot be cleared');
  }
});

describe('an access token', () => {
  it('is good for fifteen minutes, to the second [ASVS 9.2.1]', async () => {
    const { accessToken } = await signedInByBody(at);
    const fraction = at.clock.now().getTime() % 1000;
    at.clock.advance((900_000 - fraction - 1) / 1000);
    expect(outcome(await whoAmI(at, accessToken))).toBe('200');
    at.clock.advance(0.001);
    expect(outcome(await whoAmI(at, accessToken))).toBe('401 TOKEN_INVALID');
  });
});

describe('a refresh says why its session is over', () => {
  const change = (text: ReturnType<typeof sql>) => at.platform.database.rows(text);
  it.each<[string, (tokens: { accessToken: string; refreshToken: string }) => Promise<unknown>]>([
    ['signed_out', ({ accessToken }) => logout(accessToken)],
    ['user_disabled', () => change(sql`update users set is_active = false`)],
    ['user_deleted', () => change(sql`update users set deleted_at = now()`)],
    ['expired', async () => at.clock.advance(15 * day)],
    ['unknown', () => change(sql`delete from sessions`)],
    ['refresh_token_reused', (tokens) => reuse(tokens.refreshToken)],
    ['password_reset', () => change(sql`update sessions set ended_at = now(), end_reason = 'password_reset'`)],
  ])('%s', async (reason, end) => {
    const tokens = await signedInByBody(at);
    await end(tokens);
    expect(await refreshed(tokens.refreshToken)).toEqual([tok, reason]);
  });

  it('signed_in_again', async () => {
    const { browser } = await signedInBrowser(at);
    const old = browser.cookies.all();
    const { email, password } = ada;
    await browser.client.passwordLogin.login({ body: { email, password } });
    const thief = at.browser({ cookies: old });
    expect(await thief.client.session.refresh({ body: {} })).toMatchObject({
      code: 'REFRESH_TOKEN_INVALID',
      details: { reason: 'signed_in_again' },
    });
  });

  const logout = (bearer: string) =>
    at.call('POST', paths.logout, {
      headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' },
    });
  async function reuse(token: string) {
    await refresh(at, token);
    at.clock.advance(11);
    await refresh(at, token);
  }

  it('and lets the browser forget its cookies', async () => {
    const { browser } = await signedInBrowser(at);
    at.clock.advance(14 * day - 1);
    const device = browser.cookies.get('__Host-device');
    await change(sql`update users set is_active = false`);
    const answer = await browser.call('POST', paths.refresh, { body: {} });
    expect(answer.setCookies).toEqual([
      '__Host-refresh=; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=0',
      '__Host-csrf=; Path=/; Secure; SameSite=Strict; Max-Age=0',
    ]);
    expect(browser.cookies.all()).toEqual({ '__Host-device': device });
  });

  it('but not of a token that was never ours, nor where none came', async () => {
    for (const body of [{ refresh_token: 'x' }, {}]) {
      const answer = await at.call('POST', paths.refresh, { body });
      expect([outcome(answer), answer.body.error?.details]).toEqual([tok, {}]);
    }
  });
});
