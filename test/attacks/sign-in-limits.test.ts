/** Guessing passwords past the limits, and using the limits against others. */
import { randomBytes } from 'node:crypto';
import { ipSubject } from '../../lambdas/kernel/rate-limit.ts';
import { DependencyUnavailable } from '../../lambdas/ports/dependency.ts';
import { databaseDown, stopStore } from '../flows/outage.ts';
import { ada, grace, signedInBrowser, verifiedUser } from '../flows/people.ts';
import { auditOf } from '../flows/records.ts';
import { login, outcome } from '../flows/tokens.ts';
import type { CallOptions } from '../platform/call.ts';
import { describeWith, type PlatformOptions, startPlatform, type TestPlatform } from '../platform.ts';

const wrong = '401 INVALID_CREDENTIALS';
const limited = '429 RATE_LIMITED';
const unavailable = '503 DEPENDENCY_UNAVAILABLE';

let at: TestPlatform;
const guess = (options: CallOptions = {}, email = ada.email) =>
  login(at, { email, password: 'wrong horse battery' }, options).then(outcome);
/** Outcomes with how often each came. */
const tally = (outcomes: readonly string[]) =>
  Object.fromEntries([...new Set(outcomes)].sort().map((one) => [one, outcomes.filter((o) => o === one).length]));

describe('guessing', () => {
  beforeAll(async () => {
    at = await startPlatform();
  });
  beforeEach(async () => {
    await at.reset();
    await verifiedUser(at);
    at.counts.clear();
  });
  afterAll(() => at.close());

  it('is counted by the address of the socket, whatever forwarding headers claim; so is the audit [A06]', async () => {
    const claims = ['x-forwarded-for', 'forwarded', 'x-real-ip', 'cf-connecting-ip', 'x-viewer-ip', 'true-client-ip'];
    const outcomes: string[] = [];
    for (const [index, name] of claims.entries()) {
      const address = `198.18.0.${index}`;
      const value = name === 'forwarded' ? `for=${address}` : address;
      outcomes.push(await guess({ headers: { [name]: value }, ip: '203.0.113.5' }));
    }
    expect(outcomes).toEqual([wrong, wrong, wrong, wrong, wrong, limited]);
    const rows = await auditOf(at, 'session.started');
    expect(new Set(rows.map((row) => row.ip_address))).toEqual(new Set(['203.0.113.5']));
  });

  it('is counted once for every spelling of an address and every IPv6 address of one subscriber [A07]', async () => {
    const spelled = ['ada@example.com', 'ADA@Example.COM', ' ada@example.com\t', 'Ada@EXAMPLE.com', 'aDa@example.com'];
    const outcomes: string[] = [];
    for (const [index, email] of spelled.entries()) outcomes.push(await guess({ ip: `2001:db8:7:1::${index}` }, email));
    expect(tally(outcomes)).toEqual({ [wrong]: 5 });
    expect(await guess({ ip: '2001:0DB8:7:1:ffff:ffff:ffff:ffff' })).toBe(limited);
    expect(await guess({ ip: '2001:db8:7:2::1' })).toBe(wrong);
  });

  it('gains nothing by device cookies: made up, of another account, or a new one each time [A08]', async () => {
    const { browser } = await signedInBrowser(at, grace);
    const others = browser.cookies.get('__Host-device') ?? '';
    await guessFrom(['203.0.113.1', '203.0.113.2'], 5);
    at.counts.clear();
    const cookies = [others, ...Array.from({ length: 20 }, () => randomBytes(32).toString('base64url'))];
    for (const cookie of cookies)
      expect(await guess({ ip: '203.0.113.3', cookies: { '__Host-device': cookie } })).toBe(limited);
    expect(at.counts.hashes).toBe(0);
  });

  it('locks nobody out of a device that they know, and no other account [A08]', async () => {
    const { browser } = await signedInBrowser(at, grace);
    const addresses = Array.from({ length: 20 }, (_, index) => `203.0.113.${index}`);
    const outcomes = await guessFrom(addresses, 5, grace.email);
    expect(outcomes).toEqual({ [limited]: 90, [wrong]: 10 });
    const { email, password } = grace;
    expect(await browser.client.passwordLogin.login({ body: { email, password } })).toMatchObject({ ok: true });
    expect(outcome(await login(at, ada))).toBe('200');
  });

  async function guessFrom(ips: readonly string[], each: number, email?: string) {
    const outcomes: string[] = [];
    for (const ip of ips) for (let time = 0; time < each; time += 1) outcomes.push(await guess({ ip }, email));
    return tally(outcomes);
  }

  it('is refused while the store is down, without a hash or a statement, and never goes on unlimited [A10] [ASVS 16.5.2] [ASVS 16.5.3]', async () => {
    stopStore(at);
    for (const person of [ada, { ...ada, password: 'wrong horse battery' }, { ...ada, email: 'nobody@example.com' }]) {
      const answer = await login(at, person);
      expect(outcome(answer)).toBe(unavailable);
      expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
    }
    expect([at.counts.hashes, at.counts.statements]).toEqual([0, []]);
  });

  it('does not take back a session because the store went away behind the hash [A10]', async () => {
    at.beforeStore((operation, args) => {
      const [counters] = args as [{ by: number }[]];
      if (operation === 'increment' && counters[0]?.by === 1) return;
      throw new DependencyUnavailable('store', new Error('stopped'));
    });
    expect(outcome(await login(at, ada))).toBe('200');
  });

  it('is refused while the database is down, and the right password is not counted as wrong [ASVS 16.5.2]', async () => {
    const rows = import.meta.jest.spyOn(at.platform.database, 'rows').mockImplementation(async () => {
      throw databaseDown();
    });
    for (let time = 0; time < 6; time += 1) expect(outcome(await login(at, ada))).toBe(unavailable);
    rows.mockRestore();
    expect(outcome(await login(at, ada))).toBe('200');
    expect(await guess()).toBe(wrong);
  });

  it('does not count a right password whose session could not be written [ASVS 16.5.2]', async () => {
    const real = at.platform.database.rows;
    let reads = 0;
    const rows = import.meta.jest.spyOn(at.platform.database, 'rows').mockImplementation(async (statement) => {
      reads += 1;
      if (reads % 2 === 1) return real(statement);
      throw databaseDown();
    });
    for (let time = 0; time < 6; time += 1) expect(outcome(await login(at, ada))).toBe(unavailable);
    rows.mockRestore();
    expect(outcome(await login(at, ada))).toBe('200');
  });
});

describe('the address that is counted', () => {
  it.each([
    ['192.0.2.1', '::ffff:192.0.2.1', '::FFFF:c000:201', '0:0:0:0:0:ffff:192.0.2.1'],
    ['2001:db8::1', '2001:DB8:0:0::2', '2001:db8:0:0:1:2:3:4', '2001:0db8::ffff:192.0.2.1'],
    ['fe80::1', 'fe80::1%eth0', 'fe80::2%eth1', 'fe80:0000::3'],
  ])('takes %s and its other spellings for one [A07]', (...spellings) => {
    expect(new Set(spellings.map(ipSubject)).size).toBe(1);
  });

  it.each([
    ['192.0.2.1', '192.0.2.2'],
    ['::ffff:192.0.2.1', '::ffff:192.0.2.2'],
    ['2001:db8::1', '2001:db8:0:1::1'],
    ['::1', '::ffff:0.0.0.1'],
  ])('tells %s from %s [A07]', (one, other) => {
    expect(ipSubject(one)).not.toBe(ipSubject(other));
  });
});

const engines: [string, PlatformOptions][] = [
  ['on the embedded database and the store in memory', { database: 'pglite', store: 'memory' }],
  ['on PostgreSQL and Redis', { database: 'postgres', store: 'redis' }],
];
for (const [name, options] of engines) {
  const group = options.store === 'redis' ? redisGroup : describe;
  group(`a hundred parallel guesses, ${name}`, () => {
    beforeAll(async () => {
      at = await startPlatform(options);
    });
    beforeEach(async () => {
      await at.reset();
      await verifiedUser(at);
      at.counts.clear();
    });
    afterAll(() => at.close());
    const together = (ipOf: (index: number) => string) =>
      Promise.all(Array.from({ length: 100 }, (_, index) => guess({ ip: ipOf(index) }))).then(tally);

    it('from one address are evaluated five times, and cost the account’s owner elsewhere nothing [A09]', async () => {
      expect(await together(() => '203.0.113.1')).toEqual({ [limited]: 95, [wrong]: 5 });
      expect(at.counts.hashes).toBe(5 * 2);
      expect(outcome(await login(at, ada, { ip: '203.0.113.2' }))).toBe('200');
      expect(outcome(await login(at, ada, { ip: '203.0.113.1' }))).toBe(limited);
    });

    it('from twenty addresses are evaluated ten times [A09] [ASVS 6.3.1]', async () => {
      expect(await together((index) => `203.0.113.${index % 20}`)).toEqual({ [limited]: 90, [wrong]: 10 });
      expect(at.counts.hashes).toBe(10 * 2);
    });

    it('are forgotten when their time is over, though the store still holds the counter [A29]', async () => {
      await together(() => '203.0.113.1');
      at.clock.advance(15 * 60);
      expect(await guess({ ip: '203.0.113.1' })).toBe(wrong);
    });
  });
}

function redisGroup(title: string, tests: () => void): void {
  describeWith('PostgreSQL', title, () => describeWith('Redis', 'with both services', tests));
}
