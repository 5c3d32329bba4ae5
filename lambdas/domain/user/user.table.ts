import { sql } from 'drizzle-orm';
import { boolean, check, index, integer, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { id, instant } from '../columns.ts';

export const users = pgTable(
  'users',
  {
    id: id(),
    /** As typed, for display; mail goes to it. */
    email: text('email').notNull(),
    /** By which addresses are compared: `domain/user/email.ts`. */
    emailKey: text('email_key').notNull(),
    name: text('name').notNull(),
    locale: text('locale'),
    avatarUrl: text('avatar_url'),
    isActive: boolean('is_active').notNull(),
    emailVerifiedAt: instant('email_verified_at'),
    version: integer('version').notNull(),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
    deletedAt: instant('deleted_at'),
  },
  (table) => [
    uniqueIndex('users_email_key').on(table.emailKey).where(sql`deleted_at is null`),
    index('users_created_at').on(table.createdAt, table.id),
    check('users_version', sql`version >= 1`),
  ],
);
export type UserRow = typeof users.$inferSelect;
