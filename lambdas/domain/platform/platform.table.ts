import { pgTable, text } from 'drizzle-orm/pg-core';

/** Facts about the database itself: `mark` is `local` where the local platform may seed and reset it. */
export const platformFacts = pgTable('platform_facts', {
  name: text('name').primaryKey(),
  value: text('value').notNull(),
});
