import { sql } from 'drizzle-orm';
import { oneTimeTokens } from '../../../lambdas/domain/one-time-token/one-time-token.table.ts';
import { sessions } from '../../../lambdas/domain/session/session.table.ts';
import { together, touched } from '../../../lambdas/domain/statement.ts';
import { planSecurityChange, type SecurityChange } from '../../../lambdas/domain/user/security-change.ts';
import { users } from '../../../lambdas/domain/user/user.table.ts';
import { ada, contextOf, grace, type SignedInBrowser, signedInBrowser, tokensOf } from '../../flows/people.ts';
import { auditOf, rowsOf } from '../../flows/records.ts';
import { startPlatform, type TestPlatform } from '../../platform.ts';

let at: TestPlatform;
let me: SignedInBrowser;

beforeAll(async () => {
  at = await startPlatform();
});
beforeEach(async () => {
  await at.reset();
  me = await signedInBrowser(at);
});
afterAll(() => at.close());

/** Runs the change in a statement of its own; answers whether it happened. */
async function change(wanted: Partial<SecurityChange>, when = sql`true`): Promise<boolean> {
  const context = contextOf(at);
  const { parts, endedSessions, publish } = await planSecurityChange(
    context,
    {
      userId: me.userId,
      audit: { action: 'test.changed', resource: `user:${me.userId}`, actorId: me.userId },
      spendsTokens: false,
      forgetsDevices: false,
      mails: [],
      ...wanted,
    },
    when,
  );
  const [row] = await context.database.rows<{ happened: boolean; ended_sessions: string | null }>(
    together(parts, sql`select ${touched('changed')} as happened, ${endedSessions} as ended_sessions`),
  );
  if (row?.happened) await publish(row.ended_sessions);
  return row?.happened === true;
}

const whoAmI = (bearer: string) => me.browser.client.account.getMe({ bearer });

async function secondSession(): Promise<{ id: string; bearer: string }> {
  const body = { email: ada.email, password: ada.password, token_delivery: 'body' as const };
  const answer = await at.client.passwordLogin.login({ body });
  if (!answer.ok) throw new Error(answer.code);
  const bearer = tokensOf(answer.data).access_token;
  const { sid } = JSON.parse(Buffer.from(bearer.split('.')[1] ?? '', 'base64url').toString()) as { sid: string };
  return { id: sid, bearer };
}

describe('a change of what proves who a user is', () => {
  it('is felt by the ended sessions at once, before any worker ran, and leaves the one that goes on [A45]', async () => {
    const other = await secondSession();
    expect(await change({ ends: { reason: 'factor_changed', but: other.id } })).toBe(true);
    expect(await whoAmI(me.bearer)).toMatchObject({ ok: false, code: 'TOKEN_INVALID' });
    expect(await whoAmI(other.bearer)).toMatchObject({ ok: true });
    const ended = await rowsOf(at, sessions, sql`end_reason = 'factor_changed'`);
    expect(ended).toHaveLength(1);
  });
  it('raises the version of the user, by which pending sign-ins are bound', async () => {
    const [before] = await rowsOf(at, users);
    await change({});
    const [after] = await rowsOf(at, users);
    expect(Number(after?.version)).toBe(Number(before?.version) + 1);
  });
  it('leaves other people alone', async () => {
    const other = await signedInBrowser(at, grace, at.browser());
    await change({ ends: { reason: 'password_reset', but: null }, spendsTokens: true, forgetsDevices: true });
    expect(await other.browser.client.account.getMe({ bearer: other.bearer })).toMatchObject({ ok: true });
  });
  it('spends mailed tokens where it is asked to, and no others', async () => {
    await at.client.registration.register({ body: { ...grace, name: 'G' } });
    await change({ spendsTokens: true });
    const live = await rowsOf(at, oneTimeTokens, sql`spent_at is null`);
    expect(live.map(({ user_id: user }) => user)).not.toContain(me.userId);
    expect(live).toHaveLength(1);
  });
  it('changes nothing where its condition does not hold, and says so', async () => {
    const mails = [{ template: 'already_registered' as const, to: ada.email, name: '' }];
    expect(await change({ ends: { reason: 'factor_changed', but: null }, mails }, sql`false`)).toBe(false);
    expect(await whoAmI(me.bearer)).toMatchObject({ ok: true });
    expect(await auditOf(at, 'test.changed')).toEqual([]);
  });
  it.each([sql`is_active = false`, sql`deleted_at = now()`])('does not happen to a user who is gone', async (gone) => {
    await at.platform.database.rows(sql`update users set ${gone} where id = ${me.userId}::uuid`);
    expect(await change({})).toBe(false);
  });
});
