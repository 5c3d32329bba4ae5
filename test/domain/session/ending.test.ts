import { sql } from 'drizzle-orm';
import { ada, signedInBrowser } from '../../flows/people.ts';
import type { Browser } from '../../platform/browser.ts';
import { startPlatform, type TestPlatform } from '../../platform.ts';
import { describeWith } from '../../services/databases.ts';

describeWith('PostgreSQL', 'ending several sessions of one user at once', () => {
  let at: TestPlatform;
  beforeAll(async () => {
    at = await startPlatform({ database: 'postgres' });
  });
  afterAll(() => at.close());

  test('ends each of them where their used tokens come back together', async () => {
    const { browser } = await signedInBrowser(at);
    const other = at.browser();
    await other.client.passwordLogin.login({ body: { email: ada.email, password: ada.password } });
    const thieves = [await thiefOf(browser), await thiefOf(other)];

    const answers = await atOneDevice(() =>
      Promise.all(thieves.map((thief) => thief.client.session.refresh({ body: {} }))),
    );

    expect(answers.map((answer) => answer.ok || answer.code)).toEqual([
      'REFRESH_TOKEN_INVALID',
      'REFRESH_TOKEN_INVALID',
    ]);
    expect(await at.platform.database.rows(sql`select end_reason from sessions`)).toEqual([
      { end_reason: 'refresh_token_reused' },
      { end_reason: 'refresh_token_reused' },
    ]);
  });

  /** Somebody with a copy of a refresh token that its browser has used since. */
  async function thiefOf(browser: Browser): Promise<Browser> {
    const thief = at.browser({ cookies: { ...browser.cookies.all() } });
    await browser.client.session.refresh({ body: {} });
    return thief;
  }

  /** Holds the user's devices until both calls wait in the database, then lets them go on at the same moment. */
  async function atOneDevice<T>(calls: () => Promise<T>): Promise<T> {
    const { database } = at.platform;
    let running: Promise<T> | undefined;
    await database.transaction(async (tx) => {
      await tx.execute(sql`select id from known_devices for update`);
      running = calls();
      for (let waiting = 0; waiting < 2; ) {
        const [row] = await database.rows<{ waiting: number }>(sql`
          select count(*)::int as waiting from pg_stat_activity
          where datname = current_database() and wait_event_type = 'Lock'`);
        waiting = row?.waiting ?? 0;
      }
    });
    return running as Promise<T>;
  }
});
