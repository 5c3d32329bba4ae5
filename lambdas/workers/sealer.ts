/** The sealer: gives audit rows their numbers in the chain, and puts signed checkpoints of it into the archive. */
import { sql } from 'drizzle-orm';
import { putRecord, type SealedRow } from '../domain/audit/archive-record.ts';
import { auditChain } from '../domain/audit/audit-chain.ts';
import { headAfter, soundnessOf } from '../domain/audit/audit-hash.ts';
import {
  type Seal,
  unarchivedSeals,
  unprovenMs,
  type Waiting,
  waitingForSeal,
  writeSeals,
} from '../domain/audit/seals.ts';
import { at } from '../domain/statement.ts';
import type { Platform } from '../kernel/context.ts';
import type { Alongside } from './alongside.ts';
import { keepMonths } from './audit-months.ts';

export interface Sealed {
  /** Rows that were given their number. */
  rows: number;
  /** Checkpoints that were put into the archive. */
  checkpoints: number;
}

export interface Sealer extends Alongside {
  /** Seals what waits, puts the checkpoints that are due, opens months and drops those whose time is over. */
  run(seconds: number): Promise<Sealed>;
}

/** Of rows, each of which may bear 512 characters of user agent: a database answers less than 1 MiB at once. */
const sealedAtOnce = 200;
const rowsOfCheckpoint = 1000;
/** Between two checkpoints. */
const checkpointSeconds = 300;
/** What stands for the hash of a row that was removed before its seal. */
export const missingHash = 'missing';
/** They say whether an account may be used: after a restore they are done again from the archive. */
export const accountActions: ReadonlySet<string> = new Set([
  'user.disabled',
  'user.enabled',
  'user.deleted',
  'user.restored',
  'user.purged',
  'administrator.appointed',
]);

export function createSealer(platform: Platform): Sealer {
  async function run(seconds: number): Promise<Sealed> {
    const stopAt = platform.clock.now().getTime() + seconds * 1000;
    try {
      const { rows, isComplete } = await sealWaiting(platform, stopAt);
      const checkpoints = await archiveSeals(platform, isComplete, stopAt);
      await keepMonths(platform, stopAt);
      if (rows + checkpoints > 0) platform.log.info('audit rows sealed', { rows, checkpoints });
      return { rows, checkpoints };
    } finally {
      platform.metrics.duration('AuditUnproven', await unprovenMs(platform));
    }
  }
  return { name: 'sealer', everySeconds: checkpointSeconds, run };
}

async function sealWaiting(platform: Platform, stopAt: number): Promise<{ rows: number; isComplete: boolean }> {
  let rows = 0;
  while (platform.clock.now().getTime() < stopAt) {
    const waiting = await waitingForSeal(platform.database, sealedAtOnce);
    if (waiting.archived > waiting.seq) {
      sayShortened(platform, waiting.archived);
      break;
    }
    if (waiting.rows.length === 0) return { rows, isComplete: true };
    if (!(await writeSeals(platform.database, sealsOf(platform, waiting)))) continue;
    rows += waiting.rows.length;
    if (waiting.rows.length < sealedAtOnce) return { rows, isComplete: true };
  }
  return { rows, isComplete: false };
}

/**
 * A row that does not fit its hash, or is gone, is sealed all the same, and told: else one of them would hold up the
 * others, and the check would never name it.
 */
function sealsOf(platform: Platform, waiting: Waiting): Seal[] {
  let { seq, head } = waiting;
  return waiting.rows.map(({ id, createdAt, row }) => {
    const isSound = row !== null && soundnessOf(row) !== 'changed';
    if (!isSound) {
      platform.log.error('audit row changed before its seal', { audit_id: id, removed: row === null });
      platform.metrics.count('AuditRowUnsound');
    }
    const hash = row?.hash ?? missingHash;
    seq += 1;
    head = headAfter(head, seq, hash);
    return { seq, id, createdAt, hash, head };
  });
}

/** Numbers that stand in the archive are not given again: somebody has removed the end of the chain. */
function sayShortened({ log, metrics }: Platform, seq: number): void {
  log.error('the chain of audit rows is shorter than in the archive', { seq });
  metrics.count('AuditRowUnsound');
}

/** At most one checkpoint in five minutes; where more was sealed than one holds, as many as it takes. */
async function archiveSeals(platform: Platform, isComplete: boolean, stopAt: number): Promise<number> {
  const { database, clock } = platform;
  let checkpoints = 0;
  while (clock.now().getTime() < stopAt) {
    const { before, seals } = await unarchivedSeals(database, rowsOfCheckpoint);
    const [first, last] = [seals[0], seals.at(-1)];
    const now = clock.now();
    if (before?.head === null) {
      sayShortened(platform, before.seq);
      break;
    }
    const isDue = !before || checkpoints > 0 || now.getTime() - before.at.getTime() >= checkpointSeconds * 1000;
    if (!first || !last || !isDue) break;
    const name = await putRecord(platform, {
      kind: 'checkpoint',
      chain: await auditChain(platform),
      at: now.toISOString(),
      first: first.seq,
      last: last.seq,
      before: before?.head ?? '',
      head: last.head,
      complete: isComplete && seals.length < rowsOfCheckpoint,
      rows: seals.map(sealedRow),
    });
    // After the archive has it: where this is lost, the next checkpoint begins at the same row again.
    await database.rows(sql`
      insert into audit_checkpoints (seq, name, created_at)
      values (${last.seq}::int, ${name}::text, ${at(now)}) on conflict do nothing`);
    checkpoints += 1;
  }
  return checkpoints;
}

function sealedRow({
  id,
  createdAt,
  hash,
  action,
  userId,
}: Awaited<ReturnType<typeof unarchivedSeals>>['seals'][number]) {
  const tells = action !== null && userId !== null && accountActions.has(action);
  return (tells ? [id, createdAt, hash, action, userId] : [id, createdAt, hash]) satisfies SealedRow;
}
