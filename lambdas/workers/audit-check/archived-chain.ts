/** The chain as the archive has it, read from its first checkpoint to its last. */
import { type Checkpoint, type RecordReader, readRecords } from '../../domain/audit/archive-record.ts';
import { isOfOnePlatform } from '../../domain/audit/audit-chain.ts';
import { headAfter } from '../../domain/audit/audit-hash.ts';
import type { Archive } from '../../ports/archive.ts';
import type { Findings } from './findings.ts';

export interface ArchivedRow {
  seq: number;
  id: string;
  createdAt: string;
  hash: string;
  head: string;
  action: string | null;
  userId: string | null;
  /** Sealed so long after its time that an earlier checkpoint, which had all that there was, should have had it. */
  isBackDated: boolean;
}

export interface ArchivedChain {
  /** Rows in the order of their numbers, some hundreds at once; what two checkpoints tell alike comes once. */
  stretches: AsyncIterable<ArchivedRow[]>;
  /** Months (`2026-01`) that were dropped since their time was over. */
  dropped: ReadonlySet<string>;
  /** Once all stretches are read: the end of the chain, and when all that there was was sealed for the last time. */
  end(): ChainEnd;
}

export interface ChainEnd {
  seq: number;
  head: string;
  completeAt: Date | null;
}

/** Clocks of functions differ, and a transaction may take its time before it commits. */
const toleranceMs = 900_000;
/** No retention is shorter. */
const leastRetentionMs = 90 * 86_400_000;

/** Whether a row of that time should have been in a checkpoint of then. */
export function isBackDated(createdAt: string, completeAt: Date | null): boolean {
  return completeAt !== null && new Date(createdAt).getTime() < completeAt.getTime() - toleranceMs;
}

/** @param now no record is of a later time, whatever it says */
export async function readArchivedChain(
  archive: Archive,
  chain: string,
  { findings, now }: { findings: Findings; now: Date },
): Promise<ArchivedChain> {
  const reader = await readRecords(archive);
  const { chains, later } = chainsIn(reader.names, chain);
  for (const name of later)
    findings.add('archive', `the chain ${name} begins later than the platform's own: no restore has begun it`);
  const walk = new Walk(reader, findings);
  return {
    stretches: walk.along(chains),
    dropped: await droppedMonths(reader, chains, { findings, now }),
    end: () => walk.end,
  };
}

/** Every row that a sound record of the archive has, also of what a restore went back behind. */
export async function* readArchivedRows(archive: Archive, chain: string): AsyncGenerator<ArchivedRow[]> {
  const reader = await readRecords(archive);
  for (const { checkpoints } of chainsIn(reader.names, chain).chains) {
    for (const name of checkpoints) {
      const record = await reader.read(name);
      if (record?.kind !== 'checkpoint') continue;
      let head = record.before;
      yield record.rows.map(([id, createdAt, hash, action = null, userId = null], index) => {
        const seq = record.first + index;
        head = headAfter(head, seq, hash);
        return { seq, id, createdAt, hash, head, action, userId, isBackDated: false };
      });
    }
  }
}

interface NamedChain {
  chain: string;
  checkpoints: string[];
  drops: string[];
  /** The last number that counts: after a restore the next chain goes on from there. */
  lastThatCounts: number;
}

/**
 * The chains of the platform in their order. One that is `later` than the current one would undo it, as a restore does; but
 * the epoch of a restore stands outside of the archive, where who can only sign and put does not reach it.
 */
function chainsIn(names: readonly string[], current: string): { chains: NamedChain[]; later: string[] } {
  const byChain = Map.groupBy(names, (name) => name.split('/')[1] ?? '');
  const ours = [...byChain].filter(([chain]) => isOfOnePlatform(chain, current)).sort(([a], [b]) => (a < b ? -1 : 1));
  const chains = ours
    .filter(([chain]) => chain <= current)
    .map(
      ([chain, own]): NamedChain => ({
        chain,
        checkpoints: own.filter((name) => /\/\d{10}-\d{10}\.jws$/.test(name)),
        drops: own.filter((name) => name.includes('/drop-')),
        lastThatCounts: Number.POSITIVE_INFINITY,
      }),
    );
  let next = Number.POSITIVE_INFINITY;
  for (const one of chains.toReversed()) {
    one.lastThatCounts = next - 1;
    next = Math.min(next, Number(/\/(\d{10})-\d{10}\.jws$/.exec(one.checkpoints[0] ?? '')?.[1] ?? next));
  }
  return { chains, later: ours.flatMap(([chain]) => (chain > current ? chain : [])) };
}

async function droppedMonths(
  reader: RecordReader,
  chains: NamedChain[],
  { findings, now }: { findings: Findings; now: Date },
): Promise<Set<string>> {
  const dropped = new Set<string>();
  for (const name of chains.flatMap(({ drops }) => drops)) {
    const record = await reader.read(name);
    if (record?.kind !== 'drop') findings.add('archive', `${name} is not signed by a key of the platform`);
    else if (Math.min(Date.parse(record.at), now.getTime()) - Date.parse(`${record.month}-28`) < leastRetentionMs)
      findings.add('archive', `${name} says that a month was dropped before its time`);
    else dropped.add(record.month);
  }
  return dropped;
}

class Walk {
  readonly #reader: RecordReader;
  readonly #findings: Findings;
  /** Of the checkpoint before, which the next one may tell once more. */
  #recent = new Map<number, string>();
  end: ChainEnd = { seq: 0, head: '', completeAt: null };

  constructor(reader: RecordReader, findings: Findings) {
    this.#reader = reader;
    this.#findings = findings;
  }

  async *along(chains: readonly NamedChain[]): AsyncGenerator<ArchivedRow[]> {
    for (const { chain, checkpoints, lastThatCounts } of chains) {
      let lost = 0;
      for (const name of checkpoints) {
        const record = await this.#reader.read(name);
        if (record?.kind !== 'checkpoint') {
          this.#findings.add('archive', `${name} is not signed by a key of the platform`);
          continue;
        }
        const rows = this.#rowsOf(record, name, lastThatCounts);
        lost += record.rows.filter((_, index) => record.first + index > lastThatCounts).length;
        if (rows.length > 0) yield rows;
      }
      if (lost > 0)
        this.#findings.note(
          `A restore went back behind number ${lastThatCounts} of the chain ${chain}: ${lost} rows are in the archive alone.`,
        );
    }
  }

  #rowsOf(record: Checkpoint, name: string, lastThatCounts: number): ArchivedRow[] {
    const { seq, head, completeAt } = this.end;
    if (record.first > seq + 1)
      this.#findings.add('archive', `numbers ${seq + 1} to ${record.first - 1} are in no checkpoint of the archive`);
    if (record.first === seq + 1 && record.before !== head)
      this.#findings.add('sealed anew', `${name} does not go on from the checkpoint before it, at number ${seq}`);
    const fresh: ArchivedRow[] = [];
    const told = new Map<number, string>();
    let at = record.before;
    for (const [index, [id, createdAt, hash, action = null, userId = null]] of record.rows.entries()) {
      const number = record.first + index;
      at = headAfter(at, number, hash);
      const before = this.#recent.get(number);
      if (before !== undefined && before !== at)
        this.#findings.add(
          'sealed anew',
          `${name} tells number ${number}, row ${id}, otherwise than the checkpoint before it`,
        );
      if (number > lastThatCounts) continue;
      told.set(number, at);
      if (number <= seq) continue;
      const late = isBackDated(createdAt, completeAt);
      fresh.push({ seq: number, id, createdAt, hash, head: at, action, userId, isBackDated: late });
    }
    if (at !== record.head) this.#findings.add('archive', `the rows of ${name} do not lead to its head`);
    this.#recent = told;
    const last = fresh.at(-1);
    const isComplete = record.complete && record.last <= lastThatCounts;
    if (last) this.end = { seq: last.seq, head: last.head, completeAt: isComplete ? new Date(record.at) : completeAt };
    return fresh;
  }
}
