/** Giving roles to a user, and taking them: felt at their next request (docs/flows/roles.md). */
import { sql } from 'drizzle-orm';
import { announceAudit, auditInsert, auditRow } from '../../domain/audit/audit.ts';
import { type Authority, findAuthority, holdsAll, planGrantChange } from '../../domain/role/authority.ts';
import { type RoleMap, readRoleMap } from '../../domain/role/grants.ts';
import { countAdministrators } from '../../domain/role/last-administrator.ts';
import { type RefusalReason, refusalOf } from '../../domain/role/refusal.ts';
import { systemRoles } from '../../domain/role/role.ts';
import { endedList, publishCopies, renewSessionsOf } from '../../domain/session/ended-sessions.ts';
import { at, together, touched } from '../../domain/statement.ts';
import { inTurns } from '../../domain/turns.ts';
import type { User } from '../../domain/user/user.ts';
import { findUser } from '../../domain/user/users.ts';
import type { Context, Principal } from '../../kernel/context.ts';
import { AuthError, invalidFields } from '../../kernel/errors.ts';

export interface Assignment {
  userId: string;
  roles: { id: string; name: string }[];
  permissions: string[];
  /** Of the user. */
  version: number;
}

export interface Wanted {
  userId: string;
  roleIds: readonly string[];
  /** Of the user, as the actor read it. */
  versions: readonly number[];
}

/**
 * Gives the user these roles and no others. The actor must hold whatever the user may do before and after.
 *
 * @throws AuthError `PRECONDITION_FAILED` where the user has changed, `LAST_ADMIN` where nobody could administer the
 * platform, `FORBIDDEN` for what the actor lacks and for the own account, `NOT_FOUND`; 422 for a role that there is not.
 */
export async function assignRoles(context: Context, actor: Principal, wanted: Wanted): Promise<Assignment> {
  const roleIds = [...new Set(wanted.roleIds)];
  return inTurns(async () => {
    // The version comes first: what is read after it may be newer, and then it is not met.
    const authority = await findAuthority(context.database, actor);
    const [roles, user] = await Promise.all([readRoleMap(context.database), findUser(context.database, wanted.userId)]);
    if (!user) throw new AuthError('NOT_FOUND');
    if (roles.version !== authority.rbacVersion) return null;
    if (!roleIds.every((id) => roles.byId.has(id)))
      throw invalidFields({ role_ids: 'Names a role that there is not.' });
    const refused = await whyRefused(context, authority, user, {
      roleIds,
      permissions: permissionsOf(roles, roleIds),
    });
    if (refused) {
      const tried = { action: 'roles.assigned', resource: `user:${wanted.userId}`, userId: wanted.userId };
      throw await refusalOf(context, actor, tried, refused);
    }
    if (!wanted.versions.includes(user.row.version)) throw new AuthError('PRECONDITION_FAILED');
    return write(context, actor, authority, user, assignmentOf(roles, user, roleIds));
  });
}

/** Why the actor may not give the user these roles, or take the others; null where they may. */
async function whyRefused(
  { database }: Context,
  authority: Authority,
  { row, grants }: User,
  after: { roleIds: readonly string[]; permissions: readonly string[] },
): Promise<RefusalReason | null> {
  const isOwn = row.id === authority.actor.userId;
  // First: to those who may do less it would say who the last administrator is.
  if (!isOwn && !holdsAll(authority, [...grants.permissions, ...after.permissions])) return 'permission_not_held';
  const takesAdministrator = grants.roleIds.includes(systemRoles.admin) && !after.roleIds.includes(systemRoles.admin);
  if (takesAdministrator && (await countAdministrators(database, row.id)).others === 0) return 'last_administrator';
  return isOwn ? 'own_account' : null;
}

/** Null, with nothing written, where something was granted or the user changed since they were read. */
async function write(
  context: Context,
  actor: Principal,
  authority: Authority,
  user: User,
  assignment: Assignment,
): Promise<Assignment | null> {
  const { id, version } = user.row;
  const now = at(context.clock.now());
  const grant = planGrantChange(context, authority, { user: id, version });
  const happened = touched('changed');
  const audit = auditRow(context, {
    action: 'roles.assigned',
    resource: `user:${id}`,
    userId: id,
    actorId: actor.userId,
    outcome: 'success',
    sessionId: actor.sessionId,
    details: { changes: { roles: [user.grants.roles, assignment.roles.map(({ name }) => name)] } },
  });
  const given = sql`(select unnest(string_to_array(${assignment.roles.map((role) => role.id).join(' ')}::text, ' '))::uuid as id)`;
  const [row] = await context.database.rows<{ changed: boolean; renewed: string | null }>(
    together(
      {
        ...grant.parts,
        changed: sql`
          update users set version = version + 1, updated_at = ${now}
          where id = ${id}::uuid and ${touched('rbac')} returning id`,
        taken: sql`
          delete from user_roles where user_id = ${id}::uuid and role_id not in ${given} and ${happened}`,
        given: sql`
          insert into user_roles (user_id, role_id, granted_by, granted_at)
          select ${id}::uuid, g.id, ${actor.userId}::uuid, ${now} from ${given} g where ${happened}
          on conflict do nothing`,
        ...renewSessionsOf('changed', context.clock.now()),
        audited: auditInsert(audit, happened),
      },
      sql`select ${happened} as changed, ${endedList('renewed', 'copies')} as renewed`,
    ),
  );
  if (!row?.changed) return null;
  announceAudit(context, audit);
  context.metrics.count('RolesAssigned');
  const roleIds = assignment.roles.map((role) => role.id);
  await Promise.all([grant.publish(), publishCopies(context, row.renewed, roleIds)]);
  return assignment;
}

function assignmentOf(map: RoleMap, { row }: User, roleIds: readonly string[]): Assignment {
  const roles = roleIds.map((id) => ({ id, name: map.byId.get(id)?.name ?? '' }));
  roles.sort((a, b) => (a.name < b.name ? -1 : 1));
  return { userId: row.id, roles, permissions: permissionsOf(map, roleIds), version: row.version + 1 };
}

function permissionsOf({ byId }: RoleMap, roleIds: readonly string[]): string[] {
  return [...new Set(roleIds.flatMap((id) => byId.get(id)?.permissions ?? []))].sort();
}
