import type * as z from 'zod/mini';
import type { user as userView } from '../../kernel/http/fields.ts';
import type { Grants } from '../role/grants.ts';
import type { UserRow } from './user.table.ts';

/** The public view of a user. */
export type UserView = z.input<typeof userView>;

/** A user as this platform knows it: the row and what it may do. */
export interface User {
  row: UserRow;
  grants: Grants;
}

/** Maps by hand, so that a new column never leaks. */
export function viewOf({ row, grants }: User): UserView {
  return {
    id: row.id,
    email: row.email,
    name: row.name,
    locale: row.locale,
    avatar_url: row.avatarUrl,
    email_verified: row.emailVerifiedAt !== null,
    roles: [...grants.roles],
    permissions: [...grants.permissions],
    created_at: row.createdAt.toISOString(),
    updated_at: row.updatedAt.toISOString(),
  };
}

/**
 * Why nobody signs in to the account, whatever they prove, or null where its owner may: it is disabled, or was brought
 * back and waits for a new password by mail. Either way it answers as a wrong proof does.
 */
export function closedBecause({ isActive, resetRequiredAt }: UserRow): 'user_disabled' | 'reset_required' | null {
  if (!isActive) return 'user_disabled';
  return resetRequiredAt === null ? null : 'reset_required';
}

/** Whether its owner, and so whoever acts as them, gets in at all. */
export function canSignIn(row: UserRow): boolean {
  return row.deletedAt === null && row.emailVerifiedAt !== null && closedBecause(row) === null;
}

/** What stands before the `@`, until the person says how they are called. */
export function neutralName(email: string): string {
  return email.slice(0, email.lastIndexOf('@'));
}
