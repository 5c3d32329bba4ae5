import { type SQL, sql } from 'drizzle-orm';
import type { Database } from '../../ports/database.ts';
import { at, insertInto, pick, selectList } from '../statement.ts';
import { type CodeFactorKind, type FactorRow, factors } from './factor.table.ts';

/** The factor that is confirmed, or null. */
export async function findFactor(database: Database, userId: string, kind: CodeFactorKind): Promise<FactorRow | null> {
  const [row] = await database.rows(sql`
    select ${selectList(factors, 'f')} from factors f
    where f.user_id = ${userId}::uuid and f.kind = ${kind}::text and f.confirmed_at is not null`);
  return row ? pick(factors, 'f', row) : null;
}

/** The enrolment that waits for its first code, begun after that moment; or null. */
export async function findEnrolment(
  database: Database,
  userId: string,
  kind: CodeFactorKind,
  begunAfter: Date,
): Promise<FactorRow | null> {
  const [row] = await database.rows(sql`
    select ${selectList(factors, 'f')} from factors f
    where f.user_id = ${userId}::uuid and f.kind = ${kind}::text and f.confirmed_at is null
      and f.created_at > ${at(begunAfter)}`);
  return row ? pick(factors, 'f', row) : null;
}

/** A new enrolment takes the place of the one that waits: its secret is worth nothing from then on. */
export function enrolmentUpsert(row: FactorRow): SQL {
  return sql`
    ${insertInto(factors, row, sql`true`)}
    on conflict (user_id, kind) where confirmed_at is null
    do update set id = excluded.id, sealed = excluded.sealed, counter = excluded.counter,
      created_at = excluded.created_at`;
}

/**
 * The one conditional UPDATE that spends a code. Steps and counters only go up, so of parallel uses of one code, or of
 * a newer and an older one, one touches a row.
 */
export function spendCode({ id }: FactorRow, kind: CodeFactorKind, counter: number, now: Date, when: SQL): SQL {
  // TOTP keeps the newest step that was used, HOTP the next counter: what was used is below that.
  return sql`
    update factors set counter = ${counter}::int, last_used_at = ${at(now)}
    where id = ${id}::uuid and kind = ${kind}::text and confirmed_at is not null and counter < ${counter}::int
      and ${when}
    returning id`;
}

/** Every factor of that kind, enrolments too, as a part of a statement. */
export function factorsDelete(userId: string, kind: CodeFactorKind, when: SQL): SQL {
  return sql`delete from factors where user_id = ${userId}::uuid and kind = ${kind}::text and ${when}`;
}
