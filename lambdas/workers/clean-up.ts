/** The clean-up: removes rows that nobody can have any use of. Answers, audit rows and limits are the same without them. */
import { type SQL, sql } from 'drizzle-orm';
import { jobSeconds, resultSeconds } from '../domain/job/job.ts';
import { at } from '../domain/statement.ts';
import type { Platform } from '../kernel/context.ts';
import { deviceCookieSeconds } from '../kernel/http/cookies.ts';
import { factorCodes } from '../kernel/http/limits.ts';
import { firstIdOf, lowestId } from '../kernel/id.ts';
import type { Alongside } from './alongside.ts';

/** How long rows are kept. What each of them did stays in the audit log, which nothing here touches. */
export const keptDays = {
  /** Since it was done: whoever misses a mail asks within weeks whether it was sent. */
  outbox: 30,
  /** Since it was spent or ran out: it opens nothing, and one that was not spent holds what a stranger typed. */
  oneTimeTokens: 7,
  /**
   * Since its last moment, which ended sessions keep: a refresh token that comes back within a session's whole life
   * after the end is still told why (`details.reason`); later the answer is `unknown`.
   */
  sessions: 30,
  /** Since the last sign-in: the browser has dropped the cookie. */
  knownDevices: deviceCookieSeconds / 86_400,
  /** Since it was begun, and it has waited for an hour at most: its secret confirms nothing. */
  enrolments: 1,
  /** Since its end: its starter has fetched what it made, or asks for it anew. */
  jobResults: resultSeconds / 86_400,
  /** Since its end: what became of it is asked within days. */
  jobs: jobSeconds / 86_400,
  /**
   * Since their last window began, and only where they never made one longer: as long as the device that they may be of.
   * Who guesses gains ten tries in that time. More wrong codes in a row are never forgotten (NIST SP 800-63B-4 3.2.2).
   */
  factorTries: deviceCookieSeconds / 86_400,
} as const;

/** How many rows went, by table. */
export type Removed = Record<string, number>;

export interface CleanUp extends Alongside {
  /**
   * Removes everything whose time is over, batch by batch; what is left when `seconds` have passed is removed next time.
   * Two at once share the work.
   */
  run(seconds: number): Promise<Removed>;
}

/** A table walked along one of its indexes, as far as there can be rows to remove. */
interface Walk {
  table: string;
  along: 'id' | 'user_id' | 'job_id' | 'email_key' | 'expires_at';
  type: 'uuid' | 'text' | 'timestamptz';
  from: string;
  /** How far, or of what a partial index is. */
  where: SQL;
  isOver: SQL;
}

/** Rows that one statement looks at. It changes no more than them, and waits for none of them. */
const batch = 1000;

export function createCleanUp(platform: Platform): CleanUp {
  const { clock, log } = platform;

  async function run(seconds: number): Promise<Removed> {
    const now = clock.now();
    const stopAt = now.getTime() + seconds * 1000;
    const removed: Removed = {};
    for (const walk of walksAt(now)) removed[walk.table] = await along(platform, walk, stopAt);
    log.info('cleaned up', { removed: Object.entries(removed).map(([table, rows]) => ({ table, rows })) });
    return removed;
  }

  return { name: 'clean-up', everySeconds: 86_400, run };
}

/** Ids are born with their rows: what is over for so long has an id from before that. */
function walksAt(now: Date): Walk[] {
  const ago = (days: number) => new Date(now.getTime() - days * 86_400_000);
  const byId = (table: string, days: number, isOver: (cutoff: SQL) => SQL): Walk => ({
    table,
    along: 'id',
    type: 'uuid',
    from: lowestId,
    where: sql`id < ${firstIdOf(ago(days))}::uuid`,
    isOver: isOver(at(ago(days))),
  });
  const byUser = (table: string, where: SQL, isOver: SQL): Walk => ({
    table,
    along: 'user_id',
    type: 'uuid',
    from: lowestId,
    where,
    isOver,
  });
  const endOfSessions = at(ago(keptDays.sessions));
  return [
    byId('outbox', keptDays.outbox, (cutoff) => sql`done_at < ${cutoff}`),
    byId('one_time_tokens', keptDays.oneTimeTokens, (cutoff) => sql`least(spent_at, expires_at) < ${cutoff}`),
    byId('known_devices', keptDays.knownDevices, (cutoff) => sql`last_used_at < ${cutoff}`),
    {
      table: 'job_parts',
      along: 'job_id',
      type: 'uuid',
      from: lowestId,
      where: sql`job_id < ${firstIdOf(ago(keptDays.jobResults))}::uuid`,
      // `offset 0` keeps it a question about one part: the whole table of jobs may else be read for it.
      isOver: sql`exists (
        select 1 from jobs where id = job_parts.job_id and finished_at < ${at(ago(keptDays.jobResults))} offset 0)`,
    },
    byId('jobs', keptDays.jobs, (cutoff) => sql`finished_at < ${cutoff}`),
    {
      table: 'sessions',
      along: 'expires_at',
      type: 'timestamptz',
      from: '-infinity',
      where: sql`expires_at < ${endOfSessions}`,
      isOver: sql`expires_at < ${endOfSessions}`,
    },
    {
      table: 'mail_suppressions',
      along: 'email_key',
      type: 'text',
      from: '',
      where: sql`true`,
      isOver: sql`suppressed_until <= ${at(now)}`,
    },
    byUser(
      'factors',
      sql`confirmed_at is null`,
      sql`confirmed_at is null and created_at < ${at(ago(keptDays.enrolments))}`,
    ),
    byUser(
      'factor_tries',
      sql`true`,
      sql`window_started_at < ${at(ago(keptDays.factorTries))} and in_a_row <= ${factorCodes.max}::int`,
    ),
  ];
}

async function along({ database, clock }: Platform, walk: Walk, stopAt: number): Promise<number> {
  let removed = 0;
  let start = sql`>= ${walk.from}`;
  for (let from = walk.from; clock.now().getTime() < stopAt; ) {
    const [answer] = await database.rows<{ seen: number; removed: number; last: string }>(step(walk, start));
    removed += answer?.removed ?? 0;
    if (!answer || answer.seen < batch) break;
    // What stays may fill a batch with one place: the next one goes past it.
    start = answer.last === from ? sql`> ${from}` : sql`>= ${answer.last}`;
    from = answer.last;
  }
  return removed;
}

/**
 * One step of a walk, from where the last one ended. Rows that somebody holds are left for the next time; the condition
 * is asked again of the row as it is once it is held. By where rows lie, since not every key is one column; and by
 * arrays, not joins: each part is then a scan of an index or of those rows, whatever PostgreSQL believes the table to be
 * like.
 */
function step({ table, along, type, where, isOver }: Walk, start: SQL): SQL {
  const [name, order, kind] = [sql.identifier(table), sql.identifier(along), sql.raw(type)];
  return sql`
    with seen as materialized (
      select ctid as tuple, ${order} as place, ${isOver} as is_over from ${name}
      where ${order} ${start}::${kind} and ${where} order by ${order} limit ${batch}::int),
    held as (
      select ctid as tuple from ${name}
      where ctid = any (array(select tuple from seen where is_over)) and ${isOver} for update skip locked),
    gone as (delete from ${name} where ctid = any (array(select tuple from held)) returning 1)
    select (select count(*)::int from seen) as seen, (select count(*)::int from gone) as removed,
      (select place::text as last from seen order by place desc limit 1) as last`;
}
