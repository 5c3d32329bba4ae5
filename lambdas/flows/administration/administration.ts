import type * as z from 'zod/mini';
import { findManagedUser, type ManagedUser } from '../../domain/user/managed-users.ts';
import { isTwoStep } from '../../domain/user/ways-in.ts';
import type { Context } from '../../kernel/context.ts';
import { AuthError } from '../../kernel/errors.ts';
import type { managedUser } from './user-routes.ts';

/** @throws AuthError 404 for an id that nobody has. */
export async function getUser(context: Context, id: string): Promise<ManagedUser> {
  const user = await findManagedUser(context.database, id);
  if (!user) throw new AuthError('NOT_FOUND');
  return user;
}

/** @throws AuthError 409 `CONFLICT` for a deleted account, which can only be restored. */
export function requirePresent({ row }: ManagedUser): void {
  if (row.deletedAt) throw new AuthError('CONFLICT', { details: { reason: 'user_deleted' } });
}

/** @throws AuthError 409 `CONFLICT` also for a disabled account, which nobody gets into. */
export function requireUsable(user: ManagedUser): void {
  requirePresent(user);
  if (!user.row.isActive) throw new AuthError('CONFLICT', { details: { reason: 'user_disabled' } });
}

/** Maps by hand, so that a new column never leaks. */
export function managedView({ row, roles, ways, identities, lastSeenAt }: ManagedUser): z.input<typeof managedUser> {
  return {
    id: row.id,
    email: row.email,
    name: row.name,
    locale: row.locale,
    avatar_url: row.avatarUrl,
    is_active: row.isActive,
    email_verified: row.emailVerifiedAt !== null,
    reset_required: row.resetRequiredAt !== null,
    roles: [...roles],
    two_step: isTwoStep(ways),
    passkeys: ways.passkeys,
    has_password: ways.password,
    identities: [...identities],
    last_seen_at: lastSeenAt?.toISOString() ?? null,
    created_at: row.createdAt.toISOString(),
    updated_at: row.updatedAt.toISOString(),
    deleted_at: row.deletedAt?.toISOString() ?? null,
    version: row.version,
  };
}
