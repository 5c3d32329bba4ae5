import { auditRefusal } from '../../domain/audit/audit.ts';
import { readRoleMap } from '../../domain/role/grants.ts';
import { systemRoles } from '../../domain/role/role.ts';
import { type Acting, findActor } from '../../domain/user/administered.ts';
import type { Context, Principal } from '../../kernel/context.ts';
import { AuthError, invalidFields } from '../../kernel/errors.ts';

/** Roles that an actor may give, as roles and actor were when that was looked at. */
export interface Grantable extends Acting {
  /** `user` among them, which every account has. */
  roleIds: readonly string[];
  /** In order. */
  names: readonly string[];
}

/** How often the roles may change between two looks. */
const turns = 3;

/**
 * Nobody grants what they do not hold (protocols: administration), an invitation's roles included. `user` needs nothing
 * but the right to invite.
 *
 * @throws AuthError 422 for an id that no role has; 403, audited, for roles beyond what the actor holds.
 */
export async function requireGrantable(
  context: Context,
  principal: Principal,
  wanted: readonly string[],
): Promise<Grantable> {
  const roleIds = [...new Set([systemRoles.user, ...wanted])];
  for (let turn = 0; turn < turns; turn++) {
    const acting = await findActor(context, principal);
    const map = await readRoleMap(context.database);
    if (map.version !== acting.rbacVersion) continue;
    const roles = roleIds.flatMap((id) => map.byId.get(id) ?? []);
    if (roles.length < roleIds.length) throw invalidFields({ role_ids: 'Has a role that there is not.' });
    const needed = ['users:write', ...roles.flatMap(({ permissions }) => permissions)];
    if (roleIds.length > 1) needed.push('roles:assign');
    if (needed.some((permission) => !acting.actor.permissions.has(permission))) throw await refuse(context, principal);
    return { ...acting, roleIds, names: roles.map(({ name }) => name).sort() };
  }
  throw new AuthError('CONFLICT');
}

/** It concerns nobody yet but the one who tried it. */
async function refuse(context: Context, { userId, sessionId }: Principal): Promise<AuthError> {
  const reason = 'permission_not_held';
  const action = 'invitation.sent';
  await auditRefusal(context, {
    action,
    resource: `user:${userId}`,
    userId,
    actorId: userId,
    sessionId,
    details: { reason },
  });
  context.metrics.count('AdministrationRefused', { reason });
  return new AuthError('FORBIDDEN', { details: { reason } });
}
