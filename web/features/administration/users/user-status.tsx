import { Badge } from '../../../ui/badge.tsx';
import type { ManagedUser } from './managed-user.ts';
import { statusOf } from './standing.ts';

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

export function UserStatus({ user }: { user: ManagedUser }) {
  const { label, kind } = looks[statusOf(user)];
  return <Badge kind={kind}>{label}</Badge>;
}
