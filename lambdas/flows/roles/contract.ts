import * as z from 'zod/mini';
import { defineContract } from '../../kernel/http/contract.ts';
import { id, mostRolesOfUser, personName, roleDescription, timestamp } from '../../kernel/http/fields.ts';
import { administrationLimit, signedInIp } from '../../kernel/http/limits.ts';

const permission = z.object({
  /** `resource:action`. */
  name: z.string(),
  resource: z.string(),
  action: z.string(),
  description: z.string(),
});

const role = z.object({
  id,
  name: z.string(),
  display_name: z.string(),
  description: z.string(),
  /** Made with the platform, and fixed. */
  is_system: z.boolean(),
  /** Names, in order. */
  permissions: z.array(z.string()),
  created_at: timestamp,
});

/** What a user may do from now on. */
const assignment = z.object({
  id,
  roles: z.array(z.object({ id, name: z.string() })),
  permissions: z.array(z.string()),
  /** Of the user, as its `ETag` has it. */
  version: z.int(),
});

/** It goes into tokens, where others compare it: letters of one case, and it stays. */
const name = z.string().check(z.regex(/^[a-z][a-z0-9]*(?:[_-][a-z0-9]+)*$/, 'role-name'), z.maxLength(50));
/** Exact names of permissions that exist; nothing stands for several of them. */
const permissions = z.array(z.string().check(z.maxLength(100))).check(z.maxLength(100));

const limits = [administrationLimit, signedInIp];
const write = { access: { permission: 'roles:write' }, recentAuthentication: true, limits } as const;
const one = z.object({ id });

/** docs/flows/roles.md. */
export const roles = defineContract({
  flow: 'roles',
  needs: ['database', 'store', 'mail'],
  routes: {
    listRoles: {
      method: 'GET',
      path: '/api/v1/roles',
      summary: 'Every role with its permissions, by name.',
      access: { permission: 'roles:read' },
      limits,
      success: { status: 200, data: z.array(role), list: true },
      errors: [],
    },
    listPermissions: {
      method: 'GET',
      path: '/api/v1/permissions',
      summary: 'Every permission that there is, by name.',
      access: { permission: 'roles:read' },
      limits,
      success: { status: 200, data: z.array(permission), list: true },
      errors: [],
    },
    createRole: {
      method: 'POST',
      path: '/api/v1/roles',
      summary: 'Make a role of permissions that one holds.',
      ...write,
      body: z.object({ name, display_name: personName, description: z._default(roleDescription, ''), permissions }),
      success: { status: 200, data: role },
      errors: ['CONFLICT'],
    },
    updateRole: {
      method: 'PATCH',
      path: '/api/v1/roles/{id}',
      summary: 'Change what a role is called and what it permits. It is felt at the next request of whoever has it.',
      ...write,
      params: one,
      body: z.object({
        display_name: z.optional(personName),
        description: z.optional(roleDescription),
        permissions: z.optional(permissions),
      }),
      success: { status: 200, data: role },
      errors: ['NOT_FOUND', 'CONFLICT'],
    },
    deleteRole: {
      method: 'DELETE',
      path: '/api/v1/roles/{id}',
      summary: 'Delete a role that nobody has any more.',
      ...write,
      params: one,
      success: { status: 204 },
      errors: ['NOT_FOUND', 'CONFLICT'],
    },
    assignRoles: {
      method: 'PUT',
      path: '/api/v1/users/{id}/roles',
      summary: 'Give a user these roles and no others. It is felt at their next request.',
      access: { permission: 'roles:assign' },
      recentAuthentication: true,
      ifMatch: true,
      limits,
      params: one,
      body: z.object({ role_ids: z.array(id).check(z.maxLength(mostRolesOfUser)) }),
      success: { status: 200, data: assignment, etag: true },
      errors: ['NOT_FOUND', 'CONFLICT', 'LAST_ADMIN'],
    },
  },
});
