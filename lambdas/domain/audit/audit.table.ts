import { index, integer, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { instant } from '../columns.ts';

/**
 * One row per change and per refusal that concerns an account. Never updated, never deleted: the functions' role cannot.
 * Partitioned by month of `created_at` (migration 0007). Ids of users stay when the user is purged, so they refer to
 * nothing.
 */
export const auditLogs = pgTable(
  'audit_logs',
  {
    id: uuid('id').notNull(),
    createdAt: instant('created_at').notNull(),
    /** Whom it concerns. */
    userId: uuid('user_id'),
    /** Who did it; null for a stranger. */
    actorId: uuid('actor_id'),
    action: text('action').notNull(),
    resource: text('resource').notNull(),
    outcome: text('outcome', { enum: ['success', 'refused'] }).notNull(),
    details: jsonb('details').$type<Record<string, unknown>>().notNull(),
    ipAddress: text('ip_address').notNull(),
    userAgent: text('user_agent').notNull(),
    requestId: uuid('request_id').notNull(),
    sessionId: uuid('session_id'),
    /** Of the commitment; erased, with what was personal, when the user is purged. */
    salt: text('salt'),
    /** SHA-256 over salt, details, ip and user agent: the row's hash holds it in their place, and outlives them. */
    commitment: text('commitment'),
    /** SHA-256 over the row; the same value goes to the log stream at write. */
    hash: text('hash').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.createdAt, table.id] }),
    index('audit_logs_user').on(table.userId, table.createdAt, table.id),
    index('audit_logs_action').on(table.action, table.createdAt, table.id),
    index('audit_logs_resource').on(table.resource, table.createdAt, table.id),
    index('audit_logs_ip').on(table.ipAddress, table.createdAt, table.id),
  ],
);

/** Rows that wait for their seal: filled by a trigger at insert, so that a row which commits late is not overlooked. */
export const auditUnsealed = pgTable(
  'audit_unsealed',
  { auditId: uuid('audit_id').notNull(), createdAt: instant('created_at').notNull() },
  (table) => [primaryKey({ columns: [table.createdAt, table.auditId] })],
);

/** The chain: a number without a gap and the head that it makes, for each row. */
export const auditSeals = pgTable(
  'audit_seals',
  {
    seq: integer('seq').primaryKey(),
    auditId: uuid('audit_id').notNull(),
    auditCreatedAt: instant('audit_created_at').notNull(),
    hash: text('hash').notNull(),
    /** SHA-256 over the head before, the number and the row's hash. */
    head: text('head').notNull(),
  },
  (table) => [index('audit_seals_audit').on(table.auditCreatedAt, table.auditId)],
);

/** Checkpoints that stand in the archive: the chain up to `seq` under the name. */
export const auditCheckpoints = pgTable('audit_checkpoints', {
  seq: integer('seq').primaryKey(),
  name: text('name').notNull(),
  createdAt: instant('created_at').notNull(),
});
