import { sql } from 'drizzle-orm';
import { factors } from '../../lambdas/domain/factor/factor.table.ts';
import { runAlongside } from '../../lambdas/workers/alongside.ts';
import { createReEncryption } from '../../lambdas/workers/re-encryption.ts';
import { ada, grace, type SignedInBrowser, signedInBrowser } from '../flows/people.ts';
import { rowsOf, type StoppedClock, stopClock } from '../flows/records.ts';
import { type Authenticator, pendingOf, verify, withHotp, withTotp } from '../flows/second-factors.ts';
import { outcome } from '../flows/tokens.ts';
import { startPlatform, type TestPlatform } from '../platform.ts';

const minute = 60;

describe('the re-encryption', () => {
  let at: TestPlatform;
  let me: SignedInBrowser;
  let app: Authenticator;
  let time: StoppedClock;
  beforeAll(async () => {
    at = await startPlatform({ settings: { GATEHOUSE_DATABASE_PAUSES: 'true' } });
  });
  beforeEach(async () => {
    await at.reset();
    time = stopClock(at);
    me = await signedInBrowser(at);
    app = (await withTotp(at, me.bearer)).device;
    time.advance(30);
  });
  afterEach(() => {
    import.meta.jest.restoreAllMocks();
    time.go();
  });
  afterAll(() => at.close());

  const run = () => createReEncryption(at.platform).run(minute);
  const keyIds = async () => (await rowsOf(at, factors)).map(({ sealed }) => String(sealed).split('.')[0]);
  const currentId = async () => (await at.platform.keys.ring('factor')).current.id;

  it('seals every secret by the current key after a rotation, and codes are right before and after', async () => {
    await withHotp(at, me.bearer);
    const other = await signedInBrowser(at, grace);
    await withTotp(at, other.bearer);
    const old = await currentId();
    await at.platform.keys.rotate('factor');
    expect(await keyIds()).toEqual([old, old, old]);
    expect(outcome(await verify(at, await pendingOf(at, ada), 'totp', app.code()))).toBe('200');
    expect(await run()).toBe(3);
    const current = await currentId();
    expect(current).not.toBe(old);
    expect(await keyIds()).toEqual([current, current, current]);
    time.advance(30);
    expect(outcome(await verify(at, await pendingOf(at, ada), 'totp', app.code()))).toBe('200');
  });

  it('changes nothing where every secret is of the current key', async () => {
    const before = await rowsOf(at, factors);
    expect(await run()).toBe(0);
    expect(await rowsOf(at, factors)).toEqual(before);
  });

  it('leaves what does not open as it is, tells of it, and goes on with the rest [A118]', async () => {
    await withHotp(at, me.bearer);
    const sealed = sql`(select sealed from factors where kind = 'hotp')`;
    await at.platform.database.rows(sql`update factors set sealed = ${sealed} where kind = 'totp' returning id`);
    await at.platform.keys.rotate('factor');
    const counted = import.meta.jest.spyOn(at.platform.metrics, 'count');
    expect(await run()).toBe(1);
    expect(counted.mock.calls).toContainEqual(['FactorUnreadable']);
    expect(at.logs.filter((line) => line.includes('does not open'))).toHaveLength(1);
  });

  it('never puts an old secret over one that was enrolled meanwhile', async () => {
    await at.platform.keys.rotate('factor');
    const { ring } = at.platform.keys;
    // A new secret comes between the look and the write.
    const worker = createReEncryption({
      ...at.platform,
      database: {
        ...at.platform.database,
        rows: async (statement) => {
          const rows = await at.platform.database.rows(statement);
          if (rows.length > 0 && 'f_sealed' in (rows[0] ?? {}))
            await at.platform.database.rows(sql`update factors set sealed = sealed || 'x' returning id`);
          return rows as never;
        },
      },
      keys: { ...at.platform.keys, ring },
    });
    expect(await worker.run(minute)).toBe(0);
    expect(String((await rowsOf(at, factors))[0]?.sealed)).toMatch(/x$/);
  });

  it('runs once a day beside other work where the database pauses, and fails nobody', async () => {
    const old = await currentId();
    const worker = createReEncryption(at.platform);
    await runAlongside(at.platform, worker);
    await at.platform.keys.rotate('factor');
    await runAlongside(at.platform, worker);
    expect(await keyIds()).toEqual([old]);
    time.advance(86_400);
    await runAlongside(at.platform, worker);
    expect(await keyIds()).toEqual([await currentId()]);
    import.meta.jest.spyOn(at.platform.store, 'increment').mockRejectedValue(new Error('gone'));
    await expect(runAlongside(at.platform, worker)).resolves.toBeUndefined();
  });
});
