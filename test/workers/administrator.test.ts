import { sql } from 'drizzle-orm';
import { appointAdministrator, firstAdministrator } from '../../lambdas/workers/administrator.ts';
import { ada, grace, registered, signedInBrowser, tokensOf, verifiedUser } from '../flows/people.ts';
import { startPlatform, type TestPlatform, tokenIn } from '../platform.ts';

let at: TestPlatform;
const appoint = (email: string) => appointAdministrator(at.platform, email);
const login = async ({ email, password }: { email: string; password: string }) => {
  const answer = await at.client.passwordLogin.login({ body: { email, password, token_delivery: 'body' } });
  return answer.ok ? tokensOf(answer.data).user : answer.code;
};
/** Follows the link of the invitation. */
const accept = async (email: string) => {
  const token = tokenIn(await at.mailbox.last(email));
  const body = { token, name: 'Grace', password: grace.password };
  return (await at.client.registration.acceptInvitation({ body })).status;
};

beforeAll(async () => {
  at = await startPlatform({ limits: false });
});
beforeEach(() => at.reset());
afterAll(() => at.close());

describe('an operator appoints an administrator', () => {
  it('by a mail, where the address has no account', async () => {
    expect(await appoint(grace.email)).toBe('invited');
    expect(await accept(grace.email)).toBe(200);
    expect(await login(grace)).toMatchObject({ email: grace.email, roles: ['admin'] });
  });

  it('by a mail, where a stranger registered the address, whose password then opens nothing', async () => {
    await registered(at, { ...grace, password: "the stranger's own words" });
    expect(await appoint(grace.email)).toBe('invited');
    expect(await accept(grace.email)).toBe(200);
    expect(await login({ ...grace, password: "the stranger's own words" })).toBe('INVALID_CREDENTIALS');
    expect(await login(grace)).toMatchObject({ roles: expect.arrayContaining(['admin']) });
  });

  it('at once, where the mailbox is proven, and ends the sessions of before', async () => {
    const { browser } = await signedInBrowser(at, ada);
    expect(await appoint(ada.email.toUpperCase())).toBe('appointed');
    expect(await browser.client.session.refresh()).toMatchObject({
      status: 401,
      details: { reason: 'ended_by_administrator' },
    });
    expect(await login(ada)).toMatchObject({ roles: ['admin', 'user'] });
    const subjects = (await at.mailbox.list(ada.email)).map(({ subject }) => subject);
    expect(subjects.filter((subject) => /invit/i.test(subject))).toEqual([]);
  });

  it('and lets a disabled account in again', async () => {
    const { userId } = await verifiedUser(at, ada);
    await at.platform.database.rows(sql`update users set is_active = false where id = ${userId}::uuid`);
    expect(await login(ada)).toBe('INVALID_CREDENTIALS');
    await appoint(ada.email);
    expect(await login(ada)).toMatchObject({ roles: ['admin', 'user'] });
  });

  it('with an audit row that names no person as the actor', async () => {
    await appoint(grace.email);
    const rows = await at.platform.database.rows(sql`
      select action, actor_id, outcome, details from audit_logs where action = 'administrator.appointed'`);
    expect(rows).toEqual([
      {
        action: 'administrator.appointed',
        actor_id: null,
        outcome: 'success',
        details: { by: 'operator', invited: true },
      },
    ]);
  });

  it('once, whoever else does so at the same moment', async () => {
    const outcomes = await Promise.allSettled([appoint(grace.email), appoint(grace.email)]);
    expect(outcomes.some(({ status }) => status === 'fulfilled')).toBe(true);
    const [row] = await at.platform.database.rows(sql`select count(*)::int as n from users`);
    expect(row).toEqual({ n: 1 });
  });

  it.each(['', 'grace', 'a@b@c'])('and refuses what is no address: %j', async (text) => {
    await expect(appoint(text)).rejects.toThrow(TypeError);
  });
});

describe('the first administrator', () => {
  it('is invited once, and never while there is an administrator', async () => {
    expect(await firstAdministrator(at.platform, grace.email)).toBe('invited');
    expect(await firstAdministrator(at.platform, ada.email)).toBe('present');
    expect(await at.mailbox.list()).toHaveLength(1);
  });
});
