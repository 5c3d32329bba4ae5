/** Sessions that a statement ended, however many: told to the store after the commit, so that it is felt at once. */
import { type SQL, sql } from 'drizzle-orm';
import type { Context } from '../../kernel/context.ts';
import type { EndReason } from '../../kernel/http/end-reasons.ts';
import { nudge, sessionEndRowsInsert } from '../outbox/outbox.ts';
import { copyOf, writeCopy } from './session-copy.ts';
import { readSession, sessionList, sessionsEnd, sessionsOfUserEnd } from './sessions.ts';

/** More than these at once wait for the sweep of their tombstones: a row of an answer has room for 64 KiB. */
const mostAtOnce = 30;

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
    'tombstones', (select coalesce(json_agg(id), '[]') from ${sql.identifier(tombstoned)}))::text`;
}

/** Writes the tombstones, and nudges those that the outbox repeats until they land. */
export async function publishEnded(context: Context, list: unknown): Promise<void> {
  if (typeof list !== 'string') return;
  const { sessions, tombstones } = JSON.parse(list) as { sessions: Record<string, unknown>[]; tombstones: string[] };
  const now = context.clock.now();
  await Promise.all(
    sessions.map((row) => {
      const session = readSession('s', row);
      return session && writeCopy(context, session.id, copyOf(session, [], now));
    }),
  );
  if (tombstones.length > 0)
    await nudge(
      context,
      tombstones.map((id) => ({ id })),
    );
}
