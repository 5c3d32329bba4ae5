/** The sender: does the work of outbox rows, at least once each. */
import { eq, type SQL, sql } from 'drizzle-orm';
import { isSuppressed } from '../domain/mail/mail-suppressions.ts';
import { renderMail } from '../domain/mail/render-mail.ts';
import { lowerDueFlag, raiseDueFlag } from '../domain/outbox/due-flag.ts';
import { outbox } from '../domain/outbox/outbox.table.ts';
import { nudge, nudgeFor, type OutboxRow, openMail } from '../domain/outbox/outbox.ts';
import { readRoleMap } from '../domain/role/grants.ts';
import { publishRbacVersion } from '../domain/role/rbac-version.ts';
import { copyOf, writeCopy } from '../domain/session/session-copy.ts';
import { findSession } from '../domain/session/sessions.ts';
import { at } from '../domain/statement.ts';
import type { Platform } from '../kernel/context.ts';
import { newId } from '../kernel/id.ts';
import { MailRefused } from '../ports/mail.ts';
import type { Nudge } from '../ports/queue.ts';
import type { JobRunner } from './jobs.ts';

type Kind = OutboxRow['kind'];

interface Claimed extends Record<string, unknown> {
  id: string;
  kind: Kind;
  subject_id: string;
  sealed: string | null;
  attempts: number;
}

export interface OutboxWorker {
  /**
   * Does the row that a nudge names, if it is still to be done and of a kind that this worker does; then one that nobody
   * has come for, since its own nudge was lost: where only a flag calls for a sweep, the flag may be lost with it.
   */
  handle(nudge: Nudge): Promise<void>;
  /** Does every row that is due, nudges whoever does the other kinds, and answers how many rows there were. */
  sweep(): Promise<number>;
  /** The same where the flag of waiting rows is up; asks the database for nothing where it is not. */
  sweepIfFlagged(): Promise<number>;
}

/** How long a claimed row is left to its claimant before another may take it. */
const leaseSeconds = 60;
const batch = 50;
export const allButJobs: readonly Kind[] = ['mail', 'session_end', 'rbac'];
const longestWaitSeconds = 3600;
/** A nudge arrives within a second or two. */
const forgottenSeconds = 60;

/**
 * Rows of the given kinds: whoever cannot reach the store does mails alone, whoever cannot reach the mail service the
 * rest. Jobs are done where a runner is given. No call rejects for a row that fails: it is logged and put off.
 */
export function createOutboxWorker(
  platform: Platform,
  does: readonly Kind[] = allButJobs,
  jobs?: JobRunner,
): OutboxWorker {
  async function sweep() {
    const rows = await claim(platform, does, sql`true`);
    for (const row of rows) await perform(platform, row, jobs);
    return rows.length + (await passOn(platform, does));
  }
  return {
    async handle(nudge) {
      const named = sql`${nudge.id}::uuid`;
      const rows = await claim(platform, does, sql`id in (${named}, (${forgotten(platform, does, named)}))`);
      // The named one first: where it fails, the other would only hold up the stream. Its lease ends by itself.
      rows.sort((one, other) => Number(other.id === nudge.id) - Number(one.id === nudge.id));
      for (const row of rows) if (!(await perform(platform, row, jobs))) return;
    },
    sweep,
    async sweepIfFlagged() {
      if (!(await lowerDueFlag(platform, newId(platform.clock)))) return 0;
      try {
        const count = await sweep();
        if (await someWait(platform)) await raiseDueFlag(platform);
        return count;
      } catch (error) {
        await raiseDueFlag(platform);
        throw error;
      }
    },
  };
}

/** Takes due rows by pushing their due time ahead: parallel workers never share one. */
async function claim(platform: Platform, does: readonly Kind[], where: SQL): Promise<Claimed[]> {
  const now = platform.clock.now();
  return platform.database.rows<Claimed>(sql`
    update outbox set attempts = attempts + 1, due_at = ${at(new Date(now.getTime() + leaseSeconds * 1000))}
    where id in (
      select id from outbox
      where done_at is null and due_at <= ${at(now)} and ${isOf(does)} and ${where}
      order by due_at limit ${batch}::int for update skip locked)
    returning id, kind, subject_id, sealed, attempts`);
}

/** The row besides that one which is due for the longest time, and for longer than a nudge takes. */
function forgotten({ clock }: Platform, does: readonly Kind[], named: SQL): SQL {
  const since = new Date(clock.now().getTime() - forgottenSeconds * 1000);
  return sql`
    select id from outbox
    where done_at is null and due_at <= ${at(since)} and ${isOf(does)} and id <> ${named}
    order by due_at limit 1`;
}

/** Nudges whoever does the other kinds that are due. */
async function passOn(platform: Platform, does: readonly Kind[]): Promise<number> {
  const rows = await platform.database.rows<{ id: string; kind: Kind }>(sql`
    select id, kind from outbox
    where done_at is null and due_at <= ${at(platform.clock.now())} and not ${isOf(does)}
    order by due_at limit ${batch}::int`);
  await platform.queue.nudge(rows.map(nudgeFor));
  return rows.length;
}

async function someWait({ database }: Platform): Promise<boolean> {
  return (await database.rows(sql`select 1 as found from outbox where done_at is null limit 1`)).length > 0;
}

function isOf(kinds: readonly Kind[]): SQL {
  return sql`kind in (${sql.join(
    kinds.map((kind) => sql`${kind}::text`),
    sql`, `,
  )})`;
}

/** Answers whether the row is done with. */
async function perform(platform: Platform, row: Claimed, jobs?: JobRunner): Promise<boolean> {
  try {
    if (row.kind === 'mail') await finish(platform, row, await sendMail(platform, row));
    else if (row.kind === 'job') {
      if (await runJob(platform, row, jobs)) await finish(platform, row, null);
    } else {
      await (row.kind === 'rbac' ? landRbacVersion(platform) : landCopy(platform, row));
      await finish(platform, row, null);
    }
    return true;
  } catch (error) {
    // A later try would be refused as well.
    const isRefused = error instanceof MailRefused;
    if (isRefused) await finish(platform, row, 'refused', error);
    else await postpone(platform, row, error);
    return isRefused;
  }
}

async function finish(
  platform: Platform,
  row: Claimed,
  outcome: OutboxRow['outcome'],
  refusal: MailRefused | null = null,
): Promise<void> {
  const done = { doneAt: platform.clock.now(), sealed: null, outcome, lastError: refusal?.name ?? null };
  await platform.database.db.update(outbox).set(done).where(eq(outbox.id, row.id));
  if (refusal) platform.log.error('mail refused', { outbox_id: row.id, error: refusal });
  platform.metrics.count(refusal ? 'OutboxRefused' : 'OutboxDone', { kind: row.kind });
}

async function sendMail(platform: Platform, row: Claimed): Promise<'sent' | 'suppressed'> {
  if (row.sealed === null) return 'sent';
  const template = await openMail(platform, { id: row.id, sealed: row.sealed });
  if (await isSuppressed(platform, template.to)) {
    platform.metrics.count('MailSuppressed', { template: template.template });
    return 'suppressed';
  }
  await platform.mail.send(renderMail(template, platform.config, row.id));
  return 'sent';
}

async function landCopy(platform: Platform, row: Claimed): Promise<void> {
  const found = await findSession(platform.database, row.subject_id);
  if (!found) return;
  const { session, user } = found;
  const landed = await writeCopy(platform, session.id, copyOf(session, user.grants.roleIds, platform.clock.now()));
  if (!landed) throw new Error('the store did not take the copy');
}

async function landRbacVersion(platform: Platform): Promise<void> {
  const { version } = await readRoleMap(platform.database);
  if (!(await publishRbacVersion(platform, version))) throw new Error('the store did not take the version');
}

/**
 * Whether the job is over. One that is not goes on after what else waits: its row is due at once, and nudged. A worker
 * that is killed leaves the row to whoever comes when the lease has ended; where only the flag brings somebody, it is up.
 */
async function runJob(platform: Platform, row: Claimed, jobs?: JobRunner): Promise<boolean> {
  if (!jobs) throw new Error('this worker does no jobs');
  await raiseDueFlag(platform);
  const outcome = await jobs.run(row.subject_id, row.attempts - 1);
  if (outcome !== 'unfinished') return outcome === 'over';
  await platform.database.db
    .update(outbox)
    .set({ dueAt: platform.clock.now(), attempts: 0, lastError: null })
    .where(eq(outbox.id, row.id));
  await nudge(platform, [row]);
  return false;
}

/** Waits twice as long after each failure, up to an hour; a row is never given up. */
async function postpone(platform: Platform, row: Claimed, error: unknown): Promise<void> {
  const waitSeconds = Math.min(longestWaitSeconds, 2 ** Math.min(row.attempts, 12));
  const dueAt = new Date(platform.clock.now().getTime() + waitSeconds * 1000);
  platform.log.error('outbox row failed', { outbox_id: row.id, kind: row.kind, attempts: row.attempts, error });
  platform.metrics.count('OutboxFailed', { kind: row.kind });
  const lastError = error instanceof Error ? error.name : 'unknown';
  await platform.database.db.update(outbox).set({ dueAt, lastError }).where(eq(outbox.id, row.id));
  await raiseDueFlag(platform);
}
