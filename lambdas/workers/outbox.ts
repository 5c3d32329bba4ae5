/** The sender: does the work of outbox rows, at least once each. */
import { eq, sql } from 'drizzle-orm';
import { isSuppressed } from '../domain/mail/mail-suppressions.ts';
import { renderMail } from '../domain/mail/render-mail.ts';
import { outbox } from '../domain/outbox/outbox.table.ts';
import { openMail } from '../domain/outbox/outbox.ts';
import { copyOf, writeCopy } from '../domain/session/session-copy.ts';
import { findSession } from '../domain/session/sessions.ts';
import { at } from '../domain/statement.ts';
import type { Platform } from '../kernel/context.ts';
import type { Nudge } from '../ports/queue.ts';

interface Claimed extends Record<string, unknown> {
  id: string;
  kind: 'mail' | 'session_end';
  subject_id: string;
  sealed: string | null;
  attempts: number;
}

export interface OutboxWorker {
  /** Does the row that a nudge names, if it is still to be done. */
  handle(nudge: Nudge): Promise<void>;
  /** Does every row that is due, and answers how many there were. */
  sweep(): Promise<number>;
}

/** How long a claimed row is left to its claimant before another may take it. */
const leaseSeconds = 60;
const batch = 50;
const longestWaitSeconds = 3600;

/** Neither call rejects for a row that fails: it is logged and put off. */
export function createOutboxWorker(platform: Platform): OutboxWorker {
  return {
    async handle(nudge) {
      const rows = await claim(platform, nudge.id);
      for (const row of rows) await perform(platform, row);
    },
    async sweep() {
      const rows = await claim(platform, null);
      for (const row of rows) await perform(platform, row);
      return rows.length;
    },
  };
}

/** Takes due rows by pushing their due time ahead: parallel workers never share one. */
async function claim(platform: Platform, id: string | null): Promise<Claimed[]> {
  const now = platform.clock.now();
  return platform.database.rows<Claimed>(sql`
    update outbox set attempts = attempts + 1, due_at = ${at(new Date(now.getTime() + leaseSeconds * 1000))}
    where id in (
      select id from outbox
      where done_at is null and due_at <= ${at(now)} ${id === null ? sql`` : sql`and id = ${id}::uuid`}
      order by due_at limit ${batch}::int for update skip locked)
    returning id, kind, subject_id, sealed, attempts`);
}

async function perform(platform: Platform, row: Claimed): Promise<void> {
  try {
    if (row.kind === 'mail') await sendMail(platform, row);
    else await landTombstone(platform, row);
    await platform.database.db
      .update(outbox)
      .set({ doneAt: platform.clock.now(), sealed: null, lastError: null })
      .where(eq(outbox.id, row.id));
    platform.metrics.count('OutboxDone', { kind: row.kind });
  } catch (error) {
    await postpone(platform, row, error);
  }
}

async function sendMail(platform: Platform, row: Claimed): Promise<void> {
  if (row.sealed === null) return;
  const template = await openMail(platform, { id: row.id, sealed: row.sealed });
  if (await isSuppressed(platform, template.to))
    return platform.metrics.count('MailSuppressed', { template: template.template });
  await platform.mail.send(renderMail(template, platform.config, row.id));
}

async function landTombstone(platform: Platform, row: Claimed): Promise<void> {
  const found = await findSession(platform.database, row.subject_id);
  if (!found) return;
  const landed = await writeCopy(platform, found.session.id, copyOf(found.session, [], platform.clock.now()));
  if (!landed) throw new Error('the store did not take the tombstone');
}

/** Waits twice as long after each failure, up to an hour; a row is never given up. */
async function postpone(platform: Platform, row: Claimed, error: unknown): Promise<void> {
  const waitSeconds = Math.min(longestWaitSeconds, 2 ** Math.min(row.attempts, 12));
  const dueAt = new Date(platform.clock.now().getTime() + waitSeconds * 1000);
  platform.log.error('outbox row failed', { outbox_id: row.id, kind: row.kind, attempts: row.attempts, error });
  platform.metrics.count('OutboxFailed', { kind: row.kind });
  const lastError = error instanceof Error ? error.name : 'unknown';
  await platform.database.db.update(outbox).set({ dueAt, lastError }).where(eq(outbox.id, row.id));
}
