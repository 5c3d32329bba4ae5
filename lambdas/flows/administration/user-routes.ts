import * as z from 'zod/mini';
import type { Route } from '../../kernel/http/contract.ts';
import { email, id, languageTag, mostRolesOfUser, personName, text, timestamp } from '../../kernel/http/fields.ts';
import { administrationLimit, mailBreaker, mailBudget, signedInIp } from '../../kernel/http/limits.ts';
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
export const userListQuery = z.extend(pageQuery, userFilters);
export type UserListQuery = z.output<typeof userListQuery>;
export type UserFilterQuery = Omit<UserListQuery, 'per_page' | 'cursor'>;

const limits = [administrationLimit, signedInIp];
const mailing = [...limits, mailBudget, mailBreaker];
const user = z.object({ id });
/** What every change of somebody else's account asks for. */
const measure = { access: { permission: 'users:write' }, recentAuthentication: true, limits } as const;

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
  inviteUser: {
    ...measure,
    method: 'POST',
    path: '/api/v1/users',
    summary: 'Invite an address, or invite it anew. The roles must be held by whoever invites, and take roles:assign.',
    limits: mailing,
    body: z.object({
      email,
      name: z.optional(personName),
      /** Of the mail. */
      locale: z.optional(z.nullable(languageTag)),
      /** Besides `user`, which every account has. */
      role_ids: z.optional(z.array(id).check(z.maxLength(mostRolesOfUser))),
    }),
    success: { status: 200, data: managedUser, etag: true },
    errors: ['EMAIL_TAKEN', 'CONFLICT'],
  },
  updateUser: {
    ...measure,
    method: 'PATCH',
    path: '/api/v1/users/{id}',
    summary: 'Change name or state of an account. Disabling it ends its sessions.',
    ifMatch: true,
    params: user,
    body: z.object({
      name: z.optional(personName),
      is_active: z.optional(z.boolean()),
      email_verified: z.optional(z.boolean()),
    }),
    success: { status: 200, data: managedUser, etag: true },
    errors: ['NOT_FOUND', 'LAST_ADMIN', 'CONFLICT'],
  },
  deleteUser: {
    ...measure,
    method: 'DELETE',
    path: '/api/v1/users/{id}',
    summary: 'Delete an account. It can be restored within 30 days.',
    params: user,
    success: { status: 204 },
    errors: ['NOT_FOUND', 'LAST_ADMIN', 'CONFLICT', 'ALREADY_DONE'],
  },
  restoreUser: {
    ...measure,
    method: 'POST',
    path: '/api/v1/users/{id}/restore',
    summary: 'Bring a deleted account back, without roles and closed until its owner chose a new password by mail.',
    params: user,
    success: { status: 200, data: managedUser, etag: true },
    errors: ['NOT_FOUND', 'EMAIL_TAKEN', 'CONFLICT', 'ALREADY_DONE'],
  },
  startPasswordReset: {
    ...measure,
    method: 'POST',
    path: '/api/v1/users/{id}/password-reset',
    summary: 'Mail the owner a link with which they choose a new password.',
    limits: mailing,
    params: user,
    success: { status: 204 },
    errors: ['NOT_FOUND', 'CONFLICT'],
  },
  resetSecondStep: {
    ...measure,
    method: 'DELETE',
    path: '/api/v1/users/{id}/mfa',
    summary: 'Remove the factors of the second step and the recovery codes; the owner is told.',
    params: user,
    success: { status: 204 },
    errors: ['NOT_FOUND', 'CONFLICT', 'ALREADY_DONE'],
  },
  unlockUser: {
    ...measure,
    method: 'POST',
    path: '/api/v1/users/{id}/unlock',
    summary: 'Forget the wrong passwords and codes that locked the account; the owner is told.',
    params: user,
    success: { status: 204 },
    errors: ['NOT_FOUND', 'CONFLICT'],
  },
  endUserSessions: {
    ...measure,
    method: 'DELETE',
    path: '/api/v1/users/{id}/sessions',
    summary: 'End every session of a user.',
    access: { permission: 'sessions:end' },
    params: user,
    success: { status: 204 },
    errors: ['NOT_FOUND', 'CONFLICT'],
  },
} as const satisfies Record<string, Route>;
