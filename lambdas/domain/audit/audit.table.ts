import { index, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { id, instant } from '../columns.ts';
import { users } from '../user/user.table.ts';

/** One row per change and per refusal that concerns an account. Never updated, never deleted. */
export const auditLogs = pgTable(
  'audit_logs',
  {
    id: id(),
    createdAt: instant('created_at').notNull(),
    /** Whom it concerns. */
    userId: uuid('user_id').references(() => users.id),
    /** Who did it; null for a stranger. */
    actorId: uuid('actor_id').references(() => users.id),
    action: text('action').notNull(),
    resource: text('resource').notNull(),
    outcome: text('outcome', { enum: ['success', 'refused'] }).notNull(),
    details: jsonb('details').$type<Record<string, unknown>>().notNull(),
    ipAddress: text('ip_address').notNull(),
    userAgent: text('user_agent').notNull(),
    requestId: uuid('request_id').notNull(),
    sessionId: uuid('session_id'),
    /** SHA-256 over the row; the same value goes to the log stream at write. */
    hash: text('hash').notNull(),
  },
  (table) => [
    index('audit_logs_user_id_created_at').on(table.userId, table.createdAt.desc()),
    index('audit_logs_created_at').on(table.createdAt.desc(), table.id),
  ],
);
