/** What the database has behind the last checkpoint: it is held to itself alone, and to the end of the archived chain. */
import { headAfter, soundnessOf } from '../../domain/audit/audit-hash.ts';
import type { StoredAudit } from '../../domain/audit/audits.ts';
import type { Database } from '../../ports/database.ts';
import { missingHash } from '../sealer.ts';
import { type ChainEnd, isBackDated } from './archived-chain.ts';
import { type Findings, named, twice } from './findings.ts';
import { type StoredSeal, sealsAfter, storedOf, waitingRows } from './stored-rows.ts';

type Soundness = (row: StoredAudit) => ReturnType<typeof soundnessOf>;
type Silence = { now: Date; mostMs: number } | null;

export interface TailCheck {
  end: ChainEnd;
  silence: Silence;
  soundness: Soundness;
}

/** Seals that no checkpoint has yet; answers how many. */
export async function checkTail(
  database: Database,
  findings: Findings,
  { end, silence, soundness }: TailCheck,
): Promise<number> {
  let { seq, head } = end;
  for (;;) {
    const seals = await sealsAfter(database, seq);
    if (seals.length === 0) return seq - end.seq;
    if (seq === end.seq && seals[0] && isTooLongAgo(seals[0].createdAt, silence))
      findings.add('not sealed', `the archive has had nothing for too long: it lacks ${named(seals[0])}`);
    const stored = await storedOf(database, seals);
    for (const [index, seal] of seals.entries()) {
      if (seal.seq !== seq + 1) findings.add('removed', `numbers ${seq + 1} to ${seal.seq - 1} have no seal`);
      else if (headAfter(head, seal.seq, seal.hash) !== seal.head)
        findings.add('sealed anew', `${named(seal)} does not go on from the seal before it`);
      if (isBackDated(seal.createdAt, end.completeAt)) sayBackDated(findings, seal);
      const { row = null, sealedBefore = null } = stored[index] ?? {};
      if (sealedBefore !== null) findings.add('added', twice(seal, sealedBefore));
      checkRow(findings, seal, row, soundness);
      ({ seq, head } = seal);
    }
  }
}

function checkRow(findings: Findings, seal: StoredSeal, row: StoredAudit | null, soundness: Soundness): void {
  if (row === null) {
    const when = seal.hash === missingHash ? 'before it was sealed' : 'after it was sealed';
    findings.add('removed', `${named(seal)} was removed ${when}`);
  } else if (soundness(row) === 'changed' || row.hash !== seal.hash)
    findings.add('changed', `${named(seal)} was changed after it was written`);
}

function sayBackDated(findings: Findings, row: { id: string; createdAt: string; seq?: number }): void {
  findings.add('added', `${named(row)} was added later: checkpoints of its time do not have it`);
}

function isTooLongAgo(createdAt: string, silence: Silence): boolean {
  return silence !== null && silence.now.getTime() - new Date(createdAt).getTime() > silence.mostMs;
}

export interface WaitingCheck {
  silence: Silence;
  completeAt: Date | null;
}

/** Rows without a number yet. */
export async function checkWaiting(
  database: Database,
  findings: Findings,
  { silence, completeAt }: WaitingCheck,
): Promise<void> {
  let count = 0;
  let oldest: string | null = null;
  for await (const rows of waitingRows(database)) {
    for (const waiting of rows) {
      oldest ??= waiting.createdAt;
      count += 1;
      if (isBackDated(waiting.createdAt, completeAt)) sayBackDated(findings, waiting);
      if (waiting.row === null) findings.add('removed', `${named(waiting)} was removed before it was sealed`);
      else if (soundnessOf(waiting.row) === 'changed')
        findings.add('changed', `${named(waiting)} was changed before it was sealed`);
    }
  }
  if (oldest === null) return;
  findings.note(`${count} rows wait for their seal, the oldest of ${oldest}: they are not proven yet.`);
  if (isTooLongAgo(oldest, silence))
    findings.add('not sealed', `no row has been sealed for too long: the oldest that waits is of ${oldest}`);
}
