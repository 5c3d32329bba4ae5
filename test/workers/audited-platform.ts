/** An audit log with a history, and what somebody with the database alone can do to it. */
import { type SQL, sql } from 'drizzle-orm';
import { auditSeals } from '../../lambdas/domain/audit/audit.table.ts';
import { type AuditRow, auditInsert, auditRow } from '../../lambdas/domain/audit/audit.ts';
import { auditChain } from '../../lambdas/domain/audit/audit-chain.ts';
import { auditHash, commitmentOf, headAfter } from '../../lambdas/domain/audit/audit-hash.ts';
import { type Checked, checkAudit } from '../../lambdas/workers/audit-check/check.ts';
import { createSealer } from '../../lambdas/workers/sealer.ts';
import { contextOf } from '../flows/people.ts';
import { rowsOf } from '../flows/records.ts';
import type { TestPlatform } from '../platform.ts';

type Eight = [AuditRow, AuditRow, AuditRow, AuditRow, AuditRow, AuditRow, AuditRow, AuditRow];

/** Of the platform that `current` answers when it is asked. */
export function auditedPlatform(current: () => TestPlatform) {
  const run = (statement: SQL) => current().platform.database.rows(statement);
  const seal = () => createSealer(current().platform).run(60);

  async function write(count: number, event: { action?: string; userId?: string } = {}): Promise<AuditRow[]> {
    const rows: AuditRow[] = [];
    for (let n = 0; n < count; n += 1) {
      current().clock.advance(1);
      const row = auditRow(contextOf(current()), {
        action: 'a.b',
        resource: 'x',
        userId: null,
        actorId: null,
        outcome: 'success',
        details: { n },
        ...event,
      });
      await run(auditInsert(row));
      rows.push(row);
    }
    return rows;
  }

  async function check(silence: { mostMs: number } | null = null): Promise<Checked> {
    const { database, archive, clock } = current().platform;
    return checkAudit({ database, archive, chain: await auditChain(current().platform), now: clock.now(), silence });
  }

  const found = async () => (await check()).findings.map(({ kind, text }) => `${kind}: ${text}`);

  /** Six rows that stand in the archive, by two checkpoints, and two that are sealed since. */
  async function history(): Promise<Eight> {
    const first = await write(3);
    await seal();
    current().clock.advance(1000);
    const second = await write(3);
    await seal();
    current().clock.advance(10);
    const third = await write(2);
    await seal();
    return [...first, ...second, ...third] as Eight;
  }

  /** What somebody with the database can do who knows how hashes and seals are made. */
  async function sealAnew(from: number): Promise<void> {
    const seals = (await rowsOf(current(), auditSeals)).sort((a, b) => Number(a.seq) - Number(b.seq));
    let head = String(seals[from - 2]?.head ?? '');
    for (const { seq, audit_id: id } of seals.slice(from - 1)) {
      const [row] = await run(sql`select hash from audit_logs where id = ${String(id)}::uuid`);
      head = headAfter(head, Number(seq), String(row?.hash));
      await run(
        sql`update audit_seals set hash = ${String(row?.hash)}, head = ${head} where seq = ${Number(seq)}::int`,
      );
    }
  }

  /** Another action, with a hash and a commitment that fit. */
  async function rewrite(row: AuditRow): Promise<void> {
    const personal = { details: {}, ipAddress: '', userAgent: '' };
    const other = { ...row, ...personal, action: 'c.d', commitment: commitmentOf(personal, row.salt ?? '') };
    await run(sql`
    update audit_logs set action = 'c.d', details = '{}', ip_address = '', user_agent = '',
      commitment = ${other.commitment}, hash = ${auditHash(other)} where id = ${row.id}::uuid`);
  }

  async function swapped(one: AuditRow, other: AuditRow): Promise<void> {
    await run(sql`
    update audit_seals set audit_id = case audit_id when ${one.id}::uuid then ${other.id}::uuid else ${one.id}::uuid end,
      audit_created_at = case audit_id when ${one.id}::uuid then ${other.createdAt.toISOString()}::timestamptz
        else ${one.createdAt.toISOString()}::timestamptz end
    where audit_id in (${one.id}::uuid, ${other.id}::uuid)`);
  }

  return { run, seal, write, check, found, history, sealAnew, rewrite, swapped };
}
