import { index, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { users } from './user.table.ts';

/**
 * The words by which users are found, kept by a trigger on `users` (migration 0007): the address, its parts and each word
 * of the name. A search is a scan of this key from a prefix on, whatever the number of users.
 */
export const userSearchTerms = pgTable(
  'user_search_terms',
  {
    term: text('term').notNull(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
  },
  (table) => [
    primaryKey({ columns: [table.term, table.userId] }),
    index('user_search_terms_user').on(table.userId, table.term),
  ],
);
