import { startPlatform, type TestPlatform } from '../platform.ts';
import { ada, registered, signedInBrowser, verifiedUser } from './people.ts';
import { auditOf } from './records.ts';
import { login, outcome, paths } from './tokens.ts';

const right = '200';
const wrong = '401 INVALID_CREDENTIALS';
const limited = '429 RATE_LIMITED';
const quarter = 15 * 60;

describe('limits of signing in by password', () => {
  let at: TestPlatform;
  beforeAll(async () => {
    at = await startPlatform({ frozen: true });
  });
  beforeEach(() => at.reset());
  afterAll(() => at.close());

  const from = (last: number) => ({ ip: `203.0.113.${last}` });
  const guess = (last: number, email = ada.email) =>
    login(at, { email, password: 'wrong horse battery' }, from(last)).then(outcome);
  async function guesses(count: number, last: number, email?: string): Promise<string[]> {
    const outcomes: string[] = [];
    for (let done = 0; done < count; done += 1) outcomes.push(await guess(last, email));
    return outcomes;
  }
  const tries = (...runs: [outcome: string, times: number][]) =>
    runs.flatMap(([one, times]) => new Array<string>(times).fill(one));

  it('stops an address at its sixth wrong try for an account, the right password too, and no other address [ASVS 6.3.1]', async () => {
    await verifiedUser(at);
    expect(await guesses(6, 1)).toEqual(tries([wrong, 5], [limited, 1]));
    expect(outcome(await login(at, ada, from(1)))).toBe(limited);
    expect(outcome(await login(at, ada, from(2)))).toBe(right);
  });

  it('stops everybody at the eleventh wrong try for an account', async () => {
    await verifiedUser(at);
    expect([...(await guesses(5, 1)), ...(await guesses(5, 2)), await guess(3)]).toEqual(
      tries([wrong, 10], [limited, 1]),
    );
    expect(outcome(await login(at, ada, from(4)))).toBe(limited);
  });

  it('stops an address at its hundred and first wrong try over all accounts, and no other address', async () => {
    await verifiedUser(at);
    for (let account = 0; account < 20; account += 1)
      expect(await guesses(5, 1, `user${account}@example.com`)).toEqual(tries([wrong, 5]));
    expect(await guess(1)).toBe(limited);
    expect(outcome(await login(at, ada, from(1)))).toBe(limited);
    expect(outcome(await login(at, ada, from(2)))).toBe(right);
  });

  it('stops everybody at the fifty-first wrong try for an account in a day, until the day is over', async () => {
    await verifiedUser(at);
    for (let window = 0; window < 5; window += 1) {
      expect([...(await guesses(5, 1)), ...(await guesses(5, 2))]).toEqual(tries([wrong, 10]));
      at.clock.advance(quarter);
    }
    const answer = await login(at, ada, from(3));
    expect(answer.headers).toMatchObject({ 'ratelimit-policy': '"login-account-day";q=50;w=86400' });
    const left = 86_400 - 5 * quarter;
    expect(answer.headers['retry-after']).toBe(String(left));
    at.clock.advance(left - 0.001);
    expect(outcome(await login(at, ada, from(3)))).toBe(limited);
    at.clock.advance(0.001);
    expect(outcome(await login(at, ada, from(3)))).toBe(right);
  });

  it('says which budget is spent and when it is full again', async () => {
    await verifiedUser(at);
    await guesses(5, 1);
    at.clock.advance(1.5);
    const answer = await login(at, ada, from(1));
    expect(answer.headers).toMatchObject({
      'retry-after': '899',
      'ratelimit-policy': '"login-pair";q=5;w=900',
      ratelimit: '"login-pair";r=0;t=899',
    });
    expect(answer.body.error).toMatchObject({ code: 'RATE_LIMITED', details: { retry_after: 899 } });
  });

  it('opens a budget again to the millisecond, fifteen minutes after its first wrong try', async () => {
    await verifiedUser(at);
    await guess(1);
    at.clock.advance(600);
    await guesses(4, 1);
    at.clock.advance(299.999);
    expect(await guess(1)).toBe(limited);
    at.clock.advance(0.001);
    expect(await guesses(6, 1)).toEqual(tries([wrong, 5], [limited, 1]));
  });

  it('counts wrong tries alone: a right one neither counts nor forgives', async () => {
    await verifiedUser(at);
    expect(await guesses(4, 1)).toEqual(tries([wrong, 4]));
    for (let time = 0; time < 12; time += 1) expect(outcome(await login(at, ada, from(1)))).toBe(right);
    expect(await guesses(2, 1)).toEqual(tries([wrong, 1], [limited, 1]));
  });

  it('does not count the right password of an address that is not verified', async () => {
    await registered(at);
    for (let time = 0; time < 12; time += 1)
      expect(outcome(await login(at, ada, from(1)))).toBe('403 EMAIL_NOT_VERIFIED');
    expect(await guess(1)).toBe(wrong);
  });

  it('takes from no other budget for a try that one budget refused', async () => {
    await verifiedUser(at);
    expect(await guesses(45, 1)).toEqual(tries([wrong, 5], [limited, 40]));
    // The account's budget still has 5 and the address's 95.
    expect(await guesses(6, 2)).toEqual(tries([wrong, 5], [limited, 1]));
    for (let account = 0; account < 19; account += 1)
      expect(await guesses(5, 1, `user${account}@example.com`)).toEqual(tries([wrong, 5]));
    expect(await guess(1, 'user19@example.com')).toBe(limited);
  });

  it('audits the first refusal of a budget and window, and no more', async () => {
    const { userId } = await verifiedUser(at);
    await guesses(9, 1);
    at.clock.advance(quarter);
    await guesses(7, 1);
    const details = { method: 'password', reason: 'rate_limited', limit: 'login-pair' };
    const rows = (await auditOf(at, 'session.started')).filter((row) => JSON.stringify(row).includes('rate_limited'));
    const row = { user_id: userId, outcome: 'refused', details };
    expect(rows).toMatchObject([row, row]);
  });

  describe('the lane of a known device', () => {
    const signIn = async (call: TestPlatform['call'], password = ada.password) =>
      outcome(await call('POST', paths.login, { body: { email: ada.email, password } }));

    it('lets its owner in while strangers have spent the account’s budget, and nobody else', async () => {
      const { browser } = await signedInBrowser(at);
      await guesses(5, 1);
      await guesses(6, 2);
      expect(await signIn(browser.call)).toBe(right);
      expect(await signIn(at.browser().call)).toBe(limited);
    });

    it('is closed at its eleventh wrong try, and not by wrong tries elsewhere', async () => {
      const { browser } = await signedInBrowser(at);
      const outcomes = [];
      for (let time = 0; time < 10; time += 1) outcomes.push(await signIn(browser.call, 'wrong horse battery'));
      expect(outcomes).toEqual(tries([wrong, 10]));
      const { email, password } = ada;
      const refused = await browser.call('POST', paths.login, { body: { email, password } });
      expect(refused.headers['ratelimit-policy']).toBe('"login-device";q=10;w=900');
      at.clock.advance(quarter);
      expect(await signIn(browser.call)).toBe(right);
    });
  });
});

describe('without limits', () => {
  it('evaluates every try', async () => {
    const at = await startPlatform({ limits: false });
    await verifiedUser(at);
    const outcomes = new Set<string>();
    for (let time = 0; time < 12; time += 1)
      outcomes.add(outcome(await login(at, { ...ada, password: 'wrong horse battery' })));
    expect([...outcomes]).toEqual([wrong]);
    await at.close();
  });
});
