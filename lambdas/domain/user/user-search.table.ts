import { boolean, index, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { instant } from '../columns.ts';
import { users } from './user.table.ts';

/**
 * The words by which users are found, kept by a trigger on `users` (migration 0012): the address, its parts and each word
 * of the name. A search is a scan of this key from a prefix on, whatever the number of users; the key's index includes
 * what the other words and the filters ask of each row, so that nothing is looked up for rows that are passed over.
 */
export const userSearchTerms = pgTable(
  'user_search_terms',
  {
    term: text('term').notNull(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    /** All terms of the user in the order of their bytes, a space before each. */
    words: text('words').notNull(),
    /** As in `users`. */
    isActive: boolean('is_active').notNull(),
    emailVerifiedAt: instant('email_verified_at'),
    resetRequiredAt: instant('reset_required_at'),
    deletedAt: instant('deleted_at'),
  },
  (table) => [primaryKey({ columns: [table.term, table.userId] }), index('user_search_terms_user_id').on(table.userId)],
);
