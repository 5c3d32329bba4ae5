import { sql } from 'drizzle-orm';
import { memoryStore } from '../../../lambdas/adapters/kv/memory.ts';
import { publishRbacVersion } from '../../../lambdas/domain/role/rbac-version.ts';
import { userRoles } from '../../../lambdas/domain/role/role.table.ts';
import { systemRoles } from '../../../lambdas/domain/role/role.ts';
import { createAuthenticator } from '../../../lambdas/domain/session/authenticator.ts';
import { sessionRef } from '../../../lambdas/domain/session/session-copy.ts';
import type { Context, Principal } from '../../../lambdas/kernel/context.ts';
import type { AccessClaims, Authenticator } from '../../../lambdas/kernel/http/authenticator.ts';
import { DependencyUnavailable } from '../../../lambdas/ports/dependency.ts';
import { ada, contextOf, verifiedUser } from '../../flows/people.ts';
import { login, tokensIn } from '../../flows/tokens.ts';
import { startPlatform, type TestPlatform } from '../../platform.ts';

const invalid = { code: 'TOKEN_INVALID', status: 401 };

describe('the authenticator', () => {
  let at: TestPlatform;
  let authenticator: Authenticator;
  let claims: AccessClaims;
  let context: Context;
  let load: (given?: Partial<AccessClaims>) => Promise<Principal>;
  /** Statements since the last call. */
  function statements(): number {
    const { length } = at.counts.statements;
    at.counts.clear();
    return length;
  }

  beforeAll(async () => {
    at = await startPlatform({ frozen: true });
  });
  beforeEach(async () => {
    await at.reset();
    const { userId } = await verifiedUser(at);
    const roles = { userId, roleId: systemRoles.support, grantedAt: at.clock.now() };
    await at.platform.database.db.insert(userRoles).values(roles);
    authenticator = createAuthenticator();
    // A store whose copies are believed for a minute, as Redis's are.
    context = { ...contextOf(at), store: { ...at.platform.store, copyTrustSeconds: 60 } };
    claims = await authenticator.verify(tokensIn(await login(at, ada)).accessToken, context);
    load = (given = {}) => authenticator.load({ ...claims, ...given }, context);
    await load();
    at.counts.clear();
  });
  afterAll(() => at.close());

  it('answers who is signed in and what they may do, without a statement, in one round trip', async () => {
    const principal = await load();
    const { userId, sessionId } = claims;
    expect(principal).toMatchObject({ userId, sessionId, amr: ['pwd'], authTime: at.clock.now() });
    expect([...principal.roles].sort()).toEqual(['support', 'user']);
    expect([...principal.permissions].sort()).toEqual([
      'audit:read',
      'mail:read',
      'sessions:end',
      'stats:read',
      'users:read',
    ]);
    expect([at.counts.storeRoundTrips, statements()]).toEqual([1, 0]);
  });

  it('reads a session again from the database once its copy is older than a minute, and believes that again', async () => {
    at.clock.advance(60);
    await load();
    expect(statements()).toBe(0);
    at.clock.advance(0.001);
    await load();
    expect(statements()).toBe(2);
    await load();
    expect(statements()).toBe(0);
  });

  it('reads a session from the database where its copy was lost, and puts the copy back', async () => {
    context = { ...context, store: memoryStore(at.clock) };
    await load();
    expect(statements()).toBe(2);
    await load();
    expect(statements()).toBe(0);
  });

  describe('while the store is unreachable', () => {
    let reads: number;
    beforeEach(() => {
      reads = 0;
      const down = async () => {
        throw new DependencyUnavailable('store', new Error('down'));
      };
      const get = () => {
        reads += 1;
        return down();
      };
      context = { ...context, store: { ...context.store, get, putIfNewer: down } };
    });

    it('lets everybody in whom the database lets in [ASVS 16.5.2]', async () => {
      expect(await load()).toMatchObject({ userId: claims.userId });
    });

    it('leaves it alone for five seconds, so that not every request waits for it', async () => {
      for (const [advance, expected] of [
        [0, 1],
        [4.999, 1],
        [0.001, 2],
      ] as const) {
        at.clock.advance(advance);
        await load();
        expect(reads).toBe(expected);
      }
    });

    it('still knows that a session has ended [ASVS 7.4.1] [ASVS 16.5.3]', async () => {
      await at.platform.database.rows(sql`update sessions set ended_at = now(), end_reason = 'signed_out'`);
      await expect(load()).rejects.toMatchObject(invalid);
    });
  });

  it('reads a session again where its token is newer than the copy: a function with another store has stepped it up', async () => {
    at.clock.advance(5);
    await at.platform.database.rows(sql`
      update sessions set auth_time = ${at.clock.now().toISOString()}::timestamptz,
        stepped_up_at = ${at.clock.now().toISOString()}::timestamptz, version = version + 1`);
    at.counts.clear();
    const principal = await load({ authTime: new Date(Math.floor(at.clock.now().getTime() / 1000) * 1000) });
    expect([principal.steppedUpAt, statements()]).toEqual([at.clock.now(), 1]);
    await load({ authTime: principal.authTime });
    expect(statements()).toBe(0);
    await expect(load()).rejects.toMatchObject(invalid);
  });

  it('asks the database alone for a function that has another store, and leaves no copy there', async () => {
    const apart = createAuthenticator({ from: 'database' });
    await at.platform.database.rows(sql`update sessions set ended_at = now(), end_reason = 'signed_out', version = 9`);
    at.counts.clear();
    await expect(apart.load(claims, context)).rejects.toMatchObject(invalid);
    expect(at.counts.storeRoundTrips).toBe(0);
    expect(await load()).toMatchObject({ userId: claims.userId });
  });

  it('does not take a fault of the store for an outage [ASVS 16.5.3]', async () => {
    const fault = new TypeError('a fault of the adapter');
    const get = async () => {
      throw fault;
    };
    context = { ...context, store: { ...context.store, get } };
    await expect(load()).rejects.toBe(fault);
  });

  describe('refuses', () => {
    const change = (text: ReturnType<typeof sql>) => at.platform.database.rows(text);
    const forgetCopy = () => {
      context = { ...context, store: memoryStore(at.clock) };
    };

    it('the session of another user, and one that never was [A39] [ASVS 8.2.1]', async () => {
      const never = '01900000-0000-7000-8000-00000000ffff';
      await expect(load({ userId: never })).rejects.toMatchObject(invalid);
      await expect(load({ sessionId: never })).rejects.toMatchObject(invalid);
    });

    it('a token of before the last proof of identity, to the second [ASVS 7.2.4]', async () => {
      const second = Math.floor(claims.authTime.getTime() / 1000) * 1000;
      await expect(load({ authTime: new Date(second - 1000) })).rejects.toMatchObject(invalid);
      expect(await load({ authTime: new Date(second) })).toMatchObject({ userId: claims.userId });
    });

    it.each([
      ['disabled', sql`update users set is_active = false`],
      ['deleted', sql`update users set deleted_at = now()`],
    ])('a %s user whose copy is gone, and writes no new one [A85] [ASVS 7.4.2]', async (_state, text) => {
      await change(text);
      forgetCopy();
      await expect(load()).rejects.toMatchObject(invalid);
      expect(await context.store.get([sessionRef(claims.sessionId)])).toEqual([null]);
    });

    it('an ended session whose tombstone was lost, and puts the tombstone back [A106]', async () => {
      await change(sql`update sessions set version = version + 1, ended_at = now(), end_reason = 'signed_out'`);
      forgetCopy();
      await expect(load()).rejects.toMatchObject(invalid);
      statements();
      await expect(load()).rejects.toMatchObject(invalid);
      expect(statements()).toBe(0);
    });

    it('an expired session by its copy’s own times, and asks the database whether a refresh was missed', async () => {
      const [text] = await context.store.get([sessionRef(claims.sessionId)]);
      const copy = { ...JSON.parse(text ?? ''), idleExpiresAt: at.clock.now().getTime() };
      await context.store.put(sessionRef(claims.sessionId), JSON.stringify(copy), 60);
      expect(await load()).toMatchObject({ userId: claims.userId });
      await context.store.put(sessionRef(claims.sessionId), JSON.stringify(copy), 60);
      await change(sql`update sessions set idle_expires_at = ${at.clock.now().toISOString()}::timestamptz`);
      await expect(load()).rejects.toMatchObject(invalid);
    });
  });

  describe('feels a change of what a role may do', () => {
    const revoke = () =>
      at.platform.database.rows<{ version: number }>(sql`
        with gone as (delete from role_permissions where role_id = ${systemRoles.support}::uuid
          and permission_id = (select id from permissions where name = 'users:read') returning role_id)
        update rbac_version set version = version + 1 returning version`);
    afterEach(async () => {
      await at.platform.database.rows(sql`
        insert into role_permissions (role_id, permission_id)
        select ${systemRoles.support}::uuid, id from permissions where name = 'users:read' on conflict do nothing`);
    });
    const mayRead = async () => (await load()).permissions.has('users:read');

    it('at the next request of every session, without touching one [A85] [ASVS 8.3.2]', async () => {
      expect(await mayRead()).toBe(true);
      const [row] = await revoke();
      await publishRbacVersion(context, row?.version ?? 0);
      at.counts.clear();
      expect(await mayRead()).toBe(false);
      expect(statements()).toBe(1);
      expect(await mayRead()).toBe(false);
      expect(statements()).toBe(0);
    });

    it('within a minute where the store did not hear of it', async () => {
      await revoke();
      at.clock.advance(60.001);
      expect(await mayRead()).toBe(false);
    });

    it('and is not put back to an older version by a late writer', async () => {
      const [row] = await revoke();
      await publishRbacVersion(context, row?.version ?? 0);
      await publishRbacVersion(context, (row?.version ?? 1) - 1);
      expect(await mayRead()).toBe(false);
    });
  });
});
