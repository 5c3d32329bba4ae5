import { sql } from 'drizzle-orm';
import { auditInsert, auditRow } from '../../lambdas/domain/audit/audit.ts';
import { sqlState } from '../../lambdas/ports/database.ts';
import { keepAuditFor } from '../../lambdas/workers/audit-months.ts';
import { createSealer } from '../../lambdas/workers/sealer.ts';
import { markLocal } from '../../local/seed.ts';
import { contextOf } from '../flows/people.ts';
import { describeWith, startPlatform, type TestPlatform } from '../platform.ts';
import { auditedPlatform } from './audited-platform.ts';

let at: TestPlatform;
const { run, seal, check, found, write } = auditedPlatform(() => at);
const dayMs = 86_400_000;

/** A row of so many days ago, by the clock of the database itself; answers its month. */
async function rowOf(days: number): Promise<string> {
  const [now] = await run(sql`select (extract(epoch from now()) * 1000)::float8 as ms`);
  const then = new Date(Number(now?.ms) - days * dayMs);
  const context = { ...contextOf(at), clock: { now: () => then } };
  const event = { action: 'a.b', resource: 'x', userId: null, actorId: null, outcome: 'success' } as const;
  await run(auditInsert(auditRow(context, event)));
  return then.toISOString().slice(0, 7);
}

const partitionOf = (month: string) => `audit_logs_${month.replace('-', '_')}`;

async function openMonth(month: string): Promise<void> {
  const part = sql.identifier(partitionOf(month));
  const first = sql.raw(`'${month}-01T00:00:00Z'`);
  const next = sql.raw(`('${month}-01T00:00:00Z'::timestamptz + interval '1 month')`);
  await run(sql`create table if not exists ${part} partition of audit_logs for values from (${first}) to (${next})`);
}

async function left(): Promise<unknown> {
  const [row] = await run(sql`
    select (select count(*)::int from audit_logs) as rows, (select count(*)::int from audit_seals) as seals`);
  return row;
}

const drop = (month: string) =>
  run(sql`select audit_drop_month(${month.replace('-', '_')}::text)`).then(
    () => 'dropped',
    (error) => sqlState(error),
  );

function suite(database: 'pglite' | 'postgres'): void {
  beforeAll(async () => {
    at = await startPlatform({ database });
    await markLocal(at.platform.database);
  });
  beforeEach(async () => {
    await at.reset();
    await keepAuditFor(at.platform.database, 400);
  });
  afterAll(() => at.close());

  it('are opened ahead of their time, whatever month it is', async () => {
    await seal();
    const parts = await run(sql`
      select to_regclass('audit_logs_' || to_char(date_trunc('month', now()) + make_interval(months => m), 'YYYY_MM'))::text as part
      from generate_series(0, 2) m`);
    expect(parts.map(({ part }) => part)).toEqual([
      expect.stringMatching(/^audit_logs_\d{4}_\d{2}$/),
      expect.stringMatching(/^audit_logs_\d{4}_\d{2}$/),
      expect.stringMatching(/^audit_logs_\d{4}_\d{2}$/),
    ]);
  });
  it('go when their time is over, with a signed record, and the check misses nothing', async () => {
    const month = await rowOf(500);
    await rowOf(800);
    await write(2);
    await seal();
    expect(await left()).toMatchObject({ rows: 2 });
    const names = await at.platform.archive.list('seals/');
    expect(names.some((name) => name.endsWith(`/drop-${month}.jws`))).toBe(true);
    expect((await check()).findings).toEqual([]);
    await write(1);
    await seal();
    expect((await check()).findings).toEqual([]);
  });
  it('go with their partition', async () => {
    const [now] = await run(sql`select to_char(now() - interval '600 days', 'YYYY-MM') as month`);
    const month = String(now?.month);
    await openMonth(month);
    await rowOf(600);
    await seal();
    expect(await run(sql`select to_regclass(${partitionOf(month)}::text)::text as part`)).toEqual([{ part: null }]);
  });
  it('do not go before the retention is over, nor within 90 days whatever the retention is', async () => {
    const young = await rowOf(300);
    const younger = await rowOf(60);
    await seal();
    expect(await left()).toMatchObject({ rows: 2 });
    expect(await drop(young)).toBe('42501');
    await keepAuditFor(at.platform.database, 1);
    expect(await drop(younger)).toBe('42501');
    await createSealer({ ...at.platform, config: { ...at.platform.config, auditDays: 90 } }).run(60);
    expect(await left()).toMatchObject({ rows: 1 });
  });
  it('do not go where the database alone says that their time is over [A94]', async () => {
    const month = await rowOf(300);
    const records = async () => (await at.platform.archive.list('seals/')).filter((name) => name.includes(month));
    const before = await records();
    await keepAuditFor(at.platform.database, 90);
    await seal();
    expect(await left()).toMatchObject({ rows: 1 });
    expect(await records()).toEqual(before);
    expect(at.logs.join('\n')).toContain('before its time');
  });
  it('do not go while a row of theirs waits for its seal or is not in the archive', async () => {
    const month = await rowOf(500);
    expect(await drop(month)).toBe('55000');
    const { archive } = at.platform;
    const deaf = { ...archive, put: () => Promise.reject(new Error('down')) };
    await expect(createSealer({ ...at.platform, archive: deaf }).run(60)).rejects.toThrow('down');
    expect(await drop(month)).toBe('55000');
    await seal();
    expect(await left()).toMatchObject({ rows: 0 });
  });
  it('are missed by the check where somebody drops one without a record', async () => {
    const month = await rowOf(500);
    await keepAuditFor(at.platform.database, 900);
    await seal();
    await keepAuditFor(at.platform.database, 400);
    expect(await drop(month)).toBe('dropped');
    expect(await found()).toEqual([expect.stringMatching(/^removed: row .* was removed$/)]);
  });
  it('are named by digits alone', async () => {
    for (const month of ['2020-13', "2020_01'; drop table users; --", 'other']) expect(await drop(month)).toBe('22023');
  });
}

describe('months of the audit log', () => suite('pglite'));
describeWith('PostgreSQL', 'months of the audit log, on PostgreSQL', () => suite('postgres'));
