import { sql } from 'drizzle-orm';
import { outbox } from '../../lambdas/domain/outbox/outbox.table.ts';
import { createStatistics } from '../../lambdas/workers/statistics.ts';
import { startPlatform, type TestPlatform } from '../platform.ts';
import { ada, administrator, grace, signedInBrowser, signedInWith, supporter, verifiedUser } from './people.ts';
import { rowsOf } from './records.ts';
import { bearing } from './second-factors.ts';
import { outcome } from './tokens.ts';

const paths = {
  statistics: '/api/v1/admin/stats',
  deliveries: '/api/v1/mail-deliveries',
  settings: '/api/v1/settings',
};

let at: TestPlatform;
beforeAll(async () => {
  at = await startPlatform();
});
beforeEach(() => at.reset());
afterAll(() => at.close());

const get = (path: string, bearer: string) => at.call('GET', path, bearing(bearer));

describe('what administrators look at', () => {
  it.each(Object.entries(paths))('%s is for nobody without its permission', async (_, path) => {
    const { bearer } = await signedInBrowser(at, ada);
    expect(outcome(await get(path, bearer))).toBe('403 FORBIDDEN');
    expect(outcome(await at.call('GET', path))).toBe('401 AUTHENTICATION_REQUIRED');
    expect(outcome(await get(path, (await administrator(at)).bearer))).toBe('200');
  });

  it('support sees numbers and mails, and no settings', async () => {
    const { bearer } = await supporter(at);
    const outcomes = await Promise.all(Object.values(paths).map(async (path) => outcome(await get(path, bearer))));
    expect(outcomes).toEqual(['200', '200', '403 FORBIDDEN']);
  });
});

describe('GET /admin/stats', () => {
  const statistics = async (bearer: string, query = '') => (await get(`${paths.statistics}${query}`, bearer)).body.data;

  it('answers zeros, and that nothing was counted, before the worker came', async () => {
    const { bearer } = await administrator(at);
    expect(await statistics(bearer)).toMatchObject({ counted_at: null, users: { total: 0 }, two_step: { share: 0 } });
  });

  it('answers users, shares and today as the worker counted them', async () => {
    const { bearer } = await administrator(at);
    await verifiedUser(at, ada);
    await createStatistics(at.platform).run(60);
    const answer = await statistics(bearer, '?days=7');
    const today = at.clock.now().toISOString().slice(0, 10);
    expect(answer).toMatchObject({
      counted_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      users: { total: 2, active: 2, disabled: 0, unverified: 0, deleted: 0 },
      active_users: { day: 1, week: 1, month: 1 },
      two_step: { users: 0, share: 0 },
    });
    const { days } = answer as { days: { day: string }[] };
    expect(days).toHaveLength(7);
    expect(days.at(-1)).toMatchObject({ day: today, users: 2, active_users: 1, mails: { sent: 2 } });
    expect(days[0]).toMatchObject({ users: null, active_users: null, registrations: 0, sign_ins: {}, failures: {} });
  });

  it('reads counts and no table that grows with users', async () => {
    const { bearer } = await administrator(at);
    at.counts.clear();
    await statistics(bearer, '?days=90');
    expect(at.counts.statements.join('\n')).not.toMatch(/from "?(users|sessions|audit_logs|outbox)\b/);
  });

  it.each(['0', '91', 'x', '1.5'])('refuses %s days', async (days) => {
    const { bearer } = await administrator(at);
    expect(outcome(await get(`${paths.statistics}?days=${days}`, bearer))).toBe('422 VALIDATION_FAILED');
  });
});

describe('GET /mail-deliveries', () => {
  const list = async (bearer: string, query = '') => {
    const { data, pagination } = (await get(`${paths.deliveries}${query}`, bearer)).body;
    const { next_cursor: next } = pagination as { next_cursor: string | null };
    return { rows: data as unknown as Record<string, unknown>[], next };
  };

  it('says which mail went to whom and what became of it, the newest first, and nothing of what it said', async () => {
    const { bearer } = await administrator(at);
    const { userId } = await verifiedUser(at, ada);
    const { rows } = await list(bearer);
    expect(rows).toHaveLength(2);
    expect(rows[0]).toEqual({
      id: expect.any(String),
      template: 'verify_email',
      outcome: 'sent',
      user: { id: userId, email: ada.email, name: ada.name },
      attempts: 1,
      last_error: null,
      created_at: expect.any(String),
      done_at: expect.any(String),
    });
  });

  it('names nobody to who may not read users [A81]', async () => {
    const admin = await administrator(at);
    const made = await at.client.roles.createRole({
      bearer: admin.bearer,
      body: { name: 'postmaster', display_name: 'Postmaster', permissions: ['mail:read'] },
    });
    if (!made.ok) throw new Error(made.code);
    const { bearer } = await signedInWith(at, grace, [made.data.id]);
    const { userId } = await verifiedUser(at, ada);
    const { rows } = await list(bearer);
    expect(rows[0]).toMatchObject({ template: 'verify_email', user: { id: userId, email: null, name: null } });
    expect(JSON.stringify(rows)).not.toMatch(/@|Ada/);
  });

  it('goes on by pages through every mail once', async () => {
    const { bearer } = await administrator(at);
    await verifiedUser(at, ada);
    await verifiedUser(at, grace);
    const seen: unknown[] = [];
    let cursor = '';
    do {
      const { rows, next } = await list(bearer, `?per_page=1${cursor}`);
      seen.push(...rows.map(({ id }) => id));
      cursor = next === null ? '' : `&cursor=${encodeURIComponent(next)}`;
    } while (cursor !== '');
    expect(seen).toEqual(
      (await rowsOf(at, outbox, sql`t.kind = 'mail'`))
        .map(({ id }) => id)
        .sort()
        .reverse(),
    );
    expect(seen).toHaveLength(3);
  });

  it('is filtered by user and by what became of the mail', async () => {
    const { bearer } = await administrator(at);
    const { userId } = await verifiedUser(at, ada);
    await verifiedUser(at, grace);
    await at.platform.database.rows(sql`
      update outbox set outcome = 'bounced' where subject_id = ${userId}::uuid and kind = 'mail'`);
    const users = async (query: string) => (await list(bearer, query)).rows.map(({ user }) => user);
    expect(await users(`?filter[user_id]=${userId}`)).toMatchObject([{ email: ada.email }]);
    expect(await users('?filter[outcome]=bounced')).toMatchObject([{ email: ada.email }]);
    expect(await users('?filter[outcome]=waiting')).toEqual([]);
    expect(await users(`?filter[outcome]=sent&filter[user_id]=${userId}`)).toEqual([]);
  });

  it('refuses a filter that is not known, and the cursor of another filter', async () => {
    const { bearer } = await administrator(at);
    await verifiedUser(at, ada);
    const { next } = await list(bearer, '?per_page=1');
    const elsewhere = `${paths.deliveries}?filter[outcome]=sent&cursor=${encodeURIComponent(next ?? '')}`;
    expect(outcome(await get(elsewhere, bearer))).toBe('422 VALIDATION_FAILED');
    expect(outcome(await get(`${paths.deliveries}?filter[sealed]=x`, bearer))).toBe('422 VALIDATION_FAILED');
  });

  it('shows a mail to an address without an account as nobody’s', async () => {
    const { bearer } = await administrator(at);
    await at.platform.database.rows(sql`update outbox set subject_id = gen_random_uuid() where kind = 'mail'`);
    expect((await list(bearer)).rows).toMatchObject([{ user: null }]);
  });
});

describe('GET /settings', () => {
  it('shows what is set, and no secret', async () => {
    const { bearer } = await administrator(at);
    const { body } = await get(paths.settings, bearer);
    expect(body.data).toMatchObject({
      origin: 'https://auth.example.com',
      mail_from: 'no-reply@example.com',
      password: { min_length: 12, max_length: 128, hash_cost: 4, breach_check: null },
      lifetimes: { access_token: 900, session: 2_592_000 },
      passkeys: { rp_id: 'auth.example.com' },
    });
  });
});
