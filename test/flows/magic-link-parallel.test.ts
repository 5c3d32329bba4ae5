import { sql } from 'drizzle-orm';
import { oneTimeTokens } from '../../lambdas/domain/one-time-token/one-time-token.table.ts';
import { sessions } from '../../lambdas/domain/session/session.table.ts';
import { users } from '../../lambdas/domain/user/user.table.ts';
import type { CallAnswer } from '../platform/call.ts';
import { describeWith, type PlatformOptions, startPlatform, type TestPlatform, tokenIn } from '../platform.ts';
import { tally, times } from './at-once.ts';
import { ada, linkAsked, post, registered, resetAsked, verifiedUser } from './people.ts';
import { auditOf, rowsOf } from './records.ts';
import { bearing } from './second-factors.ts';
import { tokensIn } from './tokens.ts';

function parallelSignIns(options: PlatformOptions): void {
  let at: TestPlatform;
  beforeAll(async () => {
    at = await startPlatform(options);
  });
  beforeEach(() => at.reset());
  afterAll(() => at.close());

  const verify = (proof: object) => post(at, 'magic-link/verify', { token_delivery: 'body', ...proof });

  async function oneSession(answers: readonly CallAnswer[]): Promise<void> {
    expect(tally(answers)).toEqual({ 200: 1, 400: answers.length - 1 });
    for (const { status, body } of answers) if (status === 400) expect(body.error?.code).toBe('TOKEN_INVALID');
    expect(await rowsOf(at, sessions)).toHaveLength(1);
    expect(await auditOf(at, 'session.started')).toHaveLength(1);
  }

  it('50 parallel uses of one link are one session, with one audit row [A27]', async () => {
    await verifiedUser(at);
    const { token } = await linkAsked(at);
    await oneSession(await times(50, () => verify({ token })));
  });

  it('50 parallel uses of one code are at most five tries and one session [A27]', async () => {
    await verifiedUser(at);
    const { code, requestToken } = await linkAsked(at);
    await oneSession(await times(50, () => verify({ code, request_token: requestToken })));
    const [row] = await rowsOf(at, oneTimeTokens, sql`kind = 'magic_link'`);
    expect(Number(row?.code_tries)).toBeLessThanOrEqual(5);
  });

  it('50 parallel uses of a link that is the first proof of the mailbox are one proof and one session [A27]', async () => {
    await registered(at);
    const { token } = await linkAsked(at);
    await oneSession(await times(50, () => verify({ token })));
    expect(await auditOf(at, 'email.verified')).toHaveLength(1);
    expect(await rowsOf(at, users)).toMatchObject([{ version: 2 }]);
  });

  it('of links that were asked for at the same moment one works [A26] [A27]', async () => {
    await verifiedUser(at);
    const before = (await at.mailbox.list()).length;
    await times(4, (index) => post(at, 'magic-link', { email: ada.email }, { ip: `192.0.2.${index}` }));
    const mails = await at.mailbox.list();
    expect(mails).toHaveLength(before + 4);
    const tokens = mails.filter(({ links: [link] }) => link?.includes('/magic-link')).map(tokenIn);
    await oneSession(await Promise.all(tokens.map((token) => verify({ token }))));
  });

  it('a link and a reset at the same moment leave no session that the reset did not end', async () => {
    await verifiedUser(at);
    const link = await linkAsked(at);
    const reset = await resetAsked(at);
    const [signedIn, done] = await Promise.all([
      verify({ token: link.token }),
      post(at, 'password/reset', { token: reset.token, password: 'seven quiet herons' }),
    ]);
    expect(done).toMatchObject({ status: 200 });
    expect([200, 400]).toContain(signedIn.status);
    expect(await rowsOf(at, sessions, sql`ended_at is null`)).toEqual([]);
  });

  it('20 parallel uses of a code prove once again who one is, within five tries [A27]', async () => {
    await verifiedUser(at);
    await at.platform.database.rows(sql`delete from credentials`);
    const { token } = await linkAsked(at);
    const { accessToken } = tokensIn(await verify({ token }));
    await post(at, 'reauthenticate/mail', {}, bearing(accessToken));
    const code = (await at.mailbox.last(ada.email)).code ?? '';
    const answers = await times(20, () => post(at, 'reauthenticate/mail/verify', { code }, bearing(accessToken)));
    expect(tally(answers)[200]).toBe(1);
    const stepped = await auditOf(at, 'session.stepped_up');
    expect(stepped.filter(({ outcome }) => outcome === 'success')).toHaveLength(1);
  });
}

describe('sign-in links at once', () => parallelSignIns({ limits: false }));
describeWith('PostgreSQL', 'sign-in links at once on PostgreSQL', () =>
  parallelSignIns({ database: 'postgres', limits: false }),
);
