/** What the database has of the rows that the archive names, and what it has besides. */
import { sql } from 'drizzle-orm';
import { auditLogs } from '../../domain/audit/audit.table.ts';
import type { StoredAudit } from '../../domain/audit/audits.ts';
import { pick, selectList } from '../../domain/statement.ts';
import { lowestId } from '../../kernel/id.ts';
import type { Database } from '../../ports/database.ts';

/** A database answers less than 1 MiB at once. */
export const rowsAtOnce = 200;
const keysAtOnce = 5_000;

interface Key {
  seq: number;
  id: string;
  createdAt: string;
}

export interface Stored {
  row: StoredAudit | null;
  seal: { id: string; hash: string; head: string } | null;
  /** Another number, before that of the key, that the row bears as well: nobody who seals as the platform does gives two. */
  sealedBefore: number | null;
}

/** The row and the seal of each key, in the order of the keys. */
export async function storedOf(database: Database, keys: readonly Key[]): Promise<Stored[]> {
  const given = keys.map(({ seq, id, createdAt }) => ({ seq, id, created_at: createdAt }));
  const rows = await database.rows(sql`
    with g as materialized (
      select * from json_to_recordset(${JSON.stringify(given)}::json) as k(seq integer, id uuid, created_at timestamptz))
    select s.audit_id, s.hash as seal_hash, s.head as seal_head, ${selectList(auditLogs, 'a')},
      (select min(o.seq) from audit_seals o
        where o.audit_created_at = g.created_at and o.audit_id = g.id and o.seq < g.seq) as sealed_before
    from g left join audit_seals s on s.seq = g.seq
      left join audit_logs a on a.created_at = g.created_at and a.id = g.id
    order by g.seq`);
  return rows.map((one) => ({
    row: pick(auditLogs, 'a', one),
    seal:
      one.audit_id === null
        ? null
        : { id: String(one.audit_id), hash: String(one.seal_hash), head: String(one.seal_head) },
    sealedBefore: one.sealed_before === null ? null : Number(one.sealed_before),
  }));
}

export interface StoredSeal extends Key {
  hash: string;
  head: string;
}

/** The next seals after a number. */
export async function sealsAfter(database: Database, seq: number): Promise<StoredSeal[]> {
  const rows = await database.rows(sql`
    select seq, audit_id, to_json(audit_created_at) #>> '{}' as created_at, hash, head from audit_seals
    where seq > ${seq}::int order by seq limit ${rowsAtOnce}::int`);
  return rows.map((one) => ({
    seq: Number(one.seq),
    id: String(one.audit_id),
    createdAt: timeOf(one.created_at),
    hash: String(one.hash),
    head: String(one.head),
  }));
}

export async function lastSeal(database: Database): Promise<number> {
  const [row] = await database.rows<{ seq: number | null }>(sql`select max(seq) as seq from audit_seals`);
  return row?.seq ?? 0;
}

/** Where a row stands that is not at its time any more; looks at every row. */
export async function timeOfRow(database: Database, id: string): Promise<string | null> {
  const [row] = await database.rows(sql`
    select to_json(created_at) #>> '{}' as created_at from audit_logs where id = ${id}::uuid limit 1`);
  return row ? timeOf(row.created_at) : null;
}

/** Every row that waits for its seal, some at once. */
export async function* waitingRows(
  database: Database,
): AsyncGenerator<{ id: string; createdAt: string; row: StoredAudit | null }[]> {
  let after = { createdAt: '-infinity', id: lowestId };
  for (;;) {
    const rows = await database.rows(sql`
      with w as materialized (
        select audit_id, created_at from audit_unsealed
        where (created_at, audit_id) > (${after.createdAt}::timestamptz, ${after.id}::uuid)
        order by created_at, audit_id limit ${rowsAtOnce}::int)
      select w.audit_id, to_json(w.created_at) #>> '{}' as waits_from, ${selectList(auditLogs, 'a')}
      from w left join audit_logs a on a.created_at = w.created_at and a.id = w.audit_id
      order by w.created_at, w.audit_id`);
    const read = rows.map((one) => ({
      id: String(one.audit_id),
      createdAt: timeOf(one.waits_from),
      row: pick(auditLogs, 'a', one),
    }));
    const last = read.at(-1);
    if (!last) return;
    yield read;
    after = last;
  }
}

/** Rows that have no seal and wait for none: nobody who wrote as the platform does could leave one. */
export async function* rowsWithoutSeal(database: Database): AsyncGenerator<{ id: string; createdAt: string }> {
  let after = { createdAt: '-infinity', id: lowestId };
  for (;;) {
    const rows = await database.rows(sql`
      with p as materialized (
        select created_at, id from audit_logs
        where created_at >= ${after.createdAt}::timestamptz
          and (created_at, id) > (${after.createdAt}::timestamptz, ${after.id}::uuid)
        order by created_at, id limit ${keysAtOnce}::int),
      last as (select created_at, id from p order by created_at desc, id desc limit 1),
      bare as (
        select p.id, p.created_at from p
        where not exists (select 1 from audit_seals s where s.audit_created_at = p.created_at and s.audit_id = p.id)
          and not exists (select 1 from audit_unsealed u where u.created_at = p.created_at and u.audit_id = p.id)
        order by p.created_at limit ${rowsAtOnce}::int)
      select b.id, to_json(b.created_at) #>> '{}' as created_at,
        to_json(last.created_at) #>> '{}' as last_at, last.id as last_id
      from last left join bare b on true`);
    const [end] = rows;
    if (!end) return;
    for (const one of rows) if (one.id !== null) yield { id: String(one.id), createdAt: timeOf(one.created_at) };
    after = { createdAt: timeOf(end.last_at), id: String(end.last_id) };
  }
}

/** The users whose purge a row records that is as it was written. */
export async function purgeRows(database: Database): Promise<StoredAudit[]> {
  const rows = await database.rows(sql`
    select ${selectList(auditLogs, 'a')} from audit_logs a where a.action = 'user.purged' and a.outcome = 'success'`);
  return rows.flatMap((one) => pick(auditLogs, 'a', one) ?? []);
}

/** Those of the ids that are users, deleted or not. */
export async function usersAmong(database: Database, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const there = new Set<string>();
  const known = ids.filter((id) => id !== '');
  for (let from = 0; from < known.length; from += keysAtOnce) {
    const some = known.slice(from, from + keysAtOnce);
    const rows = await database.rows<{ id: string }>(sql`
      select u.id from json_array_elements_text(${JSON.stringify(some)}::json) g(id) join users u on u.id = g.id::uuid`);
    for (const { id } of rows) there.add(id);
  }
  return there;
}

function timeOf(value: unknown): string {
  return new Date(String(value)).toISOString();
}
