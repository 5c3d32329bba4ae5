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
    /** Since when every sign-in is refused like a wrong one, until a reset by mail: an account that was brought back. */
    resetRequiredAt: instant('reset_required_at'),
    emailVerifiedAt: instant('email_verified_at'),
    version: integer('version').notNull(),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
    deletedAt: instant('deleted_at'),
  },
  (table) => [
    uniqueIndex('users_email_key').on(table.emailKey).where(sql`deleted_at is null`),
    index('users_created_at').on(table.createdAt, table.id),
    // Lists go along these: ids are born in the order of time, and what a filter chooses has an index of its own.
    index('users_by_email').on(table.emailKey, table.id),
    index('users_by_name').on(table.name, table.id),
    index('users_disabled').on(table.id).where(sql`not is_active and deleted_at is null`),
    index('users_unverified').on(table.id).where(sql`email_verified_at is null and deleted_at is null`),
    index('users_reset_required').on(table.id).where(sql`reset_required_at is not null and deleted_at is null`),
    index('users_deleted').on(table.deletedAt, table.id).where(sql`deleted_at is not null`),
    check('users_version', sql`version >= 1`),
  ],
);
export type UserRow = typeof users.$inferSelect;
