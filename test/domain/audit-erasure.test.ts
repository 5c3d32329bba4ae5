import { sql } from 'drizzle-orm';
import { auditLogs } from '../../lambdas/domain/audit/audit.table.ts';
import { announceAudit, auditInsert, auditRow } from '../../lambdas/domain/audit/audit.ts';
import { eraseAuditOfPurged, purgedAction } from '../../lambdas/domain/audit/audit-erasure.ts';
import { soundnessOf } from '../../lambdas/domain/audit/audit-hash.ts';
import { newId } from '../../lambdas/kernel/id.ts';
import { contextOf } from '../flows/people.ts';
import { startPlatform, type TestPlatform } from '../platform.ts';

describe('the audit rows about a purged user', () => {
  let at: TestPlatform;
  beforeAll(async () => {
    at = await startPlatform();
  });
  beforeEach(() => at.reset());
  afterAll(() => at.close());

  const gone = newId({ now: () => new Date(0) });
  const other = newId({ now: () => new Date(1) });

  async function write(action: string, userId: string): Promise<void> {
    const context = contextOf(at);
    const row = auditRow(context, {
      action,
      resource: `user:${userId}`,
      userId,
      actorId: userId,
      outcome: 'success',
      details: { device: 'a telephone' },
    });
    await at.platform.database.rows(auditInsert(row));
    announceAudit(context, row);
  }
  const erase = () => eraseAuditOfPurged(at.platform, at.clock.now().getTime() + 60_000);
  const stored = () => at.platform.database.db.select().from(auditLogs);

  it('lose what is personal and stay provable; those of others stay as they are', async () => {
    await write('session.started', gone);
    await write('session.started', other);
    await write(purgedAction, gone);
    expect(await erase()).toBe(2);
    expect(await erase()).toBe(0);
    for (const row of await stored()) {
      expect([row.userId, soundnessOf(row)]).toEqual([row.userId, row.userId === gone ? 'erased' : 'sound']);
      if (row.userId === gone) expect(row).toMatchObject({ ipAddress: '', userAgent: '', details: {}, salt: null });
    }
  });
  it('are left alone where the purge left no row, and the database itself refuses to erase them', async () => {
    await write('session.started', gone);
    expect(await erase()).toBe(0);
    await expect(at.platform.database.rows(sql`select audit_erase(${gone}::uuid, 10)`)).rejects.toThrow();
    expect((await stored()).map(soundnessOf)).toEqual(['sound']);
  });
});
