import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { auditInsert, auditRow } from '../../lambdas/domain/audit/audit.ts';
import { userRoles } from '../../lambdas/domain/role/role.table.ts';
import { systemRoles } from '../../lambdas/domain/role/role.ts';
import { insertInto } from '../../lambdas/domain/statement.ts';
import { startPlatform, type TestPlatform } from '../platform.ts';
import { ada, contextOf, grace, type SignedInBrowser, signedInBrowser, tokensOf } from './people.ts';
import { auditOf } from './records.ts';
import { login } from './tokens.ts';

let at: TestPlatform;
let reader: SignedInBrowser;

/** Signed in once more, now with the role. */
async function withRole(person: typeof ada, role: keyof typeof systemRoles): Promise<SignedInBrowser> {
  const signedIn = await signedInBrowser(at, person, at.browser());
  const grant = { userId: signedIn.userId, roleId: systemRoles[role], grantedBy: null, grantedAt: at.clock.now() };
  await at.platform.database.rows(insertInto(userRoles, grant));
  const { email, password } = person;
  const answer = await signedIn.browser.client.passwordLogin.login({ body: { email, password } });
  if (!answer.ok) throw new Error(answer.code);
  return { ...signedIn, bearer: tokensOf(answer.data).access_token };
}

beforeAll(async () => {
  at = await startPlatform({ limits: false });
});
beforeEach(async () => {
  await at.reset();
  reader = await withRole(ada, 'support');
});
afterAll(() => at.close());

type Query = NonNullable<Parameters<typeof at.client.auditLog.listAuditLogs>[0]>['query'];

async function list(query: Query = {}) {
  const answer = await reader.browser.client.auditLog.listAuditLogs({ bearer: reader.bearer, query });
  if (!answer.ok) throw new Error(`${answer.code} ${JSON.stringify(answer.details)}`);
  return answer;
}

async function everyId(query: Query = {}): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | undefined;
  do {
    const answer = await list({ ...query, ...(cursor && { cursor }) });
    ids.push(...answer.data.map(({ id }) => id));
    cursor = answer.pagination.next_cursor ?? undefined;
  } while (cursor !== undefined);
  return ids;
}

/** Rows of an action, a second apart, the newest now. */
async function rows(count: number, event: { action: string; outcome?: 'success' | 'refused' }): Promise<string[]> {
  const context = contextOf(at);
  const ids: string[] = [];
  for (let back = count - 1; back >= 0; back -= 1) {
    const time = new Date(at.clock.now().getTime() - back * 1000);
    const then = { ...context, clock: { now: () => time } };
    const row = auditRow(then, {
      outcome: 'success',
      ...event,
      resource: 'thing:1',
      userId: null,
      actorId: null,
      details: { reason: '=cmd|x', note: 'a "quoted", text' },
    });
    await at.platform.database.rows(auditInsert(row));
    ids.push(row.id);
  }
  return ids.reverse();
}

describe('the audit log', () => {
  it('shows who did what to whom, the newest first, and nothing that proves a row', async () => {
    await login(at, { ...ada, password: 'a wrong password' });
    const { data } = await list();
    expect(data[0]).toMatchObject({
      action: 'session.started',
      outcome: 'refused',
      user_id: reader.userId,
      user_email: ada.email,
      actor_id: null,
      erased: false,
    });
    const stored = await auditOf(at);
    const shown = JSON.stringify(data);
    for (const row of stored) {
      expect(shown).not.toContain(String(row.hash));
      if (row.salt !== null) expect(shown).not.toContain(String(row.salt));
    }
  });
  it('is read by nobody without the permission [A81]', async () => {
    const other = await signedInBrowser(at, grace, at.browser());
    for (const path of ['/api/v1/audit-logs', '/api/v1/audit-logs/export']) {
      const headers = { authorization: `Bearer ${other.bearer}` };
      expect((await at.call('GET', path, { headers })).body.error?.code).toBe('FORBIDDEN');
      expect((await at.call('GET', path)).body.error?.code).toBe('AUTHENTICATION_REQUIRED');
    }
  });
  it.each(['-created_at', 'created_at'] as const)(
    'comes in pages that neither repeat nor miss a row, also of one moment (%s)',
    async (sort) => {
      const time = at.clock.now();
      const once = { ...contextOf(at), clock: { now: () => time } };
      for (let n = 0; n < 7; n += 1)
        await at.platform.database.rows(
          auditInsert(
            auditRow(once, { action: 'a.b', resource: 'x', userId: null, actorId: null, outcome: 'success' }),
          ),
        );
      const all = (await list({ sort, per_page: 100 })).data.map(({ id }) => id);
      expect(await everyId({ sort, per_page: 2 })).toEqual(all);
      expect(all).toHaveLength((await auditOf(at)).length);
    },
  );
  it('is filtered by each field, and by the family of an action', async () => {
    await login(at, { ...ada, password: 'a wrong password' });
    const [made] = await rows(1, { action: 'sessions.ended' });
    const all = (await list({ per_page: 100 })).data;
    const ids = (keep: (row: (typeof all)[number]) => boolean) => all.filter(keep).map(({ id }) => id);
    const family = ids(({ action }) => action.startsWith('session.'));
    expect(family.length).toBeGreaterThan(1);
    expect(family).not.toContain(made);
    expect(await everyId({ 'filter[action]': 'session.*' })).toEqual(family);
    expect(await everyId({ 'filter[action]': 'session.*', per_page: 1 })).toEqual(family);
    expect(await everyId({ 'filter[action]': 'sessions.ended' })).toEqual([made]);
    expect(await everyId({ 'filter[resource]': 'thing:1' })).toEqual([made]);
    const mine = { 'filter[user_id]': reader.userId, 'filter[outcome]': 'refused' } as const;
    expect(await everyId(mine)).toEqual(ids((row) => row.user_id === reader.userId && row.outcome === 'refused'));
    expect(await everyId({ ...mine, 'filter[action]': 'session.*' })).toHaveLength(1);
    const ip = all[0]?.ip ?? '';
    expect(await everyId({ 'filter[ip]': ip })).toEqual(ids((row) => row.ip === ip));
    const middle = all[Math.floor(all.length / 2)]?.created_at ?? '';
    expect(await everyId({ 'filter[from]': middle })).toEqual(ids((row) => row.created_at >= middle));
    expect(await everyId({ 'filter[to]': middle })).toEqual(ids((row) => row.created_at < middle));
  });
  it('looks at no more than 1,000 rows for a page, and goes on from there', async () => {
    const [refused] = await rows(1, { action: 'old.one', outcome: 'refused' });
    at.clock.advance(200);
    await at.platform.database.rows(sql`
      insert into audit_logs (id, created_at, action, resource, outcome, details, ip_address, user_agent, request_id, hash)
      select gen_random_uuid(), ${at.clock.now().toISOString()}::timestamptz - make_interval(secs => n / 10.0), 'new.one', 'x',
        'success', '{}', '', '', ${randomUUID()}::uuid, 'none' from generate_series(1, 1500) n`);
    const query = { 'filter[outcome]': 'refused', 'filter[to]': at.clock.now().toISOString() } as const;
    const first = await list(query);
    expect(first.data).toEqual([]);
    expect(first.pagination.next_cursor).not.toBeNull();
    expect(await everyId(query)).toEqual([refused]);
  });
  it('refuses a cursor of another filter, list or order, and a field that it does not know [A87] [A88]', async () => {
    await rows(3, { action: 'a.b' });
    const { pagination } = await list({ per_page: 1 });
    const cursor = pagination.next_cursor ?? '';
    const wrong: Record<string, string>[] = [
      { cursor, 'filter[outcome]': 'success' },
      { cursor, sort: 'created_at' },
      { cursor: `${cursor}x` },
      { sort: '(select pg_sleep(3))' },
      { 'filter[action]': "a.b' or '1'='1" },
      { 'filter[1=1)--]': 'x' },
      { 'filter[from]': 'yesterday' },
      { 'filter[from]': '0000-01-01T00:00:00Z' },
      { 'filter[to]': '0000-12-31T23:59:59.999Z' },
      { per_page: '1000' },
    ];
    for (const query of wrong) {
      const path = `/api/v1/audit-logs?${new URLSearchParams(query)}`;
      const answer = await at.call('GET', path, { headers: { authorization: `Bearer ${reader.bearer}` } });
      expect([path, answer.body.error?.code]).toEqual([path, 'VALIDATION_FAILED']);
    }
    for (const time of ['0001-01-01T00:00:00Z', '9999-12-31T23:59:59.999Z'])
      expect(await list({ 'filter[from]': time, 'filter[to]': time })).toMatchObject({ data: [] });
    const elsewhere = `/api/v1/audit-logs/export?${new URLSearchParams({ cursor })}`;
    const answer = await at.call('GET', elsewhere, { headers: { authorization: `Bearer ${reader.bearer}` } });
    expect(answer.status).toBe(422);
  });
});

describe('an export of the audit log', () => {
  const get = (query: string) =>
    at.call('GET', `/api/v1/audit-logs/export?${query}`, { headers: { authorization: `Bearer ${reader.bearer}` } });

  it('is CSV whose cells no spreadsheet runs, and a row of the log itself', async () => {
    await rows(1, { action: 'a.b' });
    const answer = await get('filter[action]=a.b');
    expect(answer.headers['content-type']).toBe('text/csv; charset=utf-8');
    const [head, line, end] = answer.text.split('\r\n');
    expect(head).toMatch(/^id,created_at,user_id,user_email,actor_id/);
    expect(line).toContain(`,'=cmd|x,"{""note"":""a \\""quoted\\"", text"",""reason"":""=cmd|x""}",`);
    expect(end).toBe('');
    expect(answer.headers.link).toBeUndefined();
    expect(await auditOf(at, 'audit.exported')).toMatchObject([{ actor_id: reader.userId }]);
  });
  it('goes on by the cursor of nobody else, whose row of the log says nothing of them [A87]', async () => {
    await rows(1001, { action: 'a.b' });
    const { headers } = await get('filter[action]=a.b');
    const { search } = new URL(/<(.*)>/.exec(headers.link ?? '')?.[1] ?? '');
    expect((await get(search.slice(1))).status).toBe(200);
    reader = await withRole(grace, 'support');
    expect((await get(search.slice(1))).status).toBe(422);
  });
  it('is NDJSON of the same rows', async () => {
    const ids = await rows(3, { action: 'a.b' });
    const answer = await get('format=ndjson&filter[action]=a.b');
    expect(answer.headers['content-type']).toBe('application/x-ndjson');
    const lines = answer.text.trimEnd().split('\n');
    expect(lines.map((line) => (JSON.parse(line) as { id: string }).id)).toEqual(ids);
  });
  it('has 1,000 rows at most and says where the next are', async () => {
    await at.platform.database.rows(sql`
      insert into audit_logs (id, created_at, action, resource, outcome, details, ip_address, user_agent, request_id, hash)
      select gen_random_uuid(), ${at.clock.now().toISOString()}::timestamptz, 'a.b', 'x', 'success', '{}', '', '',
        ${randomUUID()}::uuid, 'none' from generate_series(1, 1001)`);
    const first = await get('filter[action]=a.b');
    const next = new URL(/^<(.*)>; rel="next"$/.exec(first.headers.link ?? '')?.[1] ?? '');
    const second = await get(next.searchParams.toString());
    const idsIn = (text: string) => text.split('\r\n').flatMap((line) => /^[0-9a-f-]{36}(?=,)/.exec(line)?.[0] ?? []);
    const [one, two] = [idsIn(first.text), idsIn(second.text)];
    expect([one.length, two.length]).toEqual([1000, 1]);
    expect(new Set([...one, ...two]).size).toBe(1001);
    expect(second.headers.link).toBeUndefined();
  });
});
