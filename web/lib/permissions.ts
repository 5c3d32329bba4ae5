/** What the administration knows of permissions (lambdas/migrations, CONTRIBUTING.md). */
import type { User } from './api.ts';

/** What each permits, in words. Whoever holds one of them sees the administration. */
export const adminPermissions = {
  'users:read': 'See users',
  'users:write': 'Invite, change, disable, delete and restore users',
  'users:act_as': 'Act as another user for a short time',
  'sessions:end': "End a user's sessions",
  'roles:read': 'See roles and permissions',
  'roles:write': 'Make, change and delete roles',
  'roles:assign': 'Give roles to users',
  'audit:read': 'Read the audit log',
  'mail:read': 'See mail deliveries',
  'settings:read': 'See the settings of the platform',
  'stats:read': 'See sign-in and user statistics',
} as const;

export type AdminPermission = keyof typeof adminPermissions;

export function holds(user: User, permission: AdminPermission): boolean {
  return user.permissions.includes(permission);
}

export function mayAdminister(user: User): boolean {
  return user.permissions.some((permission) => Object.hasOwn(adminPermissions, permission));
}
