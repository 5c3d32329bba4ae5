/** What the overview shows, from counts that a worker keeps: reading it costs the same whatever the number of users. */
import { type SQL, sql } from 'drizzle-orm';
import type { Database } from '../../ports/database.ts';

/** A day in UTC, `2026-01-31`. */
export type Day = string;

export interface Count extends Record<string, unknown> {
  day: Day;
  /** An action of the audit log, or `users`, `active` and `mail`, which are counted whole. */
  name: string;
  /** Of an action the outcome, and behind a colon the method where there is one: `success:password`. */
  key: string;
  count: number;
}

export const dayMs = 86_400_000;

export function dayOf(time: Date): Day {
  return time.toISOString().slice(0, 10);
}

/** The days from the one to the other, both among them. */
export function daysBetween(from: Date, to: Date): Day[] {
  const days: Day[] = [];
  for (let at = Date.parse(dayOf(from)); at <= to.getTime(); at += dayMs) days.push(dayOf(new Date(at)));
  return days;
}

/** Every count of the days from that one on. */
export function countsSince(database: Database, from: Day): Promise<Count[]> {
  return database.rows<Count>(sql`
    select day, name, key, count from daily_counts where day >= ${from}::text order by day, name, key`);
}

/** When everything was counted last; null where it never was. */
export async function countedAt(database: Database): Promise<Date | null> {
  const [row] = await database.rows<{ at: string | null }>(sql`
    select to_json(counted_at) #>> '{}' as at from statistics_position where id = 1`);
  return row?.at ? new Date(row.at) : null;
}

/** Writes counts that replace what was counted before, of the rows (day, name, key, count) that the query gives. */
export function countWhole(counted: SQL): SQL {
  return sql`
    insert into daily_counts (day, name, key, count) ${counted}
    on conflict (day, name, key) do update set count = excluded.count`;
}
