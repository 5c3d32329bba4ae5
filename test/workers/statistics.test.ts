import { sql } from 'drizzle-orm';
import { auditSeals } from '../../lambdas/domain/audit/audit.table.ts';
import { dailyCounts } from '../../lambdas/domain/statistics/statistics.table.ts';
import { dayOf } from '../../lambdas/domain/statistics/statistics.ts';
import { createStatistics } from '../../lambdas/workers/statistics.ts';
import { ada, grace, post, signedInBrowser, verifiedUser } from '../flows/people.ts';
import { rowsOf, stopClock } from '../flows/records.ts';
import { withTotp } from '../flows/second-factors.ts';
import { startPlatform, type TestPlatform } from '../platform.ts';

const minute = 60;
const day = 86_400;

describe('the statistics', () => {
  let at: TestPlatform;
  beforeAll(async () => {
    at = await startPlatform();
  });
  beforeEach(() => at.reset());
  afterAll(() => at.close());

  const count = () => createStatistics(at.platform).run(minute);
  const today = () => dayOf(at.clock.now());

  /** As the sealer numbers them. */
  async function sealed(): Promise<void> {
    await at.platform.database.rows(sql`
      insert into audit_seals (seq, audit_id, audit_created_at, hash, head)
      select (select count(*)::int from audit_seals) + row_number() over (order by a.created_at, a.id), a.id, a.created_at, a.hash, ''
      from audit_logs a where not exists (select 1 from audit_seals s where s.audit_id = a.id)`);
  }

  async function counted(name: string, of = today()): Promise<Record<string, unknown>> {
    const rows = await rowsOf(at, dailyCounts, sql`t.name = ${name}::text and t.day = ${of}::text`);
    return Object.fromEntries(rows.map((row) => [row.key, row.count]));
  }

  it('count sign-ins and failures by method, each row of the audit log once', async () => {
    await signedInBrowser(at, ada);
    await post(at, 'login', { email: ada.email, password: 'not the password', token_delivery: 'body' });
    await sealed();
    await count();
    expect(await counted('session.started')).toEqual({ 'success:password': 1, 'refused:password': 1 });
    expect(await count()).toBe(0);
    await signedInBrowser(at, grace);
    await sealed();
    await count();
    expect(await counted('session.started')).toEqual({ 'success:password': 2, 'refused:password': 1 });
  });

  it('leave rows for later that are not sealed yet', async () => {
    await verifiedUser(at, ada);
    expect(await count()).toBe(0);
    expect(await counted('user.registered')).toEqual({});
  });

  it('count each row once where two workers are at it', async () => {
    await signedInBrowser(at, ada);
    await sealed();
    const passed = await Promise.all([count(), count(), count()]);
    expect(passed.reduce((sum, one) => sum + one)).toBe((await rowsOf(at, auditSeals)).length);
    expect(await counted('session.started')).toEqual({ 'success:password': 1 });
  });

  it('say how many users there are and what they are', async () => {
    const me = await signedInBrowser(at, ada);
    await withTotp(at, me.bearer);
    await verifiedUser(at, grace);
    await at.platform.database.rows(sql`update users set is_active = false where email = ${grace.email}::text`);
    await count();
    expect(await counted('users')).toEqual({
      total: 2,
      active: 1,
      disabled: 1,
      unverified: 0,
      deleted: 0,
      two_step: 1,
      passkey: 0,
    });
  });

  it('say who was there in a day, a week and a month, each person once', async () => {
    const time = stopClock(at);
    await signedInBrowser(at, ada);
    await post(at, 'login', { email: ada.email, password: ada.password, token_delivery: 'body' });
    await count();
    expect(await counted('active')).toEqual({ day: 1, week: 1, month: 1 });
    time.advance(3 * day);
    await signedInBrowser(at, grace);
    await count();
    expect(await counted('active')).toEqual({ day: 1, week: 2, month: 2 });
    time.advance(29 * day);
    await count();
    expect(await counted('active')).toEqual({ day: 0, week: 0, month: 1 });
    time.go();
  });

  it('tell mails by what became of them, and tell it anew when a bounce is told', async () => {
    await verifiedUser(at, ada);
    await count();
    expect(await counted('mail')).toEqual({ sent: 1 });
    await at.platform.database.rows(sql`update outbox set outcome = 'bounced' where kind = 'mail'`);
    await count();
    expect(await counted('mail')).toEqual({ bounced: 1 });
  });
});
