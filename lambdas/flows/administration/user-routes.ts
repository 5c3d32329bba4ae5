import * as z from 'zod/mini';
import type { Route } from '../../kernel/http/contract.ts';
import { id, timestamp } from '../../kernel/http/fields.ts';
import { administrationLimit, signedInIp } from '../../kernel/http/limits.ts';

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

const limits = [administrationLimit, signedInIp];
const user = z.object({ id });

export const userRoutes = {
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
