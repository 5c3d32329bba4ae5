import { sql } from 'drizzle-orm';
import { check, index, integer, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { id, instant } from '../columns.ts';

export const jobKinds = ['users_bulk', 'users_export', 'audit_export'] as const;

/** Work that takes longer than a request. It goes on from `position`, so that a worker may stop at any step. */
export const jobs = pgTable(
  'jobs',
  {
    id: id(),
    kind: text('kind', { enum: jobKinds }).notNull(),
    state: text('state', { enum: ['queued', 'running', 'done', 'failed'] }).notNull(),
    /** Its starter, who alone sees it, and the session that started it. */
    userId: uuid('user_id').notNull(),
    sessionId: uuid('session_id').notNull(),
    input: jsonb('input').$type<Record<string, unknown>>().notNull(),
    /** Raised by each step: of two workers at one step, one writes. */
    step: integer('step').notNull(),
    position: jsonb('position').$type<Record<string, unknown>>(),
    done: integer('done').notNull(),
    total: integer('total').notNull(),
    errors: jsonb('errors').$type<{ id: string; code: string }[]>().notNull(),
    createdAt: instant('created_at').notNull(),
    finishedAt: instant('finished_at'),
  },
  (table) => [
    index('jobs_user_id').on(table.userId, table.id),
    check('jobs_kind', sql`kind in ('users_bulk', 'users_export', 'audit_export')`),
    check('jobs_state', sql`state in ('queued', 'running', 'done', 'failed')`),
  ],
);
export type JobRow = typeof jobs.$inferSelect;

/** What a job made, in pieces that fit one answer. */
export const jobParts = pgTable(
  'job_parts',
  {
    jobId: uuid('job_id')
      .notNull()
      .references(() => jobs.id, { onDelete: 'cascade' }),
    part: integer('part').notNull(),
    body: text('body').notNull(),
  },
  (table) => [primaryKey({ columns: [table.jobId, table.part] })],
);
