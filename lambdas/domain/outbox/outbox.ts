import { type SQL, sql } from 'drizzle-orm';
import type { Context, Platform } from '../../kernel/context.ts';
import { seal, unseal } from '../../kernel/crypto.ts';
import { firstIdOf, newId } from '../../kernel/id.ts';
import type { Nudge } from '../../ports/queue.ts';
import type { MailTemplate } from '../mail/mail-template.ts';
import { at, insertInto } from '../statement.ts';
import { raiseDueFlag } from './due-flag.ts';
import { outbox } from './outbox.table.ts';

export type OutboxRow = typeof outbox.$inferSelect;

/** A mail as a row of the change's own statement. Its payload holds tokens, so it is sealed for this row alone. */
export async function mailRow(
  context: Context,
  subjectId: string,
  template: MailTemplate,
  dedupeKey: string | null = null,
): Promise<OutboxRow> {
  const row = newRow(context, 'mail', subjectId);
  const ring = await context.keys.ring('outbox');
  return {
    ...row,
    sealed: seal(ring, binding(row.id), JSON.stringify(template)),
    template: template.template,
    dedupeKey,
  };
}

/** Opens what `mailRow` sealed; throws where the key is gone or the payload is another row's. */
export async function openMail(platform: Platform, row: { id: string; sealed: string }): Promise<MailTemplate> {
  return JSON.parse(unseal(await platform.keys.ring('outbox'), binding(row.id), row.sealed)) as MailTemplate;
}

/** Repeats the copy of a session, as it then is, until the store has it: mostly a tombstone. */
export function sessionEndRow(context: Context, sessionId: string): OutboxRow {
  return newRow(context, 'session_end', sessionId);
}

/** Repeats the version of the role map until the store has it; `subjectId` is the role or the user that changed. */
export function rbacRow(context: Context, subjectId: string): OutboxRow {
  return newRow(context, 'rbac', subjectId);
}

/**
 * The copy of every session that the CTE of that name returns: how many there are is known to the database alone. It
 * returns the ids, to be nudged.
 */
export function sessionEndRowsInsert(endedCte: string, now: Date): SQL {
  // Time and version of an id of `newId`, for the clean-up finds old rows by their ids; the rest is random.
  const birth = firstIdOf(now).slice(0, 15);
  return sql`
    insert into outbox (id, kind, subject_id, attempts, due_at, created_at)
    select overlay(gen_random_uuid()::text placing ${birth}::text from 1)::uuid, 'session_end', id, 0, ${at(now)}, ${at(now)} from ${sql.identifier(endedCte)}
    returning id`;
}

/** Has the worker of jobs go on with one, until it is over. */
export function jobRow(context: Context, jobId: string): OutboxRow {
  return newRow(context, 'job', jobId);
}

/** The row as a part of a statement. Where its dedupe key is there already, nothing is written. */
export function outboxInsert(row: OutboxRow, when?: SQL): SQL {
  return sql`${insertInto(outbox, row, when)} on conflict (dedupe_key) do nothing returning id`;
}

/** A row of which the kind is not said is no job's. */
type Nudged = Pick<OutboxRow, 'id'> & Partial<Pick<OutboxRow, 'kind'>>;

/** Jobs have a worker, and a stream, of their own. */
export function nudgeFor({ id, kind }: Nudged): Nudge {
  return { kind: kind === 'job' ? 'job' : 'outbox', id };
}

/** Tells the workers, after the commit. A lost nudge is found by the sweeper, so it never fails the request. */
export async function nudge(context: Platform, rows: readonly Nudged[]): Promise<void> {
  try {
    await context.queue.nudge(rows.map(nudgeFor));
  } catch (error) {
    context.log.warn('nudge not sent', { outbox_ids: rows.map((row) => row.id), error });
    await raiseDueFlag(context);
  }
}

function newRow(context: Context, kind: OutboxRow['kind'], subjectId: string): OutboxRow {
  const now = context.clock.now();
  return {
    id: newId(context.clock),
    kind,
    subjectId,
    sealed: null,
    template: null,
    outcome: null,
    dedupeKey: null,
    attempts: 0,
    dueAt: now,
    createdAt: now,
    doneAt: null,
    lastError: null,
  };
}

function binding(id: string): string {
  return `outbox:${id}`;
}
