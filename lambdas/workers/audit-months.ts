/**
 * Months of the audit log: opened ahead of their time, and dropped after it. The database decides what is over, and the
 * sealer, by its own setting, whether it signs that: whoever has the database alone shortens no retention.
 */
import { sql } from 'drizzle-orm';
import { putRecord } from '../domain/audit/archive-record.ts';
import { auditChain } from '../domain/audit/audit-chain.ts';
import type { Platform } from '../kernel/context.ts';
import { type Database, sqlState } from '../ports/database.ts';

/** object_not_in_prerequisite_state: rows of the month do not stand in the archive yet. */
const notArchived = '55000';

/** Says to the database how long it keeps audit rows. For its owner: functions may only read it. */
export async function keepAuditFor(database: Database, days: number): Promise<void> {
  await database.rows(sql`
    insert into platform_facts (name, value) values ('audit_retention_days', ${String(days)}::text)
    on conflict (name) do update set value = excluded.value`);
}

/** A month goes once the archive says so under our signature: one that is missing without it was removed by somebody else. */
export async function keepMonths(platform: Platform, stopAt: number): Promise<void> {
  const { database, clock, log } = platform;
  const [opened] = await database.rows<{ months: number }>(sql`select audit_open_months() as months`);
  if (opened && opened.months > 0) log.info('months of the audit log opened', opened);
  while (clock.now().getTime() < stopAt) {
    const [over] = await database.rows<{ month: string | null }>(sql`select audit_month_over() as month`);
    const month = over?.month ?? null;
    if (month === null || !(await drop(platform, month))) return;
  }
}

async function drop(platform: Platform, month: string): Promise<boolean> {
  const { database, clock, log, metrics } = platform;
  if (!isOver(platform, month)) {
    log.error('the database would drop a month of the audit log before its time', { month });
    metrics.count('AuditRowUnsound');
    return false;
  }
  await putRecord(platform, {
    kind: 'drop',
    chain: await auditChain(platform),
    at: clock.now().toISOString(),
    month: month.replace('_', '-'),
  });
  try {
    const [gone] = await database.rows<{ rows: number }>(sql`select audit_drop_month(${month}::text) as rows`);
    log.info('month of the audit log dropped', { month, rows: gone?.rows ?? 0 });
    return true;
  } catch (error) {
    if (sqlState(error) !== notArchived) throw error;
    return false;
  }
}

/** @param month such as `2026_01` */
function isOver({ clock, config }: Platform, month: string): boolean {
  const [year = 0, number = 0] = month.split('_').map(Number);
  return Date.UTC(year, number) <= clock.now().getTime() - config.auditDays * dayMs;
}

const dayMs = 86_400_000;
