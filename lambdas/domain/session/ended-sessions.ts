/** Sessions that a statement ended or changed, however many: told to the store after the commit, so that it is felt at once. */
import { type SQL, sql } from 'drizzle-orm';
import type { Context } from '../../kernel/context.ts';
import type { EndReason } from '../../kernel/http/end-reasons.ts';
import { nudge, sessionEndRowsInsert } from '../outbox/outbox.ts';
import type { SessionRow } from './session.table.ts';
import { copyOf, writeCopy } from './session-copy.ts';
import { readSession, sessionList, sessionsEnd, sessionsOfUserEnd, sessionsOfUserRenew } from './sessions.ts';

/** More than these at once wait for the worker to write their tombstones: a row of an answer has room for 64 KiB. */
const mostAtOnce = 30;
/** The ids of more orders than these are read by further statements, so many at once. */
const mostNamed = 150;
const namedAtOnce = 5_000;

/**
 * The parts that renew the copies of the user whom the CTE holds: what they may do has changed. Read by
 * `endedList('renewed', 'copies')`, published by `publishCopies`.
 */
export function renewSessionsOf(user: string, now: Date): { renewed: SQL; copies: SQL } {
  return { renewed: sessionsOfUserRenew(user), copies: sessionEndRowsInsert('renewed', now) };
}

/** The parts that end the sessions which the condition chooses, and order their tombstones. */
export function endSessions(where: SQL, reason: EndReason, now: Date): { ended: SQL; tombstoned: SQL } {
  return { ended: sessionsEnd(where, reason, now), tombstoned: sessionEndRowsInsert('ended', now) };
}

/** The same for the user whom the CTE holds: sessions of sign-ins that it waited for end too. */
export function endSessionsOf(
  user: string,
  { reason, but }: { reason: EndReason; but: string | null },
  now: Date,
): { ended: SQL; tombstoned: SQL } {
  return { ended: sessionsOfUserEnd(user, but, reason, now), tombstoned: sessionEndRowsInsert('ended', now) };
}

/** What those parts ended, as one value for the select list. */
export function endedList(ended = 'ended', tombstoned = 'tombstoned'): SQL {
  return sql`json_build_object(
    'sessions', (select coalesce(json_agg(to_json(e)), '[]') from (
      select ${sessionList('s')} from ${sql.identifier(ended)} s limit ${mostAtOnce}::int) e),
    'tombstones', (select coalesce(json_agg(id), '[]') from (
      select id from ${sql.identifier(tombstoned)} limit ${mostNamed}::int) o),
    'more', (select count(*) > ${mostNamed}::int from ${sql.identifier(tombstoned)}))::text`;
}

/** Writes the tombstones, and nudges those that the outbox repeats until they land. */
export function publishEnded(context: Context, list: unknown): Promise<void> {
  return publishCopies(context, list, []);
}

/** Writes the copies of sessions that have those roles now, and nudges what the outbox repeats until they land. */
export async function publishCopies(context: Context, list: unknown, roleIds: readonly string[]): Promise<void> {
  if (typeof list !== 'string') return;
  const { sessions, tombstones, more } = JSON.parse(list) as Ended;
  const now = context.clock.now();
  const changed = sessions.flatMap((row) => readSession('s', row) ?? []);
  await Promise.all(changed.map((session) => writeCopy(context, session.id, copyOf(session, roleIds, now))));
  const [one] = changed;
  if (more && one) await nudgeAll(context, one);
  else if (tombstones.length > 0)
    await nudge(
      context,
      tombstones.map((id) => ({ id })),
    );
}

interface Ended {
  sessions: Record<string, unknown>[];
  tombstones: string[];
  /** Whether there are more of them. */
  more: boolean;
}

/** Nudges the orders of every session that ended with that one, or is live as it is. */
async function nudgeAll(context: Context, { userId, endedAt }: SessionRow): Promise<void> {
  let rows: { id: string }[] = [];
  do {
    const after = rows.at(-1)?.id ?? null;
    rows = await context.database.rows<{ id: string }>(sql`
      select o.id from sessions s join outbox o on o.subject_id = s.id
      where s.user_id = ${userId}::uuid and s.ended_at is not distinct from ${endedAt?.toISOString() ?? null}::timestamptz
        and o.kind = 'session_end' and o.done_at is null and (${after}::uuid is null or o.id > ${after}::uuid)
      order by o.id limit ${namedAtOnce}::int`);
    if (rows.length > 0) await nudge(context, rows);
  } while (rows.length === namedAtOnce);
}
