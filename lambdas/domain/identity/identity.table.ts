import { sql } from 'drizzle-orm';
import { index, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { id, instant } from '../columns.ts';
import { users } from '../user/user.table.ts';

/** An account at a provider, by issuer and subject alone: an address can change hands (OpenID Connect Core 5.7). */
export const identities = pgTable(
  'identities',
  {
    id: id(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id),
    /** Its name in the configuration. */
    provider: text('provider').notNull(),
    issuer: text('issuer').notNull(),
    subject: text('subject').notNull(),
    /** As the provider said it at the last sign-in; for display alone. */
    email: text('email'),
    createdAt: instant('created_at').notNull(),
    lastUsedAt: instant('last_used_at'),
    /** Set when its user was deleted: it signs nobody in, and another account may link it. */
    retiredAt: instant('retired_at'),
  },
  (table) => [
    uniqueIndex('identities_subject').on(table.issuer, table.subject).where(sql`retired_at is null`),
    index('identities_user').on(table.userId),
  ],
);
export type IdentityRow = typeof identities.$inferSelect;
