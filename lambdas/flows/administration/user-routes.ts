import * as z from 'zod/mini';
import type { Route } from '../../kernel/http/contract.ts';
import { id, text, timestamp } from '../../kernel/http/fields.ts';
import { administrationLimit, signedInIp } from '../../kernel/http/limits.ts';
import { pageQuery } from '../../kernel/http/lists.ts';

/** A user as administrators see one. */
export const managedUser = z.object({
  id,
  email: z.string(),
  name: z.string(),
  locale: z.nullable(z.string()),
  avatar_url: z.nullable(z.string()),
  is_active: z.boolean(),
  email_verified: z.boolean(),
  /** Every sign-in is refused until a reset by mail: the account was brought back. */
  reset_required: z.boolean(),
  /** Names. */
  roles: z.array(z.string()),
  two_step: z.boolean(),
  passkeys: z.int(),
  has_password: z.boolean(),
  /** Names of the linked providers. */
  identities: z.array(z.string()),
  /** Of the newest session. */
  last_seen_at: z.nullable(timestamp),
  created_at: timestamp,
  updated_at: timestamp,
  deleted_at: z.nullable(timestamp),
  version: z.int(),
});

const userFilters = {
  /** Beginnings of words of name and address, which must all be found; the order is their own. */
  'filter[search]': z.optional(text(100)),
  /** Left out: all that are not deleted. */
  'filter[status]': z.optional(z.enum(['active', 'disabled', 'unverified', 'reset_required', 'deleted'])),
  /** The name of a role. */
  'filter[role]': z.optional(text(100)),
  /**
   * Left out: the newest first, or the last deleted. With a role or a rarer state by creation alone, of the deleted by
   * deletion alone, with a search none.
   */
  sort: z.optional(
    z.enum(['created_at', '-created_at', 'email', '-email', 'name', '-name', 'deleted_at', '-deleted_at']),
  ),
};
const userListQuery = z.extend(pageQuery, userFilters);
export type UserListQuery = z.output<typeof userListQuery>;
export type UserFilterQuery = Omit<UserListQuery, 'per_page' | 'cursor'>;

const limits = [administrationLimit, signedInIp];
const user = z.object({ id });

export const userRoutes = {
  listUsers: {
    method: 'GET',
    path: '/api/v1/users',
    summary: 'Users by filter, search and order. A page may be short and not the last one.',
    access: { permission: 'users:read' },
    limits,
    query: userListQuery,
    success: { status: 200, data: z.array(managedUser), list: true },
    errors: [],
  },
  getUser: {
    method: 'GET',
    path: '/api/v1/users/{id}',
    summary: 'One user, deleted or not.',
    access: { permission: 'users:read' },
    limits,
    params: user,
    success: { status: 200, data: managedUser, etag: true },
    errors: ['NOT_FOUND'],
  },
} as const satisfies Record<string, Route>;
