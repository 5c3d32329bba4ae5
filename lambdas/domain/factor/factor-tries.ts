/**
 * Guessing is counted before a code is looked at, by a statement of its own that no rollback takes along: ten in a
 * quarter of an hour, with windows that grow, and a hundred in a row ever (NIST SP 800-63B-4 3.2.2). Each kind of
 * factor counts apart, and each known device has a lane of its own, so that a stranger with a stolen password cannot
 * keep the owner out.
 */
import { type SQL, sql } from 'drizzle-orm';
import type { Context } from '../../kernel/context.ts';
import { factorCodes } from '../../kernel/http/limits.ts';
import type { Exceeded } from '../../kernel/rate-limit.ts';
import { at } from '../statement.ts';
import type { TriedKind } from './factor-tries.table.ts';

/** Whose codes are tried, and from where. */
export interface Lane {
  userId: string;
  kind: TriedKind;
  /** A device that this account knows, else null. */
  deviceId: string | null;
}

const inARow = 100;
const longestSeconds = 86_400;

/** How long the window of a row is: it doubles with every ten wrong codes in a row. */
const windowSeconds = sql`least(${longestSeconds}::int,
  ${factorCodes.windowSeconds}::int * power(2, greatest(0, ceil(f.in_a_row / ${factorCodes.max}::numeric) - 1)))`;

/** Counts one try. Null where it may be looked at. */
export async function reserveTry(context: Context, lane: Lane): Promise<Exceeded | null> {
  if (!context.config.rateLimits) return null;
  const now = at(context.clock.now());
  const end = sql`f.window_started_at + ${windowSeconds} * interval '1 second'`;
  const isOver = sql`${end} <= ${now}`;
  // The first refusal of a window is counted too, so that it can be told from the rest: it alone is audited.
  const [row] = await context.database.rows<Tried>(sql`
    with tried as (
      insert into factor_tries as f (user_id, kind, lane, in_window, window_started_at, in_a_row)
      values (${lane.userId}::uuid, ${lane.kind}::text, ${laneOf(lane)}::text, 1, ${now}, 1)
      on conflict (user_id, kind, lane) do update set
        in_window = case when ${isOver} then 1 else f.in_window + 1 end,
        window_started_at = case when ${isOver} then ${now} else f.window_started_at end,
        in_a_row = f.in_a_row + case when ${isOver} or f.in_window < ${factorCodes.max}::int then 1 else 0 end
      where f.in_a_row <= ${inARow}::int and (${isOver} or f.in_window <= ${factorCodes.max}::int)
      returning f.*)
    select in_window, in_a_row, ${end} as resets_at, true as is_counted from tried f
    union all
    select in_window, in_a_row, ${end} as resets_at, false as is_counted from factor_tries f
    where ${isLane(lane)} and not exists (select 1 from tried)`);
  if (row?.is_counted && row.in_window <= factorCodes.max && row.in_a_row <= inARow) return null;
  // Without a row: others made it, and went past the limit, while this statement waited; it does not see what they wrote.
  const resetsAt =
    row && row.in_a_row <= inARow
      ? new Date(row.resets_at)
      : later(context, row ? longestSeconds : factorCodes.windowSeconds);
  return { limit: factorCodes, count: { count: factorCodes.max + 1, resetsAt }, isFirst: row?.is_counted ?? false };
}

/** A right code sets its lane back, as a part of the statement that spends it. */
export function triesReset(lane: Lane, when: SQL): SQL {
  return sql`delete from factor_tries f where ${isLane(lane)} and ${when}`;
}

/** Every lane of a kind: what was counted against a factor says nothing of the one that takes its place. */
export function triesDelete(userId: string, kind: TriedKind, when: SQL): SQL {
  return sql`delete from factor_tries where user_id = ${userId}::uuid and kind = ${kind}::text and ${when}`;
}

/** Every lane of every kind. */
export function allTriesDelete(userId: string, when: SQL): SQL {
  return sql`delete from factor_tries where user_id = ${userId}::uuid and ${when}`;
}

interface Tried extends Record<string, unknown> {
  in_window: number;
  in_a_row: number;
  resets_at: string;
  is_counted: boolean;
}

function laneOf({ deviceId }: Lane): string {
  return deviceId ?? '';
}

function isLane(lane: Lane): SQL {
  return sql`f.user_id = ${lane.userId}::uuid and f.kind = ${lane.kind}::text and f.lane = ${laneOf(lane)}::text`;
}

function later({ clock }: Context, seconds: number): Date {
  return new Date(clock.now().getTime() + seconds * 1000);
}
