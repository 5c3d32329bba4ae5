'use client';
import { roles as contract } from '../../../lambdas/flows/roles/contract.ts';
import { type Answer, createClient } from '../../../lambdas/kernel/http/client.ts';
import type { User } from '../api.ts';
import { holds } from '../permissions.ts';
import { useMe } from '../session/me.ts';
import { type Read, useRead } from '../use-read.ts';

const client = createClient({ roles: contract }).roles;

export type Role = Extract<Answer<typeof contract.routes.listRoles>, { ok: true }>['data'][number];

/** All that concerns roles is kept under it. */
export const rolesKey = ['roles'];

/** Every role; nothing for those who may not see roles. */
export function useRoles(): Read<readonly Role[]> {
  const { user } = useMe();
  return useRead(rolesKey, (bearer) => client.listRoles({ bearer }), { enabled: holds(user, 'roles:read') });
}

/** Nobody gives what they do not hold. */
export function mayGive(user: User, { permissions }: Pick<Role, 'permissions'>): boolean {
  return permissions.every((permission) => user.permissions.includes(permission));
}
