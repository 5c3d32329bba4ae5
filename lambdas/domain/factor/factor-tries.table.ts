import { sql } from 'drizzle-orm';
import { check, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { instant } from '../columns.ts';
import { users } from '../user/user.table.ts';

/** Whose codes are counted apart: guessing one kind must not use up another. */
export const triedKinds = ['totp', 'hotp', 'recovery_code'] as const;
export type TriedKind = (typeof triedKinds)[number];

/**
 * Wrong codes, in the database so that neither a new sign-in nor a lost store forgets them (NIST SP 800-63B-4 3.2.2).
 * A try is counted before its code is looked at; the right one sets the counts back.
 */
export const factorTries = pgTable(
  'factor_tries',
  {
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id),
    kind: text('kind', { enum: triedKinds }).notNull(),
    /** Empty for strangers, else the id of the known device, which has a lane of its own. */
    lane: text('lane').notNull(),
    inWindow: integer('in_window').notNull(),
    windowStartedAt: instant('window_started_at').notNull(),
    inARow: integer('in_a_row').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.userId, table.kind, table.lane] }),
    check('factor_tries_kind', sql`kind in ('totp', 'hotp', 'recovery_code')`),
  ],
);
