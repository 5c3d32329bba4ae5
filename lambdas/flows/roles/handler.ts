import { type Role, readPermissions, readRoles } from '../../domain/role/roles.ts';
import { defineFlow } from '../../kernel/http/flow.ts';
import { onlyPage } from '../../kernel/http/lists.ts';
import { assignRoles } from './assignment.ts';
import { roles } from './contract.ts';
import { createRole, deleteRole, updateRole, viewOf } from './roles.ts';

export const rolesFlow = defineFlow(roles, {
  listRoles: async (_input, { database }) => onlyPage((await readRoles(database)).map(roleView)),
  listPermissions: async (_input, { database }) => {
    const rows = await readPermissions(database);
    return onlyPage(rows.map(({ name, resource, action, description }) => ({ name, resource, action, description })));
  },
  createRole: async ({ principal, body }, context) => ({
    data: roleView(await createRole(context, principal, body)),
    message: 'The role is made.',
  }),
  updateRole: async ({ principal, params, body }, context) => ({
    data: roleView(await updateRole(context, principal, params.id, body)),
    message: 'The role is changed.',
  }),
  deleteRole: async ({ principal, params }, context) => {
    await deleteRole(context, principal, params.id);
    return { data: undefined };
  },
  assignRoles: async ({ principal, params, body, ifMatch }, context) => {
    const wanted = { userId: params.id, roleIds: body.role_ids, versions: ifMatch };
    const { userId, ...assigned } = await assignRoles(context, principal, wanted);
    return {
      data: { id: userId, ...assigned },
      etag: assigned.version,
      message: 'The roles are given.',
    };
  },
});

function roleView(role: Role) {
  const { id, name, isSystem, createdAt } = role.row;
  return { id, name, ...viewOf(role), is_system: isSystem, created_at: createdAt.toISOString() };
}
