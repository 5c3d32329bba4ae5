/** Sessions that a statement ended, however many: told to the store after the commit, so that it is felt at once. */
import { type SQL, sql } from 'drizzle-orm';
import type { Context } from '../../kernel/context.ts';
import { nudge } from '../outbox/outbox.ts';
import { copyOf, writeCopy } from './session-copy.ts';
import { readSession, sessionList } from './sessions.ts';

/** More than these at once wait for the sweep of their tombstones. */
const mostAtOnce = 100;

/** One value for the select list: the rows that the CTE `ended` returns, with the outbox ids of `tombstoned`. */
export function endedList(ended: string, tombstoned: string): SQL {
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
