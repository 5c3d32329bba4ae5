import { describeWith, type PlatformOptions, startPlatform, type TestPlatform } from '../platform.ts';
import { tally, times } from './at-once.ts';
import { ada, post, registered, resetAsked, verifiedUser } from './people.ts';
import { auditOf, everyRow } from './records.ts';
import { login, outcome, signedInByBody, tokensIn } from './tokens.ts';

const password = (index: number) => `parallel herons ${index}`;

function parallelRecovery(options: PlatformOptions): void {
  let at: TestPlatform;
  beforeAll(async () => {
    at = await startPlatform(options);
  });
  beforeEach(() => at.reset());
  afterAll(() => at.close());

  const reset = (proof: object, index: number) =>
    post(at, 'password/reset', { ...proof, password: password(index) }, { ip: `192.0.2.${index}` });
  const worth = async () =>
    (await times(4, (index) => login(at, { ...ada, password: password(index) }, { ip: `198.51.100.${index}` }))).map(
      ({ status }) => status,
    );

  it('of 50 uses of one link one sets the password, the rest find it spent [A27]', async () => {
    await verifiedUser(at);
    const { token } = await resetAsked(at);
    const answers = await times(50, (index) => reset({ token }, index));
    expect(tally(answers, outcome)).toEqual({ 200: 1, '400 TOKEN_INVALID': 49 });
    expect(await auditOf(at, 'password.reset')).toHaveLength(1);
    const winner = answers.findIndex(({ status }) => status === 200);
    expect(outcome(await login(at, { ...ada, password: password(winner) }))).toBe('200');
  });

  it('of 50 uses of one code at most one sets the password [A27] [A111]', async () => {
    await verifiedUser(at);
    const { code, requestToken } = await resetAsked(at);
    const answers = await times(50, (index) => reset({ code, request_token: requestToken }, index));
    expect(tally(answers, outcome)).toEqual({ 200: 1, '400 TOKEN_INVALID': 49 });
  });

  it('of uses of sibling links at once one sets the password [A26] [A27]', async () => {
    await verifiedUser(at);
    const mails = [];
    for (let asked = 0; asked < 4; asked++) mails.push(await resetAsked(at));
    const answers = await Promise.all(mails.map(({ token }, index) => reset({ token }, index)));
    expect(tally(answers, outcome)).toEqual({ 200: 1, '400 TOKEN_INVALID': 3 });
    expect((await worth()).sort()).toEqual([200, 401, 401, 401]);
  });

  it('a link used while the mailbox is proven by another mail sets the password, or is spent: never both, never an error', async () => {
    const { token: link, requestToken } = await registered(at);
    const { token } = await resetAsked(at);
    const [proof, answer] = await Promise.all([
      post(at, 'verify-email', { token: link, request_token: requestToken }),
      reset({ token }, 0),
    ]);
    expect([outcome(proof), outcome(answer)].sort()).toEqual(['200', '400 TOKEN_INVALID']);
  });

  it('of changes at once one wins, and it is the password afterwards', async () => {
    await signedInByBody(at);
    const bearers = await times(4, async () => tokensIn(await login(at, ada)).accessToken);
    const answers = await Promise.all(
      bearers.map((bearer, index) =>
        post(
          at,
          'password/change',
          { current_password: ada.password, new_password: password(index) },
          { headers: { authorization: `Bearer ${bearer}` }, ip: `192.0.2.${index}` },
        ),
      ),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ status }) => ![200, 401, 409, 422].includes(status))).toEqual([]);
    const winner = answers.findIndex(({ status }) => status === 200);
    expect((await worth())[winner]).toBe(200);
    const live = ((await everyRow(at)).sessions ?? []).filter(({ ended_at }) => ended_at === null);
    expect(live.length).toBeGreaterThan(0);
  });

  it('a sign-in under way when the password is reset gets no session that lives', async () => {
    await verifiedUser(at);
    const { token } = await resetAsked(at);
    const [signedIn] = await Promise.all([login(at, ada), reset({ token }, 0)]);
    const sessions = (await everyRow(at)).sessions ?? [];
    expect(sessions.filter(({ ended_at }) => ended_at === null)).toEqual([]);
    expect([200, 401]).toContain(signedIn.status);
  });
}

describe('password recovery in parallel', () => parallelRecovery({}));
describeWith('PostgreSQL', 'password recovery in parallel, on PostgreSQL', () => {
  describeWith('Redis', 'and Redis', () => parallelRecovery({ database: 'postgres', store: 'redis' }));
});
