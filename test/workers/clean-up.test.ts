import { sql } from 'drizzle-orm';
import { suppressMail } from '../../lambdas/domain/mail/mail-suppressions.ts';
import { sessionEndRowsInsert } from '../../lambdas/domain/outbox/outbox.ts';
import { together } from '../../lambdas/domain/statement.ts';
import type { Platform } from '../../lambdas/kernel/context.ts';
import { DependencyUnavailable } from '../../lambdas/ports/dependency.ts';
import { runAlongside } from '../../lambdas/workers/alongside.ts';
import { createCleanUp } from '../../lambdas/workers/clean-up.ts';
import { ada, grace, registered, signedInBrowser, verifiedUser } from '../flows/people.ts';
import { bearing, mfaPaths, withHotp } from '../flows/second-factors.ts';
import { paths, refresh, signedInByBody } from '../flows/tokens.ts';
import { startPlatform, type TestPlatform } from '../platform.ts';

const minute = 60;
const day = 86_400;

let at: TestPlatform;
const run = (platform: Platform = at.platform) => createCleanUp(platform).run(minute);
const count = async (table: string) =>
  (await at.platform.database.rows<{ n: number }>(sql`select count(*)::int as n from ${sql.identifier(table)}`))[0]?.n;

beforeAll(async () => {
  at = await startPlatform({ frozen: true, limits: false, settings: { GATEHOUSE_DATABASE_PAUSES: 'true' } });
});
beforeEach(() => at.reset());
afterAll(() => at.close());

/** As many rows of the outbox that were done so many days ago. */
function doneRows(rows: number, days: number): Promise<unknown> {
  const { database, clock } = at.platform;
  const then = clock.now().getTime() - days * day * 1000;
  return database.rows(sql`
    insert into outbox (id, kind, subject_id, attempts, due_at, created_at, done_at)
    select (lpad(to_hex(${then}::bigint), 12, '0') || '7000a000' || lpad(to_hex(n), 12, '0'))::uuid, 'session_end',
      gen_random_uuid(), 1, t, t, t
    from generate_series(1, ${rows}::int) n, to_timestamp(${then}::double precision / 1000) t`);
}

/** So many lanes of a user, each with so many wrong codes in a row, the last of which is of now. */
function triesOf(userId: string, lanes: number, inARow: number): Promise<unknown> {
  const now = at.clock.now().toISOString();
  return at.platform.database.rows(sql`
    insert into factor_tries (user_id, kind, lane, in_window, window_started_at, in_a_row)
    select ${userId}::uuid, 'totp', ${inARow}::text || '-' || n, 1, ${now}::timestamptz, ${inARow}::int
    from generate_series(1, ${lanes}::int) n`);
}

describe('the clean-up', () => {
  it.each([
    ['mails that were sent and tombstones that landed', 'outbox', 30 * day],
    ['tokens that were spent', 'one_time_tokens', 7 * day],
    ['sessions that ran out', 'sessions', 60 * day],
    ['devices that nobody came back with', 'known_devices', 400 * day],
    ['addresses that may get mail again', 'mail_suppressions', day - 0.001],
  ])('keeps %s for their time, to the millisecond, and not longer', async (_what, table, seconds) => {
    await signedInBrowser(at, ada);
    await suppressMail(at.platform, 'bounced@example.com', 'bounce');
    await at.settled();
    const before = await count(table);
    expect(before).toBeGreaterThan(0);
    at.clock.advance(seconds);
    expect(await run()).toMatchObject({ [table]: 0 });
    expect(await count(table)).toBe(before);
    at.clock.advance(0.001);
    expect(await run()).toMatchObject({ [table]: before });
    expect(await count(table)).toBe(0);
  });

  it('removes a token that nobody used a week after its last moment, with the password that a stranger typed', async () => {
    await registered(at, grace);
    at.clock.advance(8 * day);
    expect(await run()).toMatchObject({ one_time_tokens: 0 });
    at.clock.advance(0.001);
    expect(await run()).toMatchObject({ one_time_tokens: 1 });
  });

  it('leaves what is still to be done, however old it is, and what is still in use', async () => {
    const { browser } = await signedInBrowser(at, ada);
    await at.platform.database.rows(sql`update outbox set done_at = null`);
    at.clock.advance(300 * day);
    await browser.client.passwordLogin.login({ body: { email: ada.email, password: ada.password } });
    await at.settled();
    at.clock.advance(300 * day);
    await at.platform.database.rows(sql`update outbox set done_at = null`);
    expect(await run()).toEqual({
      outbox: 0,
      one_time_tokens: 1,
      known_devices: 0,
      job_parts: 0,
      jobs: 0,
      sessions: 2,
      mail_suppressions: 0,
      factors: 0,
      factor_tries: 0,
    });
    expect([await count('outbox'), await count('known_devices')]).toEqual([1, 1]);
  });

  it('removes the enrolment of a factor a day after it was begun, and no factor that was confirmed', async () => {
    const { bearer } = await signedInBrowser(at, ada);
    await withHotp(at, bearer);
    await at.call('POST', mfaPaths.totp, bearing(bearer, { body: {} }));
    at.clock.advance(day);
    expect(await run()).toMatchObject({ factors: 0 });
    at.clock.advance(0.001);
    expect(await run()).toMatchObject({ factors: 1 });
    const kinds = await at.platform.database.rows(sql`select kind from factors`);
    expect(kinds).toEqual([{ kind: 'hotp' }]);
  });

  it('forgets a few wrong codes after 400 days, and never what may be guessing', async () => {
    const { userId } = await verifiedUser(at, ada);
    await triesOf(userId, 1, 10);
    await triesOf(userId, 1, 11);
    at.clock.advance(400 * day);
    expect(await run()).toMatchObject({ factor_tries: 0 });
    at.clock.advance(0.001);
    expect(await run()).toMatchObject({ factor_tries: 1 });
    const left = await at.platform.database.rows(sql`select in_a_row from factor_tries`);
    expect(left).toEqual([{ in_a_row: 11 }]);
  });

  it('comes past one user with more rows that stay than are looked at in one step', async () => {
    const [first, second] = [await verifiedUser(at, ada), await verifiedUser(at, grace)];
    await triesOf(first.userId, 2500, 11);
    await triesOf(second.userId, 1, 1);
    at.clock.advance(400 * day + 1);
    expect(await run()).toMatchObject({ factor_tries: 1 });
  });

  it('changes nothing about an account and its audit log', async () => {
    await signedInBrowser(at, ada);
    const audited = await count('audit_logs');
    at.clock.advance(1000 * day);
    await run();
    expect(await count('audit_logs')).toBe(audited);
    await signedInBrowser(at, grace);
    const login = await at.browser().client.passwordLogin.login({ body: { email: ada.email, password: ada.password } });
    expect(login.ok).toBe(true);
  });

  it('leaves a refresh token its reason for a session’s whole life after the end, then it is unknown', async () => {
    const { accessToken, refreshToken } = await signedInByBody(at);
    at.clock.advance(600);
    await at.call('POST', paths.logout, { headers: { authorization: `Bearer ${accessToken}` } });
    const reason = async () => {
      await run();
      return (await refresh(at, refreshToken)).body.error?.details?.reason;
    };
    at.clock.advance(59 * day);
    expect(await reason()).toBe('signed_out');
    at.clock.advance(1 * day);
    expect(await reason()).toBe('unknown');
  });

  it('finds the tombstones too that a statement ordered for many sessions at once', async () => {
    await signedInBrowser(at, ada);
    await signedInBrowser(at, grace);
    const now = at.clock.now();
    await at.platform.database.rows(sql`delete from outbox`);
    const ended = sql`select id from sessions`;
    const ids = await at.platform.database.rows<{ id: string }>(
      together({ ended, ordered: sessionEndRowsInsert('ended', now) }, sql`select id from ordered`),
    );
    expect(new Set(ids.map(({ id }) => id)).size).toBe(2);
    await at.outbox.sweep();
    at.clock.advance(30 * day + 1);
    expect(await run()).toMatchObject({ outbox: 2 });
  });
});

describe('many rows', () => {
  /** A platform that tells of each statement how many rows it looked at. */
  const steps = () => {
    const seen: number[] = [];
    const { database } = at.platform;
    const rows: typeof database.rows = async (statement) => {
      const answer = await database.rows<never>(statement);
      seen.push(...answer.map(({ seen }) => Number(seen)));
      return answer;
    };
    return { seen, platform: { ...at.platform, database: { ...database, rows } } };
  };

  it('go a thousand at a time', async () => {
    await doneRows(2500, 31);
    await doneRows(10, 29);
    const { seen, platform } = steps();
    expect(await run(platform)).toMatchObject({ outbox: 2500 });
    expect(Math.max(...seen)).toBe(1000);
    expect(await count('outbox')).toBe(10);
  });

  it('that must stay are looked at a thousand at a time, and what is behind them is found', async () => {
    await doneRows(2500, 32);
    await at.platform.database.rows(sql`update outbox set done_at = null`);
    await doneRows(1, 31);
    const { seen, platform } = steps();
    expect(await run(platform)).toMatchObject({ outbox: 1 });
    expect(Math.max(...seen)).toBe(1000);
  });

  it('that do not go within the time that is given go the next time', async () => {
    await doneRows(2500, 31);
    const { platform } = steps();
    const slow: Platform = {
      ...platform,
      database: {
        ...platform.database,
        rows: async (statement) => {
          at.clock.advance(minute);
          return platform.database.rows(statement);
        },
      },
    };
    expect(await run(slow)).toMatchObject({ outbox: 1000, sessions: 0 });
    expect(await run()).toMatchObject({ outbox: 1500 });
  });
});

describe('beside a database that pauses', () => {
  const alongside = (platform: Platform = at.platform) => runAlongside(platform, createCleanUp(platform));
  const statements = async (platform?: Platform) => {
    at.counts.clear();
    await alongside(platform);
    return at.counts.statements.length;
  };

  it('is done at most once a day, by whoever comes first', async () => {
    await doneRows(3, 31);
    await Promise.all([alongside(), alongside()]);
    expect(await count('outbox')).toBe(0);
    at.clock.advance(day - 1);
    expect(await statements()).toBe(0);
    at.clock.advance(1);
    expect(await statements()).toBeGreaterThan(0);
  });

  it('is left to the schedule where the database does not pause', async () => {
    expect(await statements({ ...at.platform, config: { ...at.platform.config, databasePauses: false } })).toBe(0);
  });

  it.each(['store', 'database'] as const)('disturbs nobody where the %s is down', async (name) => {
    const down = () => Promise.reject(new DependencyUnavailable(name, new Error('down')));
    const { store, database } = at.platform;
    const parts = { store: { ...store, increment: down }, database: { ...database, rows: down } };
    await expect(alongside({ ...at.platform, [name]: parts[name] })).resolves.toBeUndefined();
    expect(at.logs.join('\n')).toContain('clean-up failed');
  });
});
