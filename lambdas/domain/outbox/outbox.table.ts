import { sql } from 'drizzle-orm';
import { check, index, integer, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { id, instant } from '../columns.ts';

export const mailOutcomes = ['sent', 'suppressed', 'refused', 'bounced', 'complained'] as const;

/** Work that follows a commit: written in the change's own statement, done at least once. */
export const outbox = pgTable(
  'outbox',
  {
    id: id(),
    kind: text('kind', { enum: ['mail', 'session_end', 'rbac', 'job'] }).notNull(),
    /** The session whose copy must land, the role or user that a change of `rbac` was of, whom a mail concerns, the job. */
    subjectId: uuid('subject_id').notNull(),
    /** A mail's template and values, AES-256-GCM; erased once it is sent. */
    sealed: text('sealed'),
    /** Which mail it is. */
    template: text('template'),
    /** What became of the mail; null while it waits. */
    outcome: text('outcome', { enum: mailOutcomes }),
    /** Two rows with one key are one piece of work. */
    dedupeKey: text('dedupe_key'),
    attempts: integer('attempts').notNull(),
    dueAt: instant('due_at').notNull(),
    createdAt: instant('created_at').notNull(),
    doneAt: instant('done_at'),
    lastError: text('last_error'),
  },
  (table) => [
    uniqueIndex('outbox_dedupe_key').on(table.dedupeKey),
    index('outbox_subject_id').on(table.subjectId, table.createdAt),
    index('outbox_due').on(table.dueAt).where(sql`done_at is null`),
    index('outbox_mails').on(table.id).where(sql`kind = 'mail'`),
    index('outbox_mail_outcomes').on(table.outcome, table.id).where(sql`kind = 'mail'`),
    check('outbox_kind', sql`kind in ('mail', 'session_end', 'rbac', 'job')`),
  ],
);
