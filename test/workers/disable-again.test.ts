import { sql } from 'drizzle-orm';
import { auditInsert, auditRow } from '../../lambdas/domain/audit/audit.ts';
import { auditChain } from '../../lambdas/domain/audit/audit-chain.ts';
import { closedSince, disableAgain } from '../../lambdas/workers/disable-again.ts';
import { createSealer } from '../../lambdas/workers/sealer.ts';
import { markLocal } from '../../local/seed.ts';
import { ada, contextOf, grace, type SignedInBrowser, signedInBrowser } from '../flows/people.ts';
import { auditOf } from '../flows/records.ts';
import { login } from '../flows/tokens.ts';
import { startPlatform, type TestPlatform } from '../platform.ts';

describe('after a backup was restored', () => {
  let at: TestPlatform;
  let one: SignedInBrowser;
  let other: SignedInBrowser;
  beforeAll(async () => {
    at = await startPlatform({ limits: false });
    await markLocal(at.platform.database);
  });
  beforeEach(async () => {
    await at.reset();
    one = await signedInBrowser(at, ada);
    other = await signedInBrowser(at, grace, at.browser());
  });
  afterAll(() => at.close());

  async function tell(action: string, userId: string): Promise<void> {
    const event = { action, resource: `user:${userId}`, userId, actorId: null, outcome: 'success' } as const;
    at.clock.advance(1);
    await at.platform.database.rows(auditInsert(auditRow(contextOf(at), event)));
  }
  /** What was written since is in the archive alone. */
  async function restored(): Promise<void> {
    await createSealer(at.platform).run(60);
    const { database } = at.platform;
    await database.rows(sql`delete from audit_logs where action in ('user.disabled', 'user.enabled', 'user.deleted')`);
  }
  const closed = async () => closedSince(at.platform.database, at.platform.archive, await auditChain(at.platform));

  it('the archive says who was disabled or deleted since, and not who was enabled again', async () => {
    await tell('user.disabled', one.userId);
    await tell('user.disabled', other.userId);
    await tell('user.enabled', other.userId);
    await restored();
    expect(await closed()).toEqual([one.userId]);
  });
  it('nobody is named whose last word the database knows', async () => {
    await tell('user.disabled', one.userId);
    await createSealer(at.platform).run(60);
    expect(await closed()).toEqual([]);
  });
  it('nobody is named who was enabled after what is missing, of which the month may have been dropped', async () => {
    await tell('user.disabled', one.userId);
    await restored();
    await tell('user.enabled', one.userId);
    at.clock.advance(600);
    await createSealer(at.platform).run(60);
    expect(await closed()).toEqual([]);
  });
  it('they are disabled again: their next request and sign-in are refused, and the audit log says why', async () => {
    await tell('user.deleted', one.userId);
    await restored();
    expect(await disableAgain(at.platform, await closed())).toBe(1);
    await at.settled();
    const me = (bearer: string) =>
      at.call('GET', '/api/v1/users/me', { headers: { authorization: `Bearer ${bearer}` } });
    expect((await me(one.bearer)).body.error?.code).toBe('TOKEN_INVALID');
    expect((await login(at, ada)).body.error?.code).toBe('INVALID_CREDENTIALS');
    expect((await me(other.bearer)).status).toBe(200);
    expect(await auditOf(at, 'user.disabled')).toMatchObject([
      { user_id: one.userId, details: { by: 'operator', reason: 'platform_restored' } },
    ]);
    expect(await disableAgain(at.platform, [one.userId])).toBe(0);
  });
});
