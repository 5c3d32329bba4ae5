import { sql } from 'drizzle-orm';
import { startPlatform, type TestPlatform } from '../platform.ts';
import { read, wholeResult } from './jobs.ts';
import { ada, administrator, grace, type SignedInBrowser, signedInBrowser, signedInWith, supporter } from './people.ts';
import { auditOf } from './records.ts';

const day = 86_400;

let at: TestPlatform;
let root: SignedInBrowser;

beforeAll(async () => {
  at = await startPlatform({ frozen: true, limits: false });
});
beforeEach(async () => {
  await at.reset();
  root = await administrator(at);
});
afterAll(() => at.close());

type Query = { format?: 'csv' | 'ndjson'; 'filter[action]'?: string };

async function auditExport({ bearer } = root, query: Query = {}) {
  const answer = await at.client.auditLog.startAuditExport({ bearer, query });
  if (!answer.ok) throw new Error(answer.code);
  await at.settled();
  return answer.data;
}
const job = async (id: string, { bearer } = root) => at.client.administration.getJob({ bearer, params: { id } });

describe('an export of the audit log as a job', () => {
  it('is accepted, made, told by mail, and fetched by its starter', async () => {
    const accepted = await auditExport(root, { format: 'ndjson', 'filter[action]': 'user.registered' });
    expect(accepted).toMatchObject({
      kind: 'audit_export',
      state: 'queued',
      done: 0,
      total: null,
      parts: 0,
      reason: null,
    });
    const answer = await job(accepted.id);
    const expected = (await auditOf(at, 'user.registered')).map(({ id }) => id);
    expect(answer).toMatchObject({
      ok: true,
      data: { state: 'done', done: expected.length, total: expected.length, errors: [], parts: 1 },
    });
    const [text = '', ...others] = await wholeResult(at, root.bearer, `jobs/${accepted.id}/result`);
    expect(others).toEqual([]);
    const ids = text
      .trimEnd()
      .split('\n')
      .map((line) => (JSON.parse(line) as { id: string }).id);
    expect(ids.sort()).toEqual(expected.sort());
    const mail = await at.mailbox.last(root.person.email);
    expect(mail.subject).toContain('export is ready');
    expect(mail.links).toEqual([`https://auth.example.com/admin/audit?export=${accepted.id}`]);
  });

  it('says what is asked for in the audit log', async () => {
    const { id } = await auditExport(root, { 'filter[action]': 'user.registered' });
    expect(await auditOf(at, 'audit.export_started')).toMatchObject([
      {
        actor_id: root.userId,
        resource: `job:${id}`,
        details: { format: 'csv', sort: '-created_at', 'filter[action]': 'user.registered' },
      },
    ]);
  });

  it('is a file of names alone where nothing fits, or of nothing', async () => {
    const csv = await auditExport(root, { 'filter[action]': 'no.such' });
    expect((await read(at, root.bearer, `jobs/${csv.id}/result`)).text).toMatch(/^id,created_at,[a-z_,]+\r\n$/);
    const ndjson = await auditExport(root, { 'filter[action]': 'no.such', format: 'ndjson' });
    const answer = await read(at, root.bearer, `jobs/${ndjson.id}/result`);
    expect([answer.status, answer.text, answer.headers['content-type']]).toEqual([200, '', 'application/x-ndjson']);
  });

  it('comes in parts of 512 kB at most that are the whole, whatever is in the rows', async () => {
    await at.platform.database.rows(sql`
      insert into audit_logs (id, created_at, action, resource, outcome, details, ip_address, user_agent, request_id, hash)
      select gen_random_uuid(), now(), 'a.b', n::text, 'success', '{}', '', repeat('"\\ü💥', 128), gen_random_uuid(), 'none'
      from generate_series(1, 1200) n`);
    const { id } = await auditExport(root, { 'filter[action]': 'a.b' });
    const parts = await wholeResult(at, root.bearer, `jobs/${id}/result`);
    expect(parts.length).toBeGreaterThan(2);
    for (const part of parts) {
      expect(Buffer.byteLength(part)).toBeLessThanOrEqual(512_000);
      expect(part.endsWith('\r\n')).toBe(true);
    }
    const lines = parts.join('').trimEnd().split('\r\n');
    expect(lines).toHaveLength(1201);
    const numbers = lines.slice(1).map((line) => Number(line.split(',')[7]));
    expect(numbers.sort((a, b) => a - b)).toEqual(Array.from({ length: 1200 }, (_, n) => n + 1));
    expect(await job(id)).toMatchObject({ data: { done: 1200, total: 1200, parts: parts.length } });
    const widest = await at.platform.database.rows<{ bytes: number }>(sql`
      select max(octet_length(to_json(body)::text)) as bytes from job_parts`);
    // A row of an answer of the Data API.
    expect(widest[0]?.bytes).toBeLessThan(65_536);
  });

  it('needs the permission, and a proof of identity not older than ten minutes', async () => {
    const nobody = await signedInBrowser(at, grace);
    const start = (bearer: string) => at.client.auditLog.startAuditExport({ bearer, query: {} });
    expect(await start(nobody.bearer)).toMatchObject({ status: 403, code: 'FORBIDDEN' });
    at.clock.advance(601);
    expect(await start(root.bearer)).toMatchObject({ status: 403, code: 'REAUTHENTICATION_REQUIRED' });
  });
});

describe('a job', () => {
  it('and its result are seen by nobody but its starter, whatever others hold [A80]', async () => {
    const { id } = await auditExport();
    const other = await administrator(at, ada);
    const support = await supporter(at);
    for (const { bearer } of [other, support])
      for (const path of [`jobs/${id}`, `jobs/${id}/result`])
        expect((await read(at, bearer, path)).body.error?.code).toBe('NOT_FOUND');
    expect((await at.call('GET', `/api/v1/jobs/${id}`)).status).toBe(401);
  });

  it('has no result before it is done', async () => {
    const { id } = await auditExport();
    await at.platform.database.rows(sql`update jobs set state = 'running', finished_at = null`);
    expect(await read(at, root.bearer, `jobs/${id}/result`)).toMatchObject({ status: 409 });
  });

  it('shows its result to nobody who may no longer see what it made', async () => {
    const { id } = await auditExport();
    await at.platform.database.rows(sql`delete from user_roles where user_id = ${root.userId}::uuid`);
    await at.platform.database.rows(sql`update rbac_version set version = version + 1`);
    const { email, password } = root.person;
    const again = await root.browser.client.passwordLogin.login({ body: { email, password } });
    if (!again.ok || 'mfa_required' in again.data) throw new Error('login');
    const { access_token: bearer } = again.data;
    expect(await read(at, bearer, `jobs/${id}/result`)).toMatchObject({ status: 403 });
  });

  it('shows the addresses that it made to nobody who may no longer read users [A81]', async () => {
    const made = await at.client.roles.createRole({
      bearer: root.bearer,
      body: { name: 'auditor', display_name: 'Auditor', permissions: ['audit:read', 'users:read'] },
    });
    if (!made.ok) throw new Error(made.code);
    const auditor = await signedInWith(at, grace, [made.data.id]);
    const { id } = await auditExport(auditor, { 'filter[action]': 'user.registered' });
    const result = () => read(at, auditor.bearer, `jobs/${id}/result`);
    expect((await result()).text).toContain(grace.email);
    const less = { bearer: root.bearer, params: { id: made.data.id }, body: { permissions: ['audit:read'] } };
    expect(await at.client.roles.updateRole(less)).toMatchObject({ ok: true });
    expect(await result()).toMatchObject({ status: 403 });
    const without = await auditExport(auditor, { 'filter[action]': 'user.registered' });
    const { status, text } = await read(at, auditor.bearer, `jobs/${without.id}/result`);
    expect([status, text.includes(grace.email)]).toEqual([200, false]);
  });

  it('keeps its result for a day and what became of it for a week', async () => {
    const { id } = await auditExport();
    const until = new Date(at.clock.now().getTime() + day * 1000).toISOString();
    expect(await job(id)).toMatchObject({ data: { result_until: until } });
    at.clock.advance(day - 1);
    const { bearer } = await signedInAgain();
    expect((await read(at, bearer, `jobs/${id}/result`)).status).toBe(200);
    at.clock.advance(1);
    expect((await read(at, bearer, `jobs/${id}/result`)).status).toBe(404);
    expect((await job(id, { ...root, bearer })).status).toBe(200);
  });

  it.each(['part=0', 'part=x', 'part=1.5', 'part=-1', 'page=1'])('has no part %s', async (query) => {
    const { id } = await auditExport();
    expect((await read(at, root.bearer, `jobs/${id}/result?${query}`)).status).toBe(422);
  });

  it('has no part past its last one', async () => {
    const { id } = await auditExport();
    expect((await read(at, root.bearer, `jobs/${id}/result?part=2`)).status).toBe(404);
  });
});

async function signedInAgain() {
  const { email, password } = root.person;
  const again = await root.browser.client.passwordLogin.login({ body: { email, password } });
  if (!again.ok || 'mfa_required' in again.data) throw new Error('login');
  return { bearer: again.data.access_token };
}
