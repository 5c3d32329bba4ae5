import { sql } from 'drizzle-orm';
import { check, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { id, instant } from '../columns.ts';
import { users } from '../user/user.table.ts';

export const credentials = pgTable(
  'credentials',
  {
    id: id(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id),
    kind: text('kind', { enum: ['password'] }).notNull(),
    /** For a password: `$gh1$<pepper id>$<bcrypt>`. */
    secret: text('secret').notNull(),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
  },
  (table) => [
    uniqueIndex('credentials_password').on(table.userId).where(sql`kind = 'password'`),
    check('credentials_kind', sql`kind in ('password')`),
  ],
);
