import { sql } from 'drizzle-orm';
import { factorTries } from '../../lambdas/domain/factor/factor-tries.table.ts';
import { startPlatform, type TestPlatform } from '../platform.ts';
import { ada, grace, type SignedInBrowser, signedInBrowser } from './people.ts';
import { auditOf, rowsOf, type StoppedClock, stopClock } from './records.ts';
import { type Authenticator, pendingOf, verify, withTotp } from './second-factors.ts';
import { outcome } from './tokens.ts';

/** Right in one run of half a million. */
const wrong = '000000';
const quarter = 900;

describe('wrong codes', () => {
  let at: TestPlatform;
  let me: SignedInBrowser;
  let app: Authenticator;
  let recoveryCodes: string[];
  let time: StoppedClock;
  beforeAll(async () => {
    at = await startPlatform();
  });
  beforeEach(async () => {
    await at.reset();
    time = stopClock(at);
    me = await signedInBrowser(at);
    const enrolled = await withTotp(at, me.bearer);
    app = enrolled.device;
    recoveryCodes = enrolled.recoveryCodes;
    time.advance(30);
  });
  afterEach(() => time.go());
  afterAll(() => at.close());

  let sources = 0;
  /** From another address each time, with another sign-in for every four codes: what a botnet with the password does. */
  async function guess(times: number, method = 'totp'): Promise<string[]> {
    const outcomes: string[] = [];
    for (let left = times; left > 0; left -= 4) {
      sources += 1;
      const ip = `203.0.${sources >> 8}.${sources & 255}`;
      const mfaToken = await pendingOf(at, ada, { ip });
      for (let one = 0; one < Math.min(4, left); one += 1)
        outcomes.push(outcome(await verify(at, mfaToken, method, wrong, { ip })));
    }
    return outcomes;
  }
  const tryRight = async (code = app.code(), method = 'totp') => {
    sources += 1;
    const ip = `203.0.${sources >> 8}.${sources & 255}`;
    return verify(at, await pendingOf(at, ada, { ip }), method, code, { ip });
  };
  const wrongs = (count: number) => Array.from({ length: count }, () => '401 MFA_CODE_INVALID');

  it('are looked at ten times in a quarter of an hour, over new sign-ins and addresses, to the second [A47] [A123]', async () => {
    expect(await guess(10)).toEqual(wrongs(10));
    const limited = await tryRight();
    expect(outcome(limited)).toBe('429 RATE_LIMITED');
    expect(limited.headers).toMatchObject({ 'retry-after': '900', 'ratelimit-policy': '"factor-codes";q=10;w=900' });
    time.advance(quarter - 1);
    expect(outcome(await tryRight())).toBe('429 RATE_LIMITED');
    time.advance(1);
    expect(outcome(await tryRight())).toBe('200');
  });

  it('make the next window twice as long, with every ten in a row', async () => {
    for (const seconds of [quarter, 2 * quarter, 4 * quarter]) {
      expect(await guess(10)).toEqual(wrongs(10));
      const limited = await tryRight();
      expect(limited.headers['retry-after']).toBe(String(seconds));
      time.advance(seconds);
    }
  });

  it('are looked at a hundred times in a row, ever', async () => {
    await guess(1);
    const { userId } = me;
    await at.platform.database.rows(sql`
      update factor_tries set in_a_row = 99, in_window = 0 where user_id = ${userId}::uuid returning user_id`);
    expect(await guess(1)).toEqual(wrongs(1));
    time.advance(400 * 86_400);
    expect(outcome(await tryRight())).toBe('429 RATE_LIMITED');
    time.advance(400 * 86_400);
    expect((await tryRight()).headers['retry-after']).toBe('86400');
  });

  it('of one kind leave the others alone', async () => {
    await guess(10);
    expect(outcome(await tryRight(recoveryCodes[0], 'recovery_code'))).toBe('200');
    expect(outcome(await tryRight())).toBe('429 RATE_LIMITED');
  });

  it('of a recovery code count like those of an app', async () => {
    expect(await guess(10, 'recovery_code')).toEqual(wrongs(10));
    expect(outcome(await tryRight(recoveryCodes[0], 'recovery_code'))).toBe('429 RATE_LIMITED');
  });

  it('of one person leave everybody else alone [A08]', async () => {
    await guess(10);
    const other = await signedInBrowser(at, grace);
    const { device } = await withTotp(at, other.bearer);
    time.advance(30);
    expect(outcome(await verify(at, await pendingOf(at, grace), 'totp', device.code()))).toBe('200');
  });

  it('are forgotten with a right one', async () => {
    await guess(9);
    expect(outcome(await tryRight())).toBe('200');
    expect(await rowsOf(at, factorTries)).toEqual([]);
    expect(await guess(10)).toEqual(wrongs(10));
  });

  it('of strangers do not keep out a device that the account knows, and its own are counted apart [A08]', async () => {
    const { browser } = me;
    expect(browser.cookies.get('__Host-device')).toBeDefined();
    await guess(10);
    const finish = async (code: string) => {
      const begun = await browser.client.passwordLogin.login({ body: { email: ada.email, password: ada.password } });
      if (!begun.ok || !('mfa_required' in begun.data)) throw new Error('no second step is due');
      return browser.client.mfa.verifyMfa({ body: { mfa_token: begun.data.mfa_token, method: 'totp', code } });
    };
    expect(await finish(app.code())).toMatchObject({ ok: true });
    for (let tries = 0; tries < 10; tries += 1) expect(await finish(wrong)).toMatchObject({ code: 'MFA_CODE_INVALID' });
    expect(await finish(wrong)).toMatchObject({ status: 429, code: 'RATE_LIMITED' });
  });

  it('are refused from an address after a hundred, whoever they are for', async () => {
    const people = Array.from({ length: 11 }, (_, index) => ({
      email: `p${index}@example.com`,
      password: `plain words number ${index}`,
      name: 'P',
    }));
    const ip = '192.0.2.77';
    const outcomes: string[] = [];
    for (const person of people) {
      const browser = await signedInBrowser(at, person);
      await withTotp(at, browser.bearer);
      for (let sets = 0; sets < 2; sets += 1) {
        const mfaToken = await pendingOf(at, person, { ip });
        for (let tries = 0; tries < 5; tries += 1)
          outcomes.push(outcome(await verify(at, mfaToken, 'totp', wrong, { ip })));
      }
    }
    expect(outcomes.slice(0, 100)).toEqual(wrongs(100));
    expect(new Set(outcomes.slice(100))).toEqual(new Set(['429 RATE_LIMITED']));
  });

  it('write one audit row for each, and one for a window of refusals', async () => {
    await guess(14);
    const reasons = (await auditOf(at, 'second_factor.tried')).map(
      ({ details }) => (details as Record<string, unknown>).reason,
    );
    expect(reasons.sort()).toEqual(['rate_limited', ...Array.from({ length: 10 }, () => 'wrong_code')]);
  });

  it('say nothing while the store is down: nothing is looked at [A10]', async () => {
    const mfaToken = await pendingOf(at, ada);
    const { DependencyUnavailable } = await import('../../lambdas/ports/dependency.ts');
    at.beforeStore(() => {
      throw new DependencyUnavailable('store', new Error('gone'));
    });
    expect(outcome(await verify(at, mfaToken, 'totp', app.code()))).toBe('503 DEPENDENCY_UNAVAILABLE');
  });

  it('count for nothing where limits are off, as on a machine of one', async () => {
    const free = await startPlatform({ limits: false });
    const still = stopClock(free);
    const alone = await signedInBrowser(free);
    await withTotp(free, alone.bearer);
    for (let tries = 0; tries < 12; tries += 1)
      expect(outcome(await verify(free, await pendingOf(free, ada), 'totp', wrong))).toBe('401 MFA_CODE_INVALID');
    still.go();
    await free.close();
  });
});
