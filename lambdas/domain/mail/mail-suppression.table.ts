import { sql } from 'drizzle-orm';
import { check, pgTable, text } from 'drizzle-orm/pg-core';
import { instant } from '../columns.ts';

/** Why an address gets no mail for a while: it does not exist, or its owner called our mail spam. */
export const suppressionReasons = ['bounce', 'complaint'] as const;

/** Of an address, not of a user: mail goes to addresses that have no account, too. */
export const mailSuppressions = pgTable(
  'mail_suppressions',
  {
    emailKey: text('email_key').primaryKey(),
    reason: text('reason', { enum: suppressionReasons }).notNull(),
    createdAt: instant('created_at').notNull(),
    suppressedUntil: instant('suppressed_until').notNull(),
  },
  (table) => [
    check(
      'mail_suppressions_reason',
      sql.raw(`${table.reason.name} in (${suppressionReasons.map((reason) => `'${reason}'`).join(', ')})`),
    ),
  ],
);
