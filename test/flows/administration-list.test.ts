import { sql } from 'drizzle-orm';
import { systemRoles } from '../../lambdas/domain/role/role.ts';
import { insertInto } from '../../lambdas/domain/statement.ts';
import { users } from '../../lambdas/domain/user/user.table.ts';
import type { UserListQuery } from '../../lambdas/flows/administration/user-routes.ts';
import { newId } from '../../lambdas/kernel/id.ts';
import { startPlatform, type TestPlatform } from '../platform.ts';
import { administrator, granted, type SignedInBrowser, signedInBrowser } from './people.ts';

let at: TestPlatform;
let admin: SignedInBrowser;
beforeAll(async () => {
  at = await startPlatform({ frozen: true });
});
beforeEach(async () => {
  await at.reset();
  admin = await administrator(at);
});
afterAll(() => at.close());

/** Accounts of those addresses and names, each a second younger than the one before; answers their ids. */
async function accounts(...people: readonly (readonly [email: string, name: string])[]): Promise<string[]> {
  const ids: string[] = [];
  for (const [email, name] of people) {
    at.clock.advance(1);
    const now = at.platform.clock.now();
    const user = { email, emailKey: email.toLowerCase(), name, isActive: true, version: 1 };
    const id = newId(at.platform.clock);
    const row = { ...user, id, emailVerifiedAt: now, createdAt: now, updatedAt: now };
    await at.platform.database.rows(insertInto(users, row));
    ids.push(id);
  }
  return ids;
}

async function page(query: Partial<UserListQuery> = {}) {
  const answer = await at.client.administration.listUsers({ bearer: admin.bearer, query });
  if (!answer.ok) throw new Error(`${answer.code} ${JSON.stringify(answer.details)}`);
  return answer;
}

/** Every page, one after the other. */
async function emails(query: Partial<UserListQuery> = {}): Promise<string[]> {
  const found: string[] = [];
  let cursor: string | undefined;
  do {
    const { data, pagination } = await page({ ...query, ...(cursor !== undefined && { cursor }) });
    found.push(...data.map(({ email }) => email));
    cursor = pagination.next_cursor ?? undefined;
  } while (cursor !== undefined);
  return found;
}

const refused = async (query: Record<string, string>) => {
  const path = `/api/v1/users?${new URLSearchParams(query)}`;
  const answer = await at.call('GET', path, { headers: { authorization: `Bearer ${admin.bearer}` } });
  return [answer.status, Object.keys((answer.body.error?.details.fields ?? {}) as object)];
};

describe('the list of users', () => {
  beforeEach(async () => {
    await accounts(['zoe@example.com', 'Zoe'], ['Ben@example.com', 'Ben'], ['ida@example.net', 'Ida Ångström']);
  });

  it('has the newest first, by pages', async () => {
    expect(await emails({ per_page: 1 })).toEqual([
      'ida@example.net',
      'Ben@example.com',
      'zoe@example.com',
      'root@example.com',
    ]);
    expect((await page({ per_page: 4 })).pagination).toEqual({ per_page: 4, next_cursor: null });
  });

  it.each([
    ['created_at', ['root@example.com', 'zoe@example.com', 'Ben@example.com', 'ida@example.net']],
    ['email', ['Ben@example.com', 'ida@example.net', 'root@example.com', 'zoe@example.com']],
    ['-email', ['zoe@example.com', 'root@example.com', 'ida@example.net', 'Ben@example.com']],
    ['name', ['Ben@example.com', 'ida@example.net', 'root@example.com', 'zoe@example.com']],
    ['-name', ['zoe@example.com', 'root@example.com', 'ida@example.net', 'Ben@example.com']],
  ] as const)('goes by %s, whatever the size of the page', async (sort, expected) => {
    for (const per_page of [1, 2, 3, 100]) expect(await emails({ sort, per_page })).toEqual(expected);
  });

  it('tells users of one name apart where a page ends between them', async () => {
    await accounts(['a@example.com', 'Zoe'], ['b@example.com', 'Zoe']);
    expect(await emails({ sort: 'name', per_page: 1 })).toHaveLength(6);
  });

  it.each([
    ['the beginning of an address', 'zo', ['zoe@example.com']],
    ['a whole address in another case', 'BEN@Example.com', ['Ben@example.com']],
    ['a domain', 'example.net', ['ida@example.net']],
    ['a name without its accents', 'angst', ['ida@example.net']],
    ['several words in any order', 'ångström ida', ['ida@example.net']],
    ['words that are not all there', 'ida zoe', []],
    ['the middle of a word', 'oe', []],
    ['a wild card, which is none', '%', []],
    ['one character that could be any, which is none [A87]', 'zo_', []],
    ['a backslash', '\\', []],
  ])('finds by %s', async (_, search, expected) => {
    expect(await emails({ 'filter[search]': search })).toEqual(expected);
  });

  it('has a user once, however many of their words begin so', async () => {
    await accounts(['anna.annan@example.org', 'Anna Annason']);
    for (const per_page of [1, 20])
      expect(await emails({ 'filter[search]': 'ann', per_page })).toEqual(['anna.annan@example.org']);
  });

  it('finds the longest address and name that there are', async () => {
    const email = `${'a.'.repeat(31)}zz@${'b'.repeat(60)}.${'c'.repeat(60)}.${'d'.repeat(59)}.example`;
    await accounts([email, `${'한'.repeat(49)}${'훔 '.repeat(25)}끝`]);
    for (const search of ['끝', 'zz', `${'b'.repeat(60)}.c`, '훔 zz 한한'])
      expect(await emails({ 'filter[search]': search })).toEqual([email]);
  });

  it('is filtered by role', async () => {
    const [id = ''] = await accounts(['sue@example.com', 'Sue']);
    await granted(at, id, [systemRoles.support]);
    expect(await emails({ 'filter[role]': 'support' })).toEqual(['sue@example.com']);
    expect(await emails({ 'filter[role]': 'support', 'filter[search]': 'sue' })).toEqual(['sue@example.com']);
    expect(await emails({ 'filter[role]': 'support', 'filter[search]': 'zoe' })).toEqual([]);
    expect(await emails({ 'filter[role]': 'nobody-has-it' })).toEqual([]);
  });

  it.each([
    ['disabled', sql`is_active = false`],
    ['unverified', sql`email_verified_at = null`],
    ['reset_required', sql`reset_required_at = now()`],
    ['deleted', sql`deleted_at = now()`],
  ] as const)('is filtered by state: %s', async (status, change) => {
    await at.platform.database.rows(sql`update users set ${change} where email_key = 'zoe@example.com'`);
    expect(await emails({ 'filter[status]': status })).toEqual(['zoe@example.com']);
    expect(await emails({ 'filter[status]': status, 'filter[search]': 'zoe' })).toEqual(['zoe@example.com']);
    expect(await emails({ 'filter[status]': status, 'filter[search]': 'ben' })).toEqual([]);
    const active = await emails({ 'filter[status]': 'active' });
    expect(active.includes('zoe@example.com')).toBe(status === 'unverified' || status === 'reset_required');
    expect((await emails()).includes('zoe@example.com')).toBe(status !== 'deleted');
  });

  it('looks at a bounded number of rows for a page, which may so be empty and not the last one', async () => {
    await at.platform.database.rows(sql`
      insert into users (id, email, email_key, name, is_active, version, created_at, updated_at)
      select ('01900000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, 'n' || n || '@example.org',
        'n' || n || '@example.org', 'N', false, 1, now(), now() from generate_series(1, 1500) n`);
    const first = await page({ 'filter[status]': 'active', sort: 'created_at', per_page: 2 });
    expect(first.data).toEqual([]);
    expect(first.pagination.next_cursor).not.toBeNull();
    expect(await emails({ 'filter[status]': 'active', sort: 'created_at', per_page: 2 })).toHaveLength(4);
  });

  it.each<[Record<string, string>, string]>([
    [{ 'filter[status]': 'disabled', sort: 'email' }, 'sort'],
    [{ 'filter[status]': 'deleted', sort: '-created_at' }, 'sort'],
    [{ 'filter[role]': 'admin', sort: 'name' }, 'sort'],
    [{ sort: '-deleted_at' }, 'sort'],
    [{ 'filter[search]': 'zoe', sort: 'email' }, 'sort'],
    [{ 'filter[search]': 'a b c d e f' }, 'filter[search]'],
    [{ 'filter[status]': 'gone' }, 'filter[status]'],
    [{ sort: '(select pg_sleep(3))' }, 'sort'],
    [{ 'filter[1=1)--]': 'x' }, 'filter[1=1)--]'],
    [{ per_page: '1000000000' }, 'per_page'],
    [{ per_page: '-1' }, 'per_page'],
  ])('refuses %j, naming the field, without a statement [A87] [A88]', async (query, field) => {
    await page();
    const before = at.counts.statements.length;
    expect(await refused(query)).toEqual([422, [field]]);
    expect(at.counts.statements).toHaveLength(before);
  });

  it('refuses a cursor of another order, filter or list, and one that was edited [A87]', async () => {
    const { pagination } = await page({ per_page: 1 });
    const cursor = pagination.next_cursor ?? '';
    const others: Record<string, string>[] = [
      { cursor, sort: 'email' },
      { cursor, 'filter[status]': 'active' },
      { cursor, 'filter[search]': 'zoe' },
      { cursor: `A${cursor}` },
      { cursor: `${Buffer.from('[null,"x"]').toString('base64url')}.${cursor.split('.')[1]}` },
    ];
    for (const query of others) expect(await refused(query)).toEqual([422, ['cursor']]);
    const own = await signedInBrowser(at);
    const elsewhere = await at.call('GET', `/api/v1/users/me/activity?cursor=${cursor}`, {
      headers: { authorization: `Bearer ${own.bearer}` },
    });
    expect(elsewhere.status).toBe(422);
  });
});
