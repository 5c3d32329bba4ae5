/** Late, lost, stale and mixed-up copies of sessions: what has ended must not come back. */
import { sql } from 'drizzle-orm';
import { decodeJwt } from 'jose';
import { sessionRef } from '../../lambdas/domain/session/session-copy.ts';
import { ada, grace, signedInBrowser } from '../flows/people.ts';
import { outcome, paths, refresh, signedInByBody, tokensIn, whoAmI } from '../flows/tokens.ts';
import { describeWith, type PlatformOptions, startPlatform, type TestPlatform } from '../platform.ts';

const dead = '401 TOKEN_INVALID';

let at: TestPlatform;
const logout = (bearer: string) =>
  at.call('POST', paths.logout, { headers: { authorization: `Bearer ${bearer}` } }).then(outcome);

/** Holds the next write of a session's copy until `release`; `reached` resolves when it is there. */
function holdNextCopy(): { reached: Promise<void>; release(): void } {
  const reached = Promise.withResolvers<void>();
  const released = Promise.withResolvers<void>();
  at.beforeStore((operation) => {
    if (operation !== 'putIfNewer') return undefined;
    at.beforeStore(() => undefined);
    reached.resolve();
    return released.promise;
  });
  return { reached: reached.promise, release: released.resolve };
}

function lateCopies(): void {
  it('of a refresh, which arrives behind the sign-out, revives nothing: the tombstone stays [A105]', async () => {
    const { accessToken, refreshToken } = await signedInByBody(at);
    const copy = holdNextCopy();
    const late = refresh(at, refreshToken);
    await copy.reached;
    expect(await logout(accessToken)).toBe('204');
    copy.release();
    const next = tokensIn(await late);
    at.counts.clear();
    for (const token of [accessToken, next.accessToken]) expect(outcome(await whoAmI(at, token))).toBe(dead);
    expect(at.counts.statements).toEqual([]);
    expect(outcome(await refresh(at, next.refreshToken))).toBe('401 REFRESH_TOKEN_INVALID');
  });

  it('of a read from the database, which arrives behind the sign-out, revives nothing [A105]', async () => {
    const { accessToken, sessionId } = await signedInByBody(at);
    await at.platform.store.put(sessionRef(sessionId), 'null', 60);
    const copy = holdNextCopy();
    const late = whoAmI(at, accessToken);
    await copy.reached;
    expect(await logout(accessToken)).toBe('204');
    copy.release();
    await late;
    expect(outcome(await whoAmI(at, accessToken))).toBe(dead);
  });
}

const settings = { GATEHOUSE_SESSION_IDLE_SECONDS: '300' };

function expiredCopies(): void {
  it('are refused to the millisecond, though the store still holds them [A29] [ASVS 7.3.1]', async () => {
    const { accessToken } = await signedInByBody(at);
    at.clock.advance(299.999);
    expect(outcome(await whoAmI(at, accessToken))).toBe('200');
    at.clock.advance(0.001);
    expect(outcome(await whoAmI(at, accessToken))).toBe(dead);
  });
}

function lostTombstones(): void {
  it('in a store that went back to before the sign-out are asked for in the database within a minute [A106]', async () => {
    const { accessToken, sessionId } = await signedInByBody(at);
    const [before] = await at.platform.store.get([sessionRef(sessionId)]);
    at.clock.advance(30);
    expect(await logout(accessToken)).toBe('204');
    await at.settled();
    await at.platform.store.put(sessionRef(sessionId), before ?? '', 3600);
    at.clock.advance(30.001);
    expect(outcome(await whoAmI(at, accessToken))).toBe(dead);
    at.counts.clear();
    expect(outcome(await whoAmI(at, accessToken))).toBe(dead);
    expect(at.counts.statements).toEqual([]);
  });

  it('let nobody refresh: the database decides [A106]', async () => {
    const { accessToken, refreshToken, sessionId } = await signedInByBody(at);
    const [before] = await at.platform.store.get([sessionRef(sessionId)]);
    await logout(accessToken);
    await at.platform.store.put(sessionRef(sessionId), before ?? '', 3600);
    expect(outcome(await refresh(at, refreshToken))).toBe('401 REFRESH_TOKEN_INVALID');
  });

  it('keep a user who was disabled in the database alone out within a minute [A85] [ASVS 7.4.2]', async () => {
    const { accessToken, refreshToken } = await signedInByBody(at);
    await at.platform.database.rows(sql`update users set is_active = false`);
    expect(outcome(await refresh(at, refreshToken))).toBe('401 REFRESH_TOKEN_INVALID');
    at.clock.advance(60.001);
    expect(outcome(await whoAmI(at, accessToken))).toBe(dead);
  });
}

const redis: PlatformOptions = { database: 'postgres', store: 'redis' };

function on(options: PlatformOptions, tests: () => void): void {
  beforeAll(async () => {
    at = await startPlatform({ frozen: true, settings, ...options });
  });
  beforeEach(() => at.reset());
  afterAll(() => at.close());
  tests();
}

describe('copies in memory', () => {
  describe('that are late', () => on({}, lateCopies));
  describe('that have expired', () => on({}, expiredCopies));
});
describe('copies on DynamoDB', () => {
  describe('that are late', () => on({ store: 'dynamodb' }, lateCopies));
  describe('that have expired', () => on({ store: 'dynamodb' }, expiredCopies));
});
describeWith('PostgreSQL', 'copies on PostgreSQL', () => {
  describeWith('Redis', 'and Redis', () => {
    describe('that are late', () => on(redis, lateCopies));
    describe('that have expired', () => on(redis, expiredCopies));
    describe('whose tombstones are lost', () => on(redis, lostTombstones));
  });
});

describe('users of one warm instance', () => {
  on({ limits: false }, () => {
    it('never get each other’s answers, a hundred alternating at once [A96]', async () => {
      const one = await signedInBrowser(at, ada);
      const other = await signedInBrowser(at, grace);
      const calls = Array.from({ length: 100 }, (_, index) => {
        const { bearer, person } = index % 2 === 0 ? one : other;
        return whoAmI(at, bearer).then(({ body, headers }) => [
          person.email,
          body.data?.email,
          headers['cache-control'],
        ]);
      });
      for (const [asked, answered, cache] of await Promise.all(calls)) {
        expect([answered, cache]).toEqual([asked, 'no-store']);
      }
    });

    it('never get each other’s tokens by refreshing at once [A96]', async () => {
      const people = [await signedInByBody(at, ada), await signedInByBody(at, grace)];
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, index) => refresh(at, people[index % 2]?.refreshToken ?? '')),
      );
      const ids = answers.map((answer) => decodeJwt(tokensIn(answer).accessToken).sub);
      expect(ids).toEqual(answers.map((_, index) => people[index % 2]?.userId));
    });
  });
});
