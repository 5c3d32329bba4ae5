import { sql } from 'drizzle-orm';
import { type Checkpoint, readRecords } from '../../lambdas/domain/audit/archive-record.ts';
import { auditCheckpoints, auditSeals, auditUnsealed } from '../../lambdas/domain/audit/audit.table.ts';
import type { AuditRow } from '../../lambdas/domain/audit/audit.ts';
import { auditInsert, auditRow } from '../../lambdas/domain/audit/audit.ts';
import { auditChain } from '../../lambdas/domain/audit/audit-chain.ts';
import { headAfter } from '../../lambdas/domain/audit/audit-hash.ts';
import type { Platform } from '../../lambdas/kernel/context.ts';
import { DependencyUnavailable } from '../../lambdas/ports/dependency.ts';
import { createSealer } from '../../lambdas/workers/sealer.ts';
import { markLocal } from '../../local/seed.ts';
import { contextOf } from '../flows/people.ts';
import { type Row, rowsOf } from '../flows/records.ts';
import { describeWith, startPlatform, type TestPlatform } from '../platform.ts';

let at: TestPlatform;

function newRow(action = 'a.b'): AuditRow {
  return auditRow(contextOf(at), { action, resource: 'x', userId: null, actorId: null, outcome: 'success' });
}

async function write(count: number, action?: string): Promise<AuditRow[]> {
  const rows: AuditRow[] = [];
  for (let n = 0; n < count; n += 1) {
    at.clock.advance(1);
    const row = newRow(action);
    await at.platform.database.rows(auditInsert(row));
    rows.push(row);
  }
  return rows;
}

const seal = (platform: Platform = at.platform) => createSealer(platform).run(60);
const seals = async () => (await rowsOf(at, auditSeals)).sort((a, b) => Number(a.seq) - Number(b.seq));

/** The checkpoints of this chain, in order. */
async function checkpoints(): Promise<Checkpoint[]> {
  const chain = await auditChain(at.platform);
  const { names, read } = await readRecords(at.platform.archive);
  const records = await Promise.all(names.filter((name) => name.startsWith(`seals/${chain}/`)).map(read));
  return records.flatMap((record) => (record?.kind === 'checkpoint' ? record : []));
}

function expectChain(rows: readonly Row[]): void {
  let head = '';
  for (const [index, row] of rows.entries()) {
    head = headAfter(head, index + 1, String(row.hash));
    expect([row.seq, row.head]).toEqual([index + 1, head]);
  }
}

function suite(database: 'pglite' | 'postgres'): void {
  beforeAll(async () => {
    at = await startPlatform({ database, frozen: true });
    await markLocal(at.platform.database);
  });
  beforeEach(() => at.reset());
  afterAll(() => at.close());

  it('numbers every row without a gap, in the order of their times, and lets none wait', async () => {
    const rows = await write(250);
    expect(await seal()).toEqual({ rows: 250, checkpoints: 1 });
    const sealed = await seals();
    expect(sealed.map(({ audit_id }) => audit_id)).toEqual(rows.map(({ id }) => id));
    expectChain(sealed);
    expect(await rowsOf(at, auditUnsealed)).toEqual([]);
    expect(await seal()).toEqual({ rows: 0, checkpoints: 0 });
  });
  it('signs a checkpoint of them into the archive, at most one in five minutes', async () => {
    const rows = await write(3, 'user.disabled');
    await seal();
    await write(2);
    expect(await seal()).toEqual({ rows: 2, checkpoints: 0 });
    at.clock.advance(300);
    expect(await seal()).toEqual({ rows: 0, checkpoints: 1 });
    const [one, two] = await checkpoints();
    expect(one).toMatchObject({ first: 1, last: 3, before: '', complete: true });
    expect(one?.rows).toEqual(rows.map(({ id, createdAt, hash }) => [id, createdAt.toISOString(), hash]));
    expect(two).toMatchObject({ first: 4, last: 5, before: one?.head });
  });
  it('makes several checkpoints where more was sealed than one holds', async () => {
    await at.platform.database.rows(sql`
      insert into audit_logs (id, created_at, action, resource, outcome, details, ip_address, user_agent, request_id, hash)
      select gen_random_uuid(), ${at.clock.now().toISOString()}::timestamptz, 'a.b', 'x', 'success', '{}', '', '',
        gen_random_uuid(), 'none' from generate_series(1, 1001)`);
    expect(await seal()).toEqual({ rows: 1001, checkpoints: 2 });
    expect((await checkpoints()).map(({ first, last, complete }) => [first, last, complete])).toEqual([
      [1, 1000, false],
      [1001, 1001, true],
    ]);
  });
  it('seals a row that was changed or removed meanwhile as well, and says so', async () => {
    const [changed, removed] = await write(2);
    await at.platform.database.rows(sql`update audit_logs set action = 'c.d' where id = ${changed?.id}::uuid`);
    await at.platform.database.rows(sql`delete from audit_logs where id = ${removed?.id}::uuid`);
    expect((await seal()).rows).toBe(2);
    expect((await seals()).map(({ hash }) => hash)).toEqual([changed?.hash, 'missing']);
    expect(at.logs.filter((line) => line.includes('audit row changed before its seal'))).toHaveLength(2);
  });
  it('goes on after an archive that could not be reached, or whose answer was lost', async () => {
    await write(2);
    const { archive } = at.platform;
    const unreachable = {
      ...at.platform,
      archive: { ...archive, put: () => Promise.reject(new DependencyUnavailable('archive', new Error('down'))) },
    };
    await expect(seal(unreachable)).rejects.toThrow(DependencyUnavailable);
    expect(await seals()).toHaveLength(2);
    const put = async (name: string, content: Uint8Array) => {
      await archive.put(name, content);
      if (name.endsWith('.jws')) throw new DependencyUnavailable('archive', new Error('lost'));
    };
    await expect(seal({ ...at.platform, archive: { ...archive, put } })).rejects.toThrow(DependencyUnavailable);
    expect(await rowsOf(at, auditCheckpoints)).toEqual([]);
    await write(1);
    expect(await seal()).toEqual({ rows: 1, checkpoints: 1 });
    expect((await checkpoints()).map(({ first, last }) => [first, last])).toEqual([
      [1, 2],
      [1, 3],
    ]);
    expect(await rowsOf(at, auditCheckpoints)).toHaveLength(1);
  });
  it('gives no number again where the chain was shortened behind a checkpoint, and says so', async () => {
    await write(2);
    await seal();
    await at.platform.database.rows(sql`delete from audit_seals where seq = 2`);
    await write(1);
    at.clock.advance(300);
    expect(await seal()).toEqual({ rows: 0, checkpoints: 0 });
    expect(at.logs.some((line) => line.includes('shorter than in the archive'))).toBe(true);
  });
  it('begins another chain where the platform was emptied', async () => {
    const before = await auditChain(at.platform);
    await write(1);
    await seal();
    await at.reset();
    expect(await auditChain(at.platform)).not.toBe(before);
    await write(1);
    await seal();
    expect(await checkpoints()).toMatchObject([{ first: 1, last: 1, before: '' }]);
  });
}

describe('the sealer', () => suite('pglite'));

describeWith('PostgreSQL', 'the sealer, on PostgreSQL', () => {
  suite('postgres');

  it('is one even where two run at once: each row has one number, and no number is missing', async () => {
    await write(450);
    const both = await Promise.all([seal(), seal()]);
    expect(both[0].rows + both[1].rows).toBe(450);
    const sealed = await seals();
    expectChain(sealed);
    expect(new Set(sealed.map(({ audit_id }) => audit_id)).size).toBe(450);
  });
  it('does not overlook a row that commits after a later one was sealed', async () => {
    const late = newRow();
    await at.platform.database.transaction(async (tx) => {
      await tx.execute(auditInsert(late));
      await write(1);
      expect((await seal()).rows).toBe(1);
    });
    expect((await seal()).rows).toBe(1);
    expect((await seals()).at(-1)).toMatchObject({ seq: 2, audit_id: late.id });
  });
});
