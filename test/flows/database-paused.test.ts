/** The database of the low-cost profile sleeps when nobody needs it: what people see who come while it does. */
import { startPlatform, type TestPlatform } from '../platform.ts';
import type { DataApiDatabase } from '../services/databases.ts';
import { ada, post, signedInBrowser } from './people.ts';
import { login, outcome, paths, refresh, signedInByBody, tokensIn, whoAmI } from './tokens.ts';

describe('while the database does not wake', () => {
  let at: TestPlatform;
  let server: DataApiDatabase['server'];

  beforeAll(async () => {
    at = await startPlatform({ database: 'data-api' });
    ({ server } = at.platform.database as DataApiDatabase);
  });
  beforeEach(() => at.reset());
  afterEach(() => {
    server.refuses = undefined;
  });
  afterAll(() => at.close());

  const asleep = () => {
    server.refuses = 'DatabaseResumingException';
  };
  const awake = () => {
    server.refuses = undefined;
  };

  it('whatever needs it is 503 with Retry-After, never 500, and works afterwards [ASVS 16.5.2]', async () => {
    const { accessToken, refreshToken } = await signedInByBody(at);
    const newcomer = { email: 'new@example.com', password: 'correct horse battery', name: 'New' };
    const requests = {
      registration: () => post(at, 'register', newcomer),
      'sign-in': () => login(at, ada),
      profile: () => whoAmI(at, accessToken),
      refresh: () => refresh(at, refreshToken),
      'sign-out': () => at.call('POST', paths.logout, { headers: { authorization: `Bearer ${accessToken}` } }),
    };
    asleep();
    for (const [what, ask] of Object.entries(requests)) {
      const answer = await ask();
      expect([what, outcome(answer)]).toEqual([what, '503 DEPENDENCY_UNAVAILABLE']);
      expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
    }
    awake();
    const works: string[] = [];
    for (const ask of Object.values(requests)) works.push(outcome(await ask()));
    expect(works).toEqual(['202', '200', '200', '200', '204']);
  });

  it('is 503 too where the platform may not reach it, and an error in the log, for an operator must act', async () => {
    server.refuses = 'AccessDeniedException';
    expect(outcome(await login(at, ada))).toBe('503 DEPENDENCY_UNAVAILABLE');
    awake();
    const lines = at.logs.filter((line) => line.includes('dependency unavailable'));
    expect(lines.map((line) => JSON.parse(line).level)).toEqual(['ERROR']);
  });

  it('nobody is signed out, and a browser keeps its cookies', async () => {
    const { browser } = await signedInBrowser(at);
    const held = browser.cookies.all();
    asleep();
    const answer = await browser.call('POST', paths.refresh, { body: {} });
    expect([outcome(answer), answer.setCookies]).toEqual(['503 DEPENDENCY_UNAVAILABLE', []]);
    awake();
    expect(browser.cookies.all()).toEqual(held);
    expect(await browser.client.session.refresh({ body: {} })).toMatchObject({ ok: true });
  });

  it('a right password is not counted as a wrong one', async () => {
    await signedInByBody(at);
    asleep();
    for (let time = 0; time < 6; time += 1) expect(outcome(await login(at, ada))).toBe('503 DEPENDENCY_UNAVAILABLE');
    awake();
    expect(tokensIn(await login(at, ada)).sessionId).toBeTruthy();
  });

  it('a mail waits in the outbox, and is sent once by the sweep that follows', async () => {
    const { email, password, name } = ada;
    expect(outcome(await post(at, 'register', { email, password, name }))).toBe('202');
    // The worker claims its row after the answer: this is before it.
    asleep();
    await at.settled();
    awake();
    expect(await at.mailbox.list(email)).toEqual([]);
    at.clock.advance(61);
    expect(await at.outbox.sweep()).toBe(1);
    expect(await at.outbox.sweep()).toBe(0);
    expect(await at.mailbox.list(email)).toHaveLength(1);
  });
});
