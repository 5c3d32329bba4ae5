import { type Authority, findAuthority, holdsAll } from '../../domain/role/authority.ts';
import { readRoleMap } from '../../domain/role/grants.ts';
import { refusalOf } from '../../domain/role/refusal.ts';
import { systemRoles } from '../../domain/role/role.ts';
import type { Context, Principal } from '../../kernel/context.ts';
import { invalidFields } from '../../kernel/errors.ts';

/** Roles that an actor may give, as roles and actor were when that was looked at. */
export interface Grantable extends Authority {
  /** `user` among them, which every account has. */
  roleIds: readonly string[];
  /** In order. */
  names: readonly string[];
}

/**
 * Nobody grants what they do not hold, an invitation's roles included. `user` needs nothing but the right to invite. Null
 * where the roles changed between two looks.
 *
 * @throws AuthError 422 for an id that no role has; 403, audited, for roles beyond what the actor holds.
 */
export async function findGrantable(
  context: Context,
  principal: Principal,
  wanted: readonly string[],
): Promise<Grantable | null> {
  const roleIds = [...new Set([systemRoles.user, ...wanted])];
  const authority = await findAuthority(context.database, principal);
  const map = await readRoleMap(context.database);
  if (map.version !== authority.rbacVersion) return null;
  const roles = roleIds.flatMap((id) => map.byId.get(id) ?? []);
  if (roles.length < roleIds.length) throw invalidFields({ role_ids: 'Has a role that there is not.' });
  const needed = ['users:write', ...roles.flatMap(({ permissions }) => permissions)];
  if (roleIds.length > 1) needed.push('roles:assign');
  if (!holdsAll(authority, needed)) {
    // It concerns nobody yet but the one who tried it.
    const tried = { action: 'invitation.sent', resource: `user:${principal.userId}`, userId: principal.userId };
    throw await refusalOf(context, principal, tried, 'permission_not_held');
  }
  return { ...authority, roleIds, names: roles.map(({ name }) => name).sort() };
}
