import { sql } from 'drizzle-orm';
import { startPlatform, type TestPlatform } from '../platform.ts';
import { read, wholeResult } from './jobs.ts';
import { ada, administrator, grace, type SignedInBrowser, signedInBrowser, supporter, verifiedUser } from './people.ts';
import { auditOf } from './records.ts';

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

/** So many further accounts, a second apart. */
async function accounts(count: number): Promise<void> {
  await at.platform.database.rows(sql`
    insert into users (id, email, email_key, name, is_active, version, created_at, updated_at, email_verified_at)
    select (lpad(to_hex(1700000000000 + n * 1000), 12, '0') || '70008000000000000000')::uuid,
      n || '@Example.com', n || '@example.com', 'Person ' || n, true, 1, t, t, t
    from generate_series(1, ${count}::int) n, to_timestamp(1700000000 + n) t`);
}

/** Every user as the list has them, page by page. */
async function listed(query: Record<string, string> = {}) {
  const rows: unknown[] = [];
  let cursor: string | undefined;
  do {
    const answer = await at.client.administration.listUsers({
      bearer: root.bearer,
      query: { per_page: 100, ...query, ...(cursor && { cursor }) },
    });
    if (!answer.ok) throw new Error(answer.code);
    rows.push(...answer.data);
    cursor = answer.pagination.next_cursor ?? undefined;
  } while (cursor);
  return rows;
}
const parsed = (text: string) =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);

describe('an export of users', () => {
  it('of 2,500 comes in three answers that are the list, and as a job the same', async () => {
    await accounts(2499);
    const expected = await listed();
    expect(expected).toHaveLength(2500);
    const parts = await wholeResult(at, root.bearer, 'users/export?format=ndjson');
    expect(parts.map((part) => parsed(part).length)).toEqual([1000, 1000, 500]);
    expect(parts.flatMap(parsed)).toEqual(expected);
    const started = await at.client.administration.startUserExport({
      bearer: root.bearer,
      query: { format: 'ndjson' },
    });
    if (!started.ok) throw new Error(started.code);
    await at.settled();
    const made = await wholeResult(at, root.bearer, `jobs/${started.data.id}/result`);
    expect(parsed(made.join(''))).toEqual(expected);
    expect((await at.mailbox.last(root.person.email)).text).toMatch(/Its number of accounts:\s2,500\./);
  });

  it('takes the filters and the order of the list', async () => {
    await accounts(30);
    await at.platform.database.rows(sql`update users set is_active = false where email like '1%'`);
    const query = { 'filter[status]': 'disabled', sort: 'created_at' };
    const [text = ''] = await wholeResult(at, root.bearer, `users/export?format=ndjson&${new URLSearchParams(query)}`);
    expect(parsed(text)).toEqual(await listed(query));
    expect(parsed(text)).toHaveLength(11);
  });

  it('in CSV names its columns once, and no cell is one that a spreadsheet would run', async () => {
    await accounts(1001);
    const names = ['=HYPERLINK("https://evil.example")', '+1', '-1', '@SUM(1)', '=1,"2"', '\uff1d1+1', '\n=1+1'];
    for (const [index, name] of names.entries())
      await at.platform.database.rows(
        sql`update users set name = ${name}::text where email_key = ${`${index + 1}@example.com`}::text`,
      );
    const [first = '', second = ''] = await wholeResult(at, root.bearer, 'users/export?sort=created_at');
    const lines = first.split('\r\n');
    expect(lines[0]).toMatch(/^id,email,name,locale,.*,deleted_at$/);
    expect(lines).toHaveLength(1002);
    expect(second.split('\r\n')).toHaveLength(3);
    const inert = [
      `"'=HYPERLINK(""https://evil.example"")"`,
      `'+1`,
      `'-1`,
      `'@SUM(1)`,
      `"'=1,""2"""`,
      `'\uff1d1+1`,
      `"'\n=1+1"`,
    ];
    for (const [index, cell] of inert.entries())
      expect(lines[index + 1]).toContain(`,${index + 1}@Example.com,${cell},`);
    expect(`${first}${second}`).not.toMatch(/(^|,|\r\n)"?[=+@\t\uff1d-]/);
  });

  it('is a row of the audit log, with what was asked for, once', async () => {
    await accounts(1500);
    await wholeResult(at, root.bearer, 'users/export?filter%5Bstatus%5D=active');
    expect(await auditOf(at, 'users.exported')).toMatchObject([
      { actor_id: root.userId, details: { format: 'csv', 'filter[status]': 'active' } },
    ]);
  });

  it('leaves nobody’s address or name in the audit log, which outlives accounts', async () => {
    const search = { 'filter[search]': ada.email, 'filter[status]': 'active' } as const;
    await read(at, root.bearer, `users/export?${new URLSearchParams(search)}`);
    await at.client.administration.startUserExport({ bearer: root.bearer, query: search });
    for (const action of ['users.exported', 'users.export_started'])
      expect(await auditOf(at, action)).toMatchObject([
        { details: { format: 'csv', 'filter[status]': 'active', searched: true } },
      ]);
    expect(JSON.stringify(await auditOf(at))).not.toContain(ada.email);
  });

  it('is for whoever may read users, and its job for who has shown again who they are', async () => {
    const nobody = await signedInBrowser(at, grace);
    const support = await supporter(at);
    expect((await read(at, nobody.bearer, 'users/export')).status).toBe(403);
    expect((await read(at, support.bearer, 'users/export')).status).toBe(200);
    at.clock.advance(601);
    const started = await at.client.administration.startUserExport({ bearer: support.bearer, query: {} });
    expect(started).toMatchObject({ status: 403, code: 'REAUTHENTICATION_REQUIRED' });
  });

  it.each([
    'sort=password_hash',
    'sort=name&filter%5Bsearch%5D=ada',
    'filter%5Bemail%5D=a',
    'format=xlsx',
    'per_page=5000',
    'cursor=abc.def',
  ])('refuses %s, by pages as by a job', async (query) => {
    expect((await read(at, root.bearer, `users/export?${query}`)).status).toBe(422);
    const headers = { authorization: `Bearer ${root.bearer}`, 'content-type': 'application/json' };
    expect((await at.call('POST', `/api/v1/users/export?${query}`, { headers })).status).toBe(422);
  });

  it('takes no cursor of the list, of another format or of another filter', async () => {
    await accounts(1500);
    const { headers } = await read(at, root.bearer, 'users/export');
    const cursor = new URL(/<(.*)>/.exec(headers.link ?? '')?.[1] ?? '').searchParams.get('cursor') ?? '';
    const list = await at.client.administration.listUsers({ bearer: root.bearer, query: {} });
    const ofList = list.ok ? (list.pagination.next_cursor ?? '') : '';
    const others: Record<string, string>[] = [
      { cursor: ofList },
      { cursor, format: 'ndjson' },
      { cursor, 'filter[status]': 'active' },
    ];
    for (const query of others)
      expect((await read(at, root.bearer, `users/export?${new URLSearchParams(query)}`)).status).toBe(422);
    expect((await read(at, root.bearer, `users/export?${new URLSearchParams({ cursor })}`)).status).toBe(200);
  });

  it('goes on by the cursor of nobody else, whose row of the audit log says nothing of them [A87]', async () => {
    await accounts(1500);
    const helper = await supporter(at);
    const { headers } = await read(at, root.bearer, 'users/export');
    const next = `users/export${new URL(/<(.*)>/.exec(headers.link ?? '')?.[1] ?? '').search}`;
    expect([(await read(at, root.bearer, next)).status, (await read(at, helper.bearer, next)).status]).toEqual([
      200, 422,
    ]);
  });

  it('says nothing of passwords, factors and tokens but that there are some', async () => {
    await verifiedUser(at, ada);
    const [text = ''] = await wholeResult(at, root.bearer, 'users/export?format=ndjson');
    expect(text).not.toMatch(/gh1|hash|secret|sealed|token/);
  });
});
