/**
 * The check of the audit log. It starts from the archive, which nobody who has the database alone can change, and holds
 * the database to it, row by row.
 */
import { soundnessOf } from '../../domain/audit/audit-hash.ts';
import type { StoredAudit } from '../../domain/audit/audits.ts';
import type { Archive } from '../../ports/archive.ts';
import type { Database } from '../../ports/database.ts';
import { missingHash } from '../sealer.ts';
import { type ArchivedRow, type ChainEnd, readArchivedChain } from './archived-chain.ts';
import { type Finding, Findings, named, twice } from './findings.ts';
import {
  lastSeal,
  purgeRows,
  rowsAtOnce,
  rowsWithoutSeal,
  type Stored,
  storedOf,
  timeOfRow,
  usersAmong,
} from './stored-rows.ts';
import { checkTail, checkWaiting } from './tail.ts';

export interface AuditCheck {
  database: Database;
  archive: Archive;
  /** Of `auditChain`. */
  chain: string;
  now: Date;
  /** Rows that wait for longer are a finding, in milliseconds; null where the platform may be asleep. */
  silence: { mostMs: number } | null;
}

export interface Checked {
  /** The first of each kind, and how many more there are. */
  findings: Finding[];
  /** How many faults there are in all. */
  found: number;
  /** What whoever reads should know, and is no fault. */
  notes: string[];
  /** Rows that the archive has, and how many more the database has sealed. */
  archived: number;
  sealedSince: number;
}

export async function checkAudit({ database, archive, chain, now, ...check }: AuditCheck): Promise<Checked> {
  const findings = new Findings();
  const silence = check.silence && { ...check.silence, now };
  const archived = await readArchivedChain(archive, chain, { findings, now });
  const rows = new RowCheck(database, findings, { dropped: archived.dropped, last: await lastSeal(database) });
  let count = 0;
  for await (const stretch of archived.stretches) {
    count += stretch.length;
    for (let from = 0; from < stretch.length; from += rowsAtOnce)
      await rows.check(stretch.slice(from, from + rowsAtOnce));
  }
  const end = archived.end();
  rows.sayCut(end);
  const tail = await checkTail(database, findings, { end, silence, soundness: (row) => rows.soundness(row) });
  await checkWaiting(database, findings, { silence, completeAt: end.completeAt });
  for await (const bare of rowsWithoutSeal(database)) findings.add('added', `${named(bare)} was added without a seal`);
  await rows.sayErased();
  return {
    findings: findings.all(),
    found: findings.count(),
    notes: findings.notes,
    archived: count,
    sealedSince: tail,
  };
}

/** Holds stored rows to those of the archive. */
class RowCheck {
  readonly #database: Database;
  readonly #findings: Findings;
  readonly #dropped: ReadonlySet<string>;
  readonly #lastSeal: number;
  /** The first row behind the end of the stored chain. */
  #cut: ArchivedRow | null = null;
  /** By the user whose row it was. */
  readonly #erased = new Map<string, string>();
  readonly #purged = new Set<string>();
  #searched = 0;

  constructor(
    database: Database,
    findings: Findings,
    { dropped, last }: { dropped: ReadonlySet<string>; last: number },
  ) {
    this.#database = database;
    this.#findings = findings;
    this.#dropped = dropped;
    this.#lastSeal = last;
  }

  async check(rows: readonly ArchivedRow[]): Promise<void> {
    const stored = await storedOf(this.#database, rows);
    for (const [index, row] of rows.entries()) {
      const held = stored[index] ?? { row: null, seal: null, sealedBefore: null };
      if (row.isBackDated)
        this.#findings.add('added', `${named(row)} was added later: checkpoints of its time do not have it`);
      if (row.action === 'user.purged' && row.userId !== null) this.#purged.add(row.userId);
      if (this.#isGone(row, held)) continue;
      if (held.sealedBefore !== null) this.#findings.add('added', twice(row, held.sealedBefore));
      await this.#checkRow(row, held);
      this.#checkSeal(row, held);
    }
  }

  /** A month whose drop is recorded is not looked for. */
  #isGone({ createdAt }: ArchivedRow, { row }: Stored): boolean {
    return row === null && this.#dropped.has(createdAt.slice(0, 7));
  }

  async #checkRow(row: ArchivedRow, { row: stored }: Stored): Promise<void> {
    if (stored === null) return this.#sayMissing(row);
    if (this.soundness(stored) === 'changed')
      this.#findings.add('changed', `${named(row)} was changed after it was written`);
    else if (stored.hash !== row.hash)
      this.#findings.add('sealed anew', `${named(row)} was changed, and its hash with it: the archive has another`);
  }

  async #sayMissing(row: ArchivedRow): Promise<void> {
    if (row.hash === missingHash)
      return this.#findings.add('removed', `${named(row)} was removed before it was sealed`);
    if (row.seq > this.#lastSeal) {
      this.#cut ??= row;
      return;
    }
    // Not for each of a million: to look for one reads the whole log.
    this.#searched += 1;
    const elsewhere = this.#searched <= 3 ? await timeOfRow(this.#database, row.id) : null;
    if (elsewhere === null) this.#findings.add('removed', `${named(row)} was removed`);
    else this.#findings.add('changed', `${named(row)} was changed: it bears the time ${elsewhere}`);
  }

  #checkSeal(row: ArchivedRow, { seal }: Stored): void {
    if (row.seq > this.#lastSeal) this.#cut ??= row;
    else if (seal === null) this.#findings.add('removed', `the seal of ${named(row)} was removed`);
    else if (seal.id !== row.id)
      this.#findings.add(
        'reordered',
        `number ${row.seq} is given to row ${seal.id}, and in the archive to row ${row.id}`,
      );
    else if (seal.hash !== row.hash || seal.head !== row.head)
      this.#findings.add('sealed anew', `${named(row)} has another seal than in the archive`);
  }

  /** What becomes of an erased row is said at the end, when every purge is known. */
  soundness(row: StoredAudit): ReturnType<typeof soundnessOf> {
    const soundness = soundnessOf(row);
    const user = row.userId ?? '';
    if (soundness === 'erased' && !this.#erased.has(user))
      this.#erased.set(user, named({ id: row.id, createdAt: row.createdAt.toISOString() }));
    return soundness;
  }

  sayCut({ seq }: ChainEnd): void {
    if (this.#cut)
      this.#findings.add(
        'cut tail',
        `the database ends at number ${this.#lastSeal}, the archive at ${seq}: ${named(this.#cut)} is the first that is missing`,
      );
  }

  async sayErased(): Promise<void> {
    if (this.#erased.size === 0) return;
    for (const row of await purgeRows(this.#database))
      if (row.userId !== null && soundnessOf(row) !== 'changed') this.#purged.add(row.userId);
    const there = await usersAmong(this.#database, [...this.#erased.keys()]);
    for (const [userId, first] of this.#erased)
      if (there.has(userId)) this.#findings.add('erased', `${first} was erased, and its user was not purged`);
      else if (!this.#purged.has(userId))
        this.#findings.add('erased', `${first} was erased, and no purge of its user is recorded`);
  }
}
