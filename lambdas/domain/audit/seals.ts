/** The chain in the database: rows that wait for their seal, seals, and what of them stands in the archive. */
import { sql } from 'drizzle-orm';
import type { Platform } from '../../kernel/context.ts';
import { type Database, sqlState } from '../../ports/database.ts';
import { pick, selectList } from '../statement.ts';
import { auditLogs } from './audit.table.ts';
import type { StoredAudit } from './audits.ts';

export interface Waiting {
  /** The end of the chain: 0 and an empty head where there is none yet. */
  seq: number;
  head: string;
  /** The number up to which the archive has the chain. */
  archived: number;
  /** In the order of their times. `row` is null where somebody has removed it meanwhile. */
  rows: { id: string; createdAt: string; row: StoredAudit | null }[];
}

/** One snapshot of the end of the chain and of the rows that wait for it. */
export async function waitingForSeal(database: Database, limit: number): Promise<Waiting> {
  const rows = await database.rows(sql`
    with waiting as materialized (
      select audit_id, created_at from audit_unsealed order by created_at, audit_id limit ${limit}::int)
    select l.seq, l.head, (select max(seq) from audit_checkpoints) as archived, w.audit_id, to_json(w.created_at) #>> '{}' as waits_from, ${selectList(auditLogs, 'a')}
    from (select 1) one
      left join (select seq, head from audit_seals order by seq desc limit 1) l on true
      left join waiting w on true
      left join audit_logs a on a.created_at = w.created_at and a.id = w.audit_id
    order by w.created_at, w.audit_id`);
  const [first] = rows;
  return {
    seq: Number(first?.seq ?? 0),
    head: String(first?.head ?? ''),
    archived: Number(first?.archived ?? 0),
    rows: rows.flatMap((one) =>
      one.audit_id === null
        ? []
        : [
            {
              id: String(one.audit_id),
              createdAt: new Date(String(one.waits_from)).toISOString(),
              row: pick(auditLogs, 'a', one),
            },
          ],
    ),
  };
}

export interface Seal {
  seq: number;
  id: string;
  createdAt: string;
  hash: string;
  head: string;
}

/** unique_violation, deadlock_detected: another sealer was first. */
const lostTo = new Set(['23505', '40P01']);

/**
 * Writes seals and takes their rows from those that wait, in one statement. False where another sealer has given one of
 * the numbers: the key of the table decides between two, and the loser has changed nothing.
 */
export async function writeSeals(database: Database, seals: readonly Seal[]): Promise<boolean> {
  try {
    await database.rows(sql`
      with given as materialized (
        select * from json_to_recordset(${JSON.stringify(seals)}::json)
          as g(seq integer, id uuid, "createdAt" timestamptz, hash text, head text)),
      sealed as (
        insert into audit_seals (seq, audit_id, audit_created_at, hash, head)
        select seq, id, "createdAt", hash, head from given order by seq returning seq),
      taken as (
        delete from audit_unsealed u using given g
        where (select count(*) from sealed) > 0 and u.created_at = g."createdAt" and u.audit_id = g.id)
      select count(*)::int as sealed from sealed`);
    return true;
  } catch (error) {
    if (lostTo.has(sqlState(error) ?? '')) return false;
    throw error;
  }
}

export interface Unarchived {
  /** The last checkpoint, null where there is none; its head is null where its seal is not there any more. */
  before: { seq: number; head: string | null; at: Date } | null;
  seals: (Seal & { action: string | null; userId: string | null })[];
}

/** The next seals that no checkpoint has, with what their rows say. */
export async function unarchivedSeals(database: Database, limit: number): Promise<Unarchived> {
  const rows = await database.rows(sql`
    with c as materialized (
      select k.seq, k.created_at, s.head from audit_checkpoints k left join audit_seals s on s.seq = k.seq
      order by k.seq desc limit 1),
    next as materialized (
      select s.* from audit_seals s where s.seq > coalesce((select seq from c), 0) order by s.seq limit ${limit}::int)
    select c.seq as before_seq, c.head as before_head, to_json(c.created_at) #>> '{}' as before_at,
      s.seq, s.audit_id, to_json(s.audit_created_at) #>> '{}' as created_at, s.hash, s.head, a.action, a.user_id, a.outcome
    from (select 1) one left join c on true left join next s on true
      left join audit_logs a on a.created_at = s.audit_created_at and a.id = s.audit_id
    order by s.seq`);
  const [first] = rows;
  const text = (value: unknown) => (value === null || value === undefined ? null : String(value));
  return {
    before:
      first && first.before_seq !== null
        ? { seq: Number(first.before_seq), head: text(first.before_head), at: new Date(String(first.before_at)) }
        : null,
    seals: rows.flatMap((one) =>
      one.seq === null
        ? []
        : [
            {
              seq: Number(one.seq),
              id: String(one.audit_id),
              createdAt: new Date(String(one.created_at)).toISOString(),
              hash: String(one.hash),
              head: String(one.head),
              action: one.outcome === 'success' ? text(one.action) : null,
              userId: text(one.user_id),
            },
          ],
    ),
  };
}

/** For how long the oldest row has waited to stand in the archive, in milliseconds; 0 where all do. */
export async function unprovenMs({ database, clock }: Platform): Promise<number> {
  const [row] = await database.rows<{ since: string | null }>(sql`
    select to_json(least(
      (select created_at from audit_unsealed order by created_at limit 1),
      (select audit_created_at from audit_seals
        where seq > coalesce((select max(seq) from audit_checkpoints), 0) order by seq limit 1))) #>> '{}' as since`);
  const since = row?.since ?? null;
  return since === null ? 0 : Math.max(0, clock.now().getTime() - new Date(since).getTime());
}
