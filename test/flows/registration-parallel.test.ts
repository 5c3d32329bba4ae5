import { sql } from 'drizzle-orm';
import { oneTimeTokens } from '../../lambdas/domain/one-time-token/one-time-token.table.ts';
import { userRoles } from '../../lambdas/domain/role/role.table.ts';
import { users } from '../../lambdas/domain/user/user.table.ts';
import { describeWith, type PlatformOptions, startPlatform, type TestPlatform, tokenIn } from '../platform.ts';
import { tally, times } from './at-once.ts';
import { ada, grace, invitation, post, registered } from './people.ts';
import { auditOf, rowsOf, stopClock } from './records.ts';
import { login } from './tokens.ts';

function parallelRegistration(options: PlatformOptions): void {
  let at: TestPlatform;
  beforeAll(async () => {
    at = await startPlatform(options);
  });
  beforeEach(() => at.reset());
  afterAll(() => at.close());

  it('20 parallel registrations of one new address are one account and one mail, and answer alike [A98]', async () => {
    const answers = await times(20, (index) =>
      post(at, 'register', { ...ada, password: `parallel password ${index}` }, { ip: `192.0.2.${index}` }),
    );
    expect(tally(answers)).toEqual({ 202: 20 });
    expect(new Set(answers.map(({ body }) => JSON.stringify(Object.keys(body.data ?? {})))).size).toBe(1);
    expect(new Set(answers.map(({ body }) => body.data?.request_token)).size).toBe(20);
    expect(await rowsOf(at, users)).toHaveLength(1);
    expect(await rowsOf(at, userRoles)).toHaveLength(1);
    expect(await at.mailbox.list()).toHaveLength(1);
  });

  it('of parallel registrations that joined one account each keeps its own password by its request token', async () => {
    const asked = await times(4, (index) => post(at, 'register', { ...ada, password: `parallel password ${index}` }));
    const token = tokenIn(await at.mailbox.last(ada.email));
    const proof = { token, request_token: asked[3]?.body.data?.request_token };
    const verified = await post(at, 'verify-email', proof);
    expect(verified).toMatchObject({ status: 200 });
    expect(verified.body.data).not.toHaveProperty('password_required');
    expect(await login(at, { ...ada, password: 'parallel password 3' })).toMatchObject({ status: 200 });
  });

  it('20 parallel asks for another mail are one mail', async () => {
    await registered(at);
    at.clock.advance(61);
    const time = stopClock(at);
    const asks = await times(20, (index) =>
      post(at, 'verify-email/resend', { email: ada.email }, { ip: `192.0.2.${index}` }),
    );
    time.go();
    expect(tally(asks)).toEqual({ 202: 20 });
    expect(await at.mailbox.list(ada.email)).toHaveLength(2);
  });

  it('50 parallel uses of one link succeed once, with one audit row [A27] [ASVS 6.5.1]', async () => {
    const { token, requestToken } = await registered(at);
    const answers = await times(50, () => post(at, 'verify-email', { token, request_token: requestToken }));
    expect(tally(answers)).toEqual({ 200: 1, 400: 49 });
    for (const { status, body } of answers) if (status === 400) expect(body.error?.code).toBe('TOKEN_INVALID');
    expect(await auditOf(at, 'email.verified')).toHaveLength(1);
    expect(await rowsOf(at, users)).toMatchObject([{ version: 2 }]);
    expect(await login(at, ada)).toMatchObject({ status: 200 });
  });

  it('parallel uses of one code are at most five tries and succeed once [A27] [ASVS 6.6.3]', async () => {
    const { code, requestToken } = await registered(at);
    const answers = await times(50, () => post(at, 'verify-email', { code, request_token: requestToken }));
    expect(tally(answers)).toEqual({ 200: 1, 400: 49 });
    const [row] = await rowsOf(at, oneTimeTokens);
    expect(Number(row?.code_tries)).toBeLessThanOrEqual(5);
    expect(await auditOf(at, 'email.verified')).toHaveLength(1);
  });

  it('50 parallel wrong codes are five tries, and five audit rows', async () => {
    const { requestToken } = await registered(at);
    const answers = await times(50, () => post(at, 'verify-email', { code: 'AAAA-AAAA', request_token: requestToken }));
    expect(tally(answers)).toEqual({ 400: 50 });
    expect(await rowsOf(at, oneTimeTokens)).toMatchObject([{ code_tries: 5, spent_at: null }]);
    expect(await auditOf(at, 'verify_email.tried')).toHaveLength(5);
  });

  it('links and codes of several mails used at once succeed once, and none is an error of ours', async () => {
    const first = await registered(at);
    at.clock.advance(61);
    const second = await registered(at);
    at.clock.advance(61);
    const third = await registered(at);
    const proofs = [first, second, third].flatMap(({ token, code, requestToken }) => [
      { token },
      { code, request_token: requestToken },
    ]);
    const answers = await times(48, (index) => post(at, 'verify-email', proofs[index % proofs.length]));
    expect(tally(answers)).toEqual({ 200: 1, 400: 47 });
    expect(await auditOf(at, 'email.verified')).toHaveLength(1);
  });

  it('50 parallel uses of the token that sets the password succeed once, and that password is the one', async () => {
    const { token } = await registered(at);
    const next = (await post(at, 'verify-email', { token })).body.data?.token;
    const answers = await times(50, (index) =>
      post(at, 'verify-email/password', { token: next, password: `parallel password ${index}` }),
    );
    expect(tally(answers)).toEqual({ 200: 1, 400: 49 });
    const winner = answers.findIndex(({ status }) => status === 200);
    expect(await login(at, { ...ada, password: `parallel password ${winner}` })).toMatchObject({ status: 200 });
    expect(await auditOf(at, 'password.set')).toHaveLength(1);
  });

  it('50 parallel uses of one invitation succeed once, and that name and password are the ones', async () => {
    const { token } = await invitation(at, grace.email);
    const answers = await times(50, (index) =>
      post(at, 'accept-invitation', { token, name: `Grace ${index}`, password: `parallel password ${index}` }),
    );
    expect(tally(answers)).toEqual({ 200: 1, 400: 49 });
    const winner = answers.findIndex(({ status }) => status === 200);
    expect(await login(at, { ...grace, password: `parallel password ${winner}` })).toMatchObject({
      status: 200,
      body: { data: { user: { name: `Grace ${winner}` } } },
    });
    expect(await auditOf(at, 'invitation.accepted')).toHaveLength(1);
  });

  it('registrations that race with the proof never make the address unverified or change its password', async () => {
    const { token, requestToken } = await registered(at);
    at.clock.advance(61);
    const proof = post(at, 'verify-email', { token, request_token: requestToken });
    const asks = times(10, (index) => post(at, 'register', { ...ada, password: `stranger number ${index}` }));
    expect(await proof).toMatchObject({ status: 200 });
    expect(tally(await asks)).toEqual({ 202: 10 });
    expect(await login(at, ada)).toMatchObject({ status: 200 });
    for (const mail of await at.mailbox.list(ada.email)) {
      if (mail.code === null) continue;
      expect(await post(at, 'verify-email', { token: tokenIn(mail) })).toMatchObject({ status: 400 });
    }
    expect(await login(at, ada)).toMatchObject({ status: 200 });
  });
}

describe('parallel registration on the embedded database and the store in memory', () => {
  parallelRegistration({ limits: false });
});

describeWith('PostgreSQL', 'parallel registration on PostgreSQL', () => {
  describeWith('Redis', 'and Redis', () => {
    parallelRegistration({ database: 'postgres', store: 'redis', limits: false });
  });
  it('proofs by three links that all wait for the account succeed once and do not deadlock', async () => {
    const at = await startPlatform({ database: 'postgres' });
    const links: string[] = [];
    for (const _ of [1, 2, 3]) {
      links.push((await registered(at)).token);
      at.clock.advance(61);
    }
    const { proofs } = await at.platform.database.transaction(async (tx) => {
      await tx.execute(sql`select id from users for update`);
      const asked = links.map((token) => post(at, 'verify-email', { token }));
      for (let waiting = 0; waiting < links.length; ) {
        const [row] = await at.platform.database.rows<{ n: number }>(
          sql`select count(*)::int as n from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`,
        );
        waiting = row?.n ?? 0;
      }
      return { proofs: asked };
    });
    expect(tally(await Promise.all(proofs))).toEqual({ 200: 1, 400: 2 });
    await at.close();
  });

  describeWith('Redis', 'and Redis, within the limits', () => {
    it('20 parallel registrations of one new address are one account and one mail, and answer alike', async () => {
      const at = await startPlatform({ database: 'postgres', store: 'redis' });
      const answers = await times(20, () => post(at, 'register', ada));
      expect(tally(answers)).toEqual({ 202: 20 });
      expect(await rowsOf(at, users)).toHaveLength(1);
      expect(await at.mailbox.list()).toHaveLength(1);
      await at.close();
    });
  });
});
