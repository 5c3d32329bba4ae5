import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { startPlatform, type TestPlatform } from '../platform.ts';
import { ada, grace, type SignedInBrowser, signedInBrowser, verifiedUser } from './people.ts';
import { auditOf } from './records.ts';
import { login } from './tokens.ts';

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

const client = () => me.browser.client.account;

describe('the own activity', () => {
  it('has what happened to the account, the newest first, and says whether it was the person', async () => {
    at.clock.advance(1);
    await login(at, { ...ada, password: 'a wrong password' });
    const answer = await client().listActivity({ bearer: me.bearer });
    if (!answer.ok) throw new Error(answer.code);
    expect(answer.data[0]).toMatchObject({ action: 'session.started', outcome: 'refused', by: 'unknown' });
    expect(answer.data).toContainEqual(
      expect.objectContaining({ action: 'session.started', outcome: 'success', by: 'you' }),
    );
    expect(new Set(answer.data.map(({ action }) => action))).toContain('email.verified');
  });
  it('says of what an administrator did neither who it was nor from where', async () => {
    const { userId } = await verifiedUser(at, grace, at.browser());
    await at.platform.database.rows(
      sql`update audit_logs set actor_id = ${userId}::uuid where user_id <> ${userId}::uuid`,
    );
    const answer = await client().listActivity({ bearer: me.bearer });
    if (!answer.ok) throw new Error(answer.code);
    expect(answer.data.length).toBeGreaterThan(0);
    for (const row of answer.data) expect(row).toMatchObject({ by: 'other', ip: '', user_agent: '', session_id: null });
  });
  it("has nothing of anybody else's [A81]", async () => {
    const other = await signedInBrowser(at, grace, at.browser());
    const mine = await client().listActivity({ bearer: me.bearer, query: { per_page: 100 } });
    const hers = await client().listActivity({ bearer: other.bearer, query: { per_page: 100 } });
    if (!mine.ok || !hers.ok) throw new Error('refused');
    const ids = new Set(mine.data.map(({ id }) => id));
    expect(hers.data.filter(({ id }) => ids.has(id))).toEqual([]);
    expect(hers.data.length).toBeGreaterThan(0);
  });
  it('comes in pages that neither repeat nor miss a row, also of one moment', async () => {
    const all = await client().listActivity({ bearer: me.bearer, query: { per_page: 100 } });
    if (!all.ok) throw new Error(all.code);
    const paged: string[] = [];
    for (let page = 0, cursor: string | undefined; page < all.data.length; page++) {
      const answer = await client().listActivity({ bearer: me.bearer, query: { per_page: 1, cursor } });
      if (!answer.ok) throw new Error(answer.code);
      paged.push(...answer.data.map(({ id }) => id));
      cursor = answer.pagination.next_cursor ?? undefined;
    }
    expect(paged).toEqual(all.data.map(({ id }) => id));
  });
});

describe('the export of what is kept', () => {
  it('has profile, sessions, devices and activity, and is told by mail and in the audit log', async () => {
    const answer = await client().exportMe({ bearer: me.bearer });
    if (!answer.ok) throw new Error(answer.code);
    expect(answer.data).toMatchObject({
      profile: { id: me.userId, email: ada.email, name: ada.name },
      sessions: [{ user_agent: me.browser.userAgent, ended_at: null }],
      known_devices: [{ user_agent: me.browser.userAgent }],
      password: [{ created_at: expect.any(String) }],
      passkeys: [],
      activity_complete: true,
    });
    expect(answer.data.activity.length).toBeGreaterThan(1);
    expect(await auditOf(at, 'user.exported')).toMatchObject([{ user_id: me.userId }]);
    expect((await at.mailbox.last(ada.email)).subject).toMatch(/data/i);
  });
  it('is small enough for a function to answer, whatever strangers called themselves', async () => {
    await at.platform.database.rows(sql`
      insert into audit_logs select (jsonb_populate_record(a, jsonb_build_object(
        'id', gen_random_uuid(), 'user_agent', repeat('"', 512)))).*
      from audit_logs a, generate_series(1, 3000)
      where a.id = (select id from audit_logs where user_id = ${me.userId}::uuid limit 1)`);
    const { status, text, body } = await at.call('GET', '/api/v1/users/me/export', {
      headers: { authorization: `Bearer ${me.bearer}` },
    });
    expect([status, body.data?.activity_complete]).toEqual([200, false]);
    expect(Buffer.byteLength(JSON.stringify(text))).toBeLessThan(6_000_000);
  });
  it('bears no hash, no token and no secret [A99]', async () => {
    const { text } = await at.call('GET', '/api/v1/users/me/export', {
      headers: { authorization: `Bearer ${me.bearer}` },
    });
    const [stored] = await at.platform.database.rows<Record<string, unknown>>(
      sql`
        select (select secret from credentials limit 1) as secret, (select refresh_hash from sessions limit 1) as refresh,
          (select token_hash from known_devices limit 1) as device`,
    );
    for (const secret of Object.values(stored ?? {})) expect(text).not.toContain(String(secret));
    expect(text).not.toMatch(/hash|secret|\$gh1\$/);
  });
  it('comes five times an hour', async () => {
    for (let turn = 0; turn < 5; turn++) expect((await client().exportMe({ bearer: me.bearer })).ok).toBe(true);
    expect(await client().exportMe({ bearer: me.bearer })).toMatchObject({ status: 429 });
  });
  it('needs a proof not older than ten minutes', async () => {
    at.clock.advance(600.001);
    expect(await client().exportMe({ bearer: me.bearer })).toMatchObject({ code: 'REAUTHENTICATION_REQUIRED' });
  });
  it('knows nobody by an id in query or header [A81]', async () => {
    const other = await signedInBrowser(at, grace, at.browser());
    const answer = await at.call('GET', `/api/v1/users/me/export?user_id=${me.userId}`, {
      headers: { authorization: `Bearer ${other.bearer}`, 'x-user-id': me.userId, 'x-request-id': randomUUID() },
    });
    expect(answer.text).not.toContain(me.userId);
  });
});
