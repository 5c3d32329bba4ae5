import { sql } from 'drizzle-orm';
import { check, index, integer, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { endReasons } from '../../kernel/http/end-reasons.ts';
import { id, instant } from '../columns.ts';
import { knownDevices } from '../device/device.table.ts';
import { users } from '../user/user.table.ts';

/** docs/flows/session.md. Postgres holds the truth; the store holds a versioned copy. */
export const sessions = pgTable(
  'sessions',
  {
    id: id(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id),
    /** Raised by every change; a copy of a lower version never replaces a higher one. */
    version: integer('version').notNull(),
    /** Of the refresh token: n, n+1, … */
    generation: integer('generation').notNull(),
    /** SHA-256 of the live refresh token's secret and of its parent's. */
    refreshHash: text('refresh_hash').notNull(),
    parentHash: text('parent_hash'),
    /** What the winner of the last rotation derived the live secret with. */
    refreshSalt: text('refresh_salt'),
    refreshKid: text('refresh_kid'),
    rotatedAt: instant('rotated_at'),
    delivery: text('delivery', { enum: ['cookie', 'body'] }).notNull(),
    amr: text('amr').array().notNull(),
    authTime: instant('auth_time').notNull(),
    steppedUpAt: instant('stepped_up_at').notNull(),
    userAgent: text('user_agent').notNull(),
    ipAddress: text('ip_address').notNull(),
    deviceId: uuid('device_id').references(() => knownDevices.id, { onDelete: 'set null' }),
    deviceName: text('device_name'),
    /** Where an administrator acts as the user: who that is, by which session of theirs, and why. */
    actorId: uuid('actor_id').references(() => users.id),
    actorSessionId: uuid('actor_session_id'),
    actorReason: text('actor_reason'),
    createdAt: instant('created_at').notNull(),
    lastUsedAt: instant('last_used_at').notNull(),
    idleExpiresAt: instant('idle_expires_at').notNull(),
    expiresAt: instant('expires_at').notNull(),
    endedAt: instant('ended_at'),
    endReason: text('end_reason', { enum: endReasons }),
  },
  (table) => [
    index('sessions_user_id').on(table.userId),
    index('sessions_expires_at').on(table.expiresAt),
    // Forgetting a device clears it here: without an index that reads the whole table for each device.
    index('sessions_actor_session_id').on(table.actorSessionId).where(sql`actor_session_id is not null`),
    index('sessions_device_id').on(table.deviceId),
    // The same for an account that is purged.
    index('sessions_actor_id').on(table.actorId).where(sql`actor_id is not null`),
    check('sessions_generation', sql`generation >= 0 and version >= 1`),
    check('sessions_delivery', sql`delivery in ('cookie', 'body')`),
    check('sessions_ended', sql`(ended_at is null) = (end_reason is null)`),
    check('sessions_actor', sql`(actor_id is null) = (actor_session_id is null)`),
    check('sessions_rotation', sql`(generation = 0) = (parent_hash is null)`),
  ],
);
export type SessionRow = typeof sessions.$inferSelect;
