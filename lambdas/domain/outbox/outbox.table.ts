import { sql } from 'drizzle-orm';
import { check, index, integer, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { id, instant } from '../columns.ts';

/** Work that follows a commit: written in the change's own statement, done at least once. */
export const outbox = pgTable(
  'outbox',
  {
    id: id(),
    kind: text('kind', { enum: ['mail', 'session_end'] }).notNull(),
    /** The session whose tombstone must land, or the user whom a mail concerns. */
    subjectId: uuid('subject_id').notNull(),
    /** A mail's template and values, AES-256-GCM; erased once it is sent. */
    sealed: text('sealed'),
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
    check('outbox_kind', sql`kind in ('mail', 'session_end')`),
  ],
);
