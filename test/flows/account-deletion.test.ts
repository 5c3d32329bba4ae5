import { sql } from 'drizzle-orm';
import { userRoles } from '../../lambdas/domain/role/role.table.ts';
import { systemRoles } from '../../lambdas/domain/role/role.ts';
import { insertInto } from '../../lambdas/domain/statement.ts';
import { users } from '../../lambdas/domain/user/user.table.ts';
import { describeWith, startPlatform, type TestPlatform } from '../platform.ts';
import { ada, grace, type SignedInBrowser, signedInBrowser, verifiedUser } from './people.ts';
import { auditOf, everyRow, rowsOf } from './records.ts';
import { login, tokensIn, whoAmI } from './tokens.ts';

const becomeAdministrator = (at: TestPlatform, userId: string) =>
  at.platform.database.rows(
    insertInto(userRoles, { userId, roleId: systemRoles.admin, grantedBy: null, grantedAt: new Date() }),
  );
const deletes = ({ browser, bearer }: SignedInBrowser) => browser.client.account.deleteMe({ bearer });

describe('deleting the own account', () => {
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

  it('ends every session at once, clears the cookies, and tells by mail until when it can come back', async () => {
    const other = tokensIn(await login(at, ada));
    expect(await deletes(me)).toMatchObject({ ok: true, status: 204 });
    for (const bearer of [me.bearer, other.accessToken]) expect((await whoAmI(at, bearer)).status).toBe(401);
    const refreshed = await at.client.session.refresh({ body: { refresh_token: other.refreshToken } });
    expect(refreshed).toMatchObject({ code: 'REFRESH_TOKEN_INVALID', details: { reason: 'user_deleted' } });
    expect(me.browser.cookies.all()).not.toHaveProperty('__Host-refresh');
    expect((await at.mailbox.last(ada.email)).subject).toMatch(/delet/i);
    expect(await auditOf(at, 'user.deleted')).toMatchObject([{ user_id: me.userId, actor_id: me.userId }]);
  });
  it('frees the address for a new account, of which nothing of the old one is left [A86]', async () => {
    await deletes(me);
    const again = await verifiedUser(at, { ...ada, password: 'another battery staple' }, at.browser());
    expect(again.userId).not.toBe(me.userId);
    expect((await login(at, ada)).status).toBe(401);
    expect((await whoAmI(at, me.bearer)).status).toBe(401);
    expect(await rowsOf(at, users)).toHaveLength(2);
  });
  it('answers a sign-in like any wrong one [A02]', async () => {
    const wrong = await login(at, { ...ada, password: 'wrong wrong wrong' });
    await deletes(me);
    const deleted = await login(at, ada);
    const told = ({ body }: { body: { error?: unknown } }) => body.error;
    expect(told(deleted)).toEqual(told(wrong));
  });
  it('needs a proof not older than ten minutes', async () => {
    at.clock.advance(600.001);
    expect(await deletes(me)).toMatchObject({ status: 403, code: 'REAUTHENTICATION_REQUIRED' });
    expect((await whoAmI(at, me.bearer)).status).toBe(200);
  });
  it('is refused to the last administrator, and changes nothing [A82]', async () => {
    await becomeAdministrator(at, me.userId);
    await at.settled();
    const before = await everyRow(at);
    expect(await deletes(me)).toMatchObject({ status: 409, code: 'LAST_ADMIN' });
    expect(await everyRow(at)).toEqual(before);
  });
  it('is granted to one of two administrators', async () => {
    const other = await signedInBrowser(at, grace, at.browser());
    await becomeAdministrator(at, me.userId);
    await becomeAdministrator(at, other.userId);
    expect(await deletes(me)).toMatchObject({ ok: true });
    expect(await deletes(other)).toMatchObject({ code: 'LAST_ADMIN' });
  });
  it('does not count an administrator who is disabled', async () => {
    const other = await signedInBrowser(at, grace, at.browser());
    await becomeAdministrator(at, me.userId);
    await becomeAdministrator(at, other.userId);
    await at.platform.database.rows(sql`update users set is_active = false where id = ${other.userId}::uuid`);
    expect(await deletes(me)).toMatchObject({ code: 'LAST_ADMIN' });
  });
});

describeWith('PostgreSQL', 'administrators who all delete themselves at once', () => {
  let at: TestPlatform;
  beforeAll(async () => {
    at = await startPlatform({ database: 'postgres' });
  });
  afterAll(() => at.close());

  it('leave one [A82]', async () => {
    const people: SignedInBrowser[] = [];
    for (let n = 0; n < 4; n++) {
      const person = await signedInBrowser(at, { ...ada, email: `admin${n}@example.com` }, at.browser());
      await becomeAdministrator(at, person.userId);
      people.push(person);
    }
    await Promise.all(people.map(deletes));
    const left = await rowsOf(at, users, sql`deleted_at is null`);
    expect(left.length).toBeGreaterThanOrEqual(1);
    await Promise.all(people.map(deletes));
    await Promise.all(people.map(deletes));
    expect(await rowsOf(at, users, sql`deleted_at is null`)).toHaveLength(1);
  });
});
