import { sql } from 'drizzle-orm';
import { factors } from '../../lambdas/domain/factor/factor.table.ts';
import { recoveryCodes } from '../../lambdas/domain/factor/recovery-code.table.ts';
import { sessions } from '../../lambdas/domain/session/session.table.ts';
import { describeWith, type PlatformOptions, startPlatform, type TestPlatform } from '../platform.ts';
import { tally, times } from './at-once.ts';
import { ada, type SignedInBrowser, signedInBrowser } from './people.ts';
import { auditOf, rowsOf, type StoppedClock, stopClock } from './records.ts';
import {
  authenticatorApp,
  bearing,
  hardwareToken,
  mfaPaths,
  pendingOf,
  verify,
  withHotp,
  withTotp,
} from './second-factors.ts';
import { outcome } from './tokens.ts';

/** Postgres lets them run at once; PGlite one after the other, in any order. */
function racing(options: PlatformOptions): void {
  let at: TestPlatform;
  let me: SignedInBrowser;
  let time: StoppedClock;
  beforeAll(async () => {
    at = await startPlatform(options);
  });
  beforeEach(async () => {
    await at.reset();
    time = stopClock(at);
    me = await signedInBrowser(at);
  });
  afterEach(() => time.go());
  afterAll(() => at.close());

  /** One after the other: so many sign-ins at once would meet the limits of the password. */
  async function pendings(count: number): Promise<string[]> {
    const all: string[] = [];
    for (let index = 0; index < count; index += 1) all.push(await pendingOf(at, ada, from(index)));
    return all;
  }
  const from = (index: number) => ({ ip: `203.0.113.${index}` });
  const sessionsStarted = async () => (await rowsOf(at, sessions)).length;
  /** Other answers than the one 200: refused as used, or as over. */
  const refused = { '401 MFA_CODE_INVALID': true, '401 TOKEN_INVALID': true, '429 RATE_LIMITED': true };

  it('20 parallel uses of one code in as many sign-ins start one session [A48]', async () => {
    const { device } = await withTotp(at, me.bearer);
    time.advance(30);
    const pending = await pendings(20);
    const before = await sessionsStarted();
    const answers = await times(20, (index) => verify(at, pending[index] ?? '', 'totp', device.code(), from(index)));
    const { 200: won, ...others } = tally(answers, outcome);
    expect(won).toBe(1);
    expect(Object.keys(others).filter((one) => !(one in refused))).toEqual([]);
    expect(await sessionsStarted()).toBe(before + 1);
  });

  it('20 parallel uses of one code in one sign-in start one session', async () => {
    const { device } = await withTotp(at, me.bearer);
    time.advance(30);
    const mfaToken = await pendingOf(at, ada);
    const before = await sessionsStarted();
    const answers = await times(20, () => verify(at, mfaToken, 'totp', device.code()));
    const { 200: won, ...others } = tally(answers, outcome);
    expect(won).toBe(1);
    expect(Object.keys(others).filter((one) => !(one in refused))).toEqual([]);
    expect(await sessionsStarted()).toBe(before + 1);
  });

  it('20 parallel uses of one code of a token start one session, and the counter jumps once [A97]', async () => {
    const { device } = await withHotp(at, me.bearer);
    const pending = await pendings(20);
    const before = await sessionsStarted();
    const code = device.codeAt(4);
    const answers = await times(20, (index) => verify(at, pending[index] ?? '', 'hotp', code, from(index)));
    expect(tally(answers, outcome)['200']).toBe(1);
    expect(await sessionsStarted()).toBe(before + 1);
    expect(await rowsOf(at, factors)).toMatchObject([{ counter: 5 }]);
  });

  it('20 parallel uses of one recovery code start one session [A27] [A50]', async () => {
    const { recoveryCodes: codes } = await withTotp(at, me.bearer);
    const pending = await pendings(20);
    const before = await sessionsStarted();
    const answers = await times(20, (index) =>
      verify(at, pending[index] ?? '', 'recovery_code', codes[3] ?? '', from(index)),
    );
    const { 200: won, ...others } = tally(answers, outcome);
    expect(won).toBe(1);
    expect(Object.keys(others).filter((one) => !(one in refused))).toEqual([]);
    expect(await sessionsStarted()).toBe(before + 1);
    expect(await rowsOf(at, recoveryCodes, sql`spent_at is not null`)).toHaveLength(1);
  });

  it('of 40 sign-ins that guess at once no more than ten codes are looked at [A47] [A123]', async () => {
    await withTotp(at, me.bearer);
    time.advance(30);
    const pending = await pendings(40);
    const answers = await times(40, (index) => verify(at, pending[index] ?? '', 'totp', '000000', from(index)));
    expect(tally(answers, outcome)).toEqual({ '401 MFA_CODE_INVALID': 10, '429 RATE_LIMITED': 30 });
    expect(await auditOf(at, 'second_factor.tried')).toHaveLength(11);
  });

  it('of 1000 codes that one sign-in tries at once no more than five are looked at [A47]', async () => {
    const { device } = await withTotp(at, me.bearer);
    time.advance(30);
    const mfaToken = await pendingOf(at, ada);
    const answers = await times(1000, () => verify(at, mfaToken, 'totp', '000000'));
    const { '401 MFA_CODE_INVALID': looked = 0, '401 TOKEN_INVALID': over = 0, ...others } = tally(answers, outcome);
    expect(looked).toBeLessThanOrEqual(5);
    expect(await auditOf(at, 'second_factor.tried')).toHaveLength(looked);
    // A store that cannot count so many in its time lets none of them be looked at.
    expect(looked + over + (others['503 DEPENDENCY_UNAVAILABLE'] ?? 0)).toBe(1000);
    const right = outcome(await verify(at, mfaToken, 'totp', device.code()));
    expect([right]).toEqual([looked === 5 ? '401 TOKEN_INVALID' : expect.any(String)]);
  });

  it('of parallel confirmations of one enrolment one is right, and ten recovery codes are made', async () => {
    const begun = await at.client.mfa.enrolTotp({ bearer: me.bearer });
    if (!begun.ok) throw new Error(begun.code);
    const code = authenticatorApp(at, begun.data.secret).code();
    const confirm = () => at.call('POST', `${mfaPaths.totp}/confirm`, bearing(me.bearer, { body: { code } }));
    expect(tally(await times(8, confirm), outcome)).toEqual({ 200: 1, '422 VALIDATION_FAILED': 7 });
    expect(await rowsOf(at, recoveryCodes)).toHaveLength(10);
  });

  it('of an app and a token that are confirmed at once one makes recovery codes', async () => {
    const [app, token] = [
      await at.client.mfa.enrolTotp({ bearer: me.bearer }),
      await at.client.mfa.enrolHotp({ bearer: me.bearer }),
    ];
    if (!app.ok || !token.ok) throw new Error('not begun');
    const confirm = (path: string, code: string) =>
      at.call('POST', `${path}/confirm`, bearing(me.bearer, { body: { code } }));
    const answers = await Promise.all([
      confirm(mfaPaths.totp, authenticatorApp(at, app.data.secret).code()),
      confirm(mfaPaths.hotp, hardwareToken(token.data.secret).code()),
    ]);
    expect(tally(answers, outcome)).toEqual({ 200: 2 });
    const shown = answers.map(({ body }) => [body.data?.recovery_codes].flat().length);
    expect(shown.sort()).toEqual([0, 10]);
    expect(await rowsOf(at, recoveryCodes)).toHaveLength(10);
  });

  it('of sets of recovery codes that are made at once the last one alone works', async () => {
    await withTotp(at, me.bearer);
    const replace = () => at.call('POST', mfaPaths.recoveryCodes, bearing(me.bearer, { body: {} }));
    const answers = await times(3, replace);
    expect(tally(answers, outcome)['200']).toBeGreaterThanOrEqual(1);
    expect(await rowsOf(at, recoveryCodes)).toHaveLength(10);
  });

  it('of an enrolment that is begun anew while it is confirmed, one secret at most is on, whole', async () => {
    const begun = await at.client.mfa.enrolTotp({ bearer: me.bearer });
    if (!begun.ok) throw new Error(begun.code);
    const code = authenticatorApp(at, begun.data.secret).code();
    const [confirmed] = await Promise.all([
      at.call('POST', `${mfaPaths.totp}/confirm`, bearing(me.bearer, { body: { code } })),
      at.call('POST', mfaPaths.totp, bearing(me.bearer, { body: {} })),
    ]);
    const on = await rowsOf(at, factors, sql`confirmed_at is not null`);
    expect(on).toHaveLength(confirmed.status === 200 ? 1 : 0);
  });
}

describe('at once', () => racing({}));
describeWith('PostgreSQL', 'at once, in PostgreSQL', () => {
  racing({ database: 'postgres' });
});
describeWith('Redis', 'at once, in PostgreSQL and Redis', () => {
  racing({ database: 'postgres', store: 'redis' });
});
