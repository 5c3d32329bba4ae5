import { pgTable, text } from 'drizzle-orm/pg-core';

/**
 * Facts about the database itself, which functions may read and not write: `mark` is `local` where the local platform may
 * seed and reset it; `audit_chain` is another one after each reset; `audit_retention_days` is how long audit rows are kept.
 */
export const platformFacts = pgTable('platform_facts', {
  name: text('name').primaryKey(),
  value: text('value').notNull(),
});
