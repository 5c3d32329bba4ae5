import { sql } from 'drizzle-orm';
import { check, integer, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { id, instant } from '../columns.ts';
import { users } from '../user/user.table.ts';

export const codeFactorKinds = ['totp', 'hotp'] as const;
/** A second factor that makes codes: by time (RFC 6238) or by a counter (RFC 4226). */
export type CodeFactorKind = (typeof codeFactorKinds)[number];

export const factors = pgTable(
  'factors',
  {
    id: id(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id),
    kind: text('kind', { enum: codeFactorKinds }).notNull(),
    /** The shared secret, AES-256-GCM, bound to kind, user and row. */
    sealed: text('sealed').notNull(),
    /** TOTP: the newest step that was used. HOTP: the next counter. It only goes up. */
    counter: integer('counter').notNull(),
    createdAt: instant('created_at').notNull(),
    /** Null while the enrolment waits for its first code: such a factor counts for nothing. */
    confirmedAt: instant('confirmed_at'),
    lastUsedAt: instant('last_used_at'),
  },
  (table) => [
    uniqueIndex('factors_confirmed').on(table.userId, table.kind).where(sql`confirmed_at is not null`),
    uniqueIndex('factors_enrolling').on(table.userId, table.kind).where(sql`confirmed_at is null`),
    check('factors_kind', sql`kind in ('totp', 'hotp')`),
    check('factors_counter', sql`counter >= 0`),
  ],
);
export type FactorRow = typeof factors.$inferSelect;
