import { Badge } from '../../../ui/badge.tsx';
import type { ManagedUser } from './users-list.ts';

type Status = 'active' | 'disabled' | 'unverified' | 'reset_required' | 'deleted';

const looks = {
  active: { label: 'Active', kind: 'success' },
  disabled: { label: 'Disabled', kind: 'danger' },
  unverified: { label: 'Not verified', kind: 'warning' },
  reset_required: { label: 'Must set a password', kind: 'warning' },
  deleted: { label: 'Deleted', kind: 'neutral' },
} as const;

export const statusOptions = [
  { value: '', label: 'All but deleted' },
  ...Object.entries(looks).map(([value, { label }]) => ({ value, label })),
];

/** What counts first: whoever is disabled cannot sign in, verified or not. */
export function statusOf(user: ManagedUser): Status {
  if (user.deleted_at !== null) return 'deleted';
  if (!user.is_active) return 'disabled';
  if (user.reset_required) return 'reset_required';
  return user.email_verified ? 'active' : 'unverified';
}

export function UserStatus({ user }: { user: ManagedUser }) {
  const { label, kind } = looks[statusOf(user)];
  return <Badge kind={kind}>{label}</Badge>;
}
