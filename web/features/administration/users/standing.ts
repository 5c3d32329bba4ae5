import type { ManagedUser } from './managed-user.ts';

export type Status = 'active' | 'disabled' | 'unverified' | 'reset_required' | 'deleted';

/** What counts first: whoever is disabled cannot sign in, verified or not. */
export function statusOf(user: ManagedUser): Status {
  if (user.deleted_at !== null) return 'deleted';
  if (!user.is_active) return 'disabled';
  if (user.reset_required) return 'reset_required';
  return user.email_verified ? 'active' : 'unverified';
}
