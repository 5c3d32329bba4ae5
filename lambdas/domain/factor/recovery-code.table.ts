import { sql } from 'drizzle-orm';
import { index, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { id, instant } from '../columns.ts';
import { users } from '../user/user.table.ts';

/** One code of the set that is shown once. Spent by one conditional UPDATE. */
export const recoveryCodes = pgTable(
  'recovery_codes',
  {
    id: id(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id),
    /** `<key id>.<HMAC>` of kind, row id and code. */
    codeHash: text('code_hash').notNull(),
    createdAt: instant('created_at').notNull(),
    spentAt: instant('spent_at'),
  },
  (table) => [index('recovery_codes_user').on(table.userId).where(sql`spent_at is null`)],
);
