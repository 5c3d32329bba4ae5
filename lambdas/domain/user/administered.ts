/**
 * What an administrator does to somebody else's account. Nobody changes an account that holds a permission which they
 * lack, and somebody can always administer the platform: both are looked at before, and must still be so when it is
 * written (protocols: administration).
 */
import { type SQL, sql } from 'drizzle-orm';
import type { Context, Principal } from '../../kernel/context.ts';
import { AuthError } from '../../kernel/errors.ts';
import { type Authority, actorOf, authorityList, heldAsRead, holdsAll, readAuthority } from '../role/authority.ts';
import { type Grants, grantsOf, readGrants } from '../role/grants.ts';
import { type Administrators, countAdministrators } from '../role/last-administrator.ts';
import { raiseRbacVersion } from '../role/rbac-version.ts';
import { type RefusalReason, refusalOf } from '../role/refusal.ts';
import { systemRoles } from '../role/role.ts';
import { touched } from '../statement.ts';
import { type ManagedUser, managedUserList, readManagedUser } from './managed-users.ts';
import { canSignIn } from './user.ts';

export interface Administered extends Authority {
  target: ManagedUser;
  /** What the target may do, or could before it was deleted. */
  grants: Grants;
}

/** What is tried, for the audit row of a refusal. */
export interface Attempted {
  /** `noun.verb`. */
  action: string;
  /** The permission that the route asks for. */
  permission: string;
  /** Whether an administrator could administer no more after it. */
  removes?: boolean;
}

/**
 * Both accounts as they are now.
 *
 * @throws AuthError 404; 401 `TOKEN_INVALID` for an actor who is no longer signed in; 403, audited, for the own account
 * (409 `LAST_ADMIN` where nobody else could administer the platform),
 * for want of the permission, and for a target that holds what the actor lacks.
 */
export async function findAdministered(
  context: Context,
  principal: Principal,
  userId: string,
  attempted: Attempted,
): Promise<Administered> {
  const found = await read(context, principal, userId);
  if (!found) throw new AuthError('NOT_FOUND');
  if (found.target.row.id === found.actor.userId) {
    if (attempted.removes && isAdministrator(found)) await administratorsBeside(context, found, attempted);
    throw await refused(context, found, attempted, 'own_account');
  }
  if (!holdsAll(found, [attempted.permission, ...found.grants.permissions]))
    throw await refused(context, found, attempted, 'permission_not_held');
  return found;
}

async function read(context: Context, principal: Principal, userId: string): Promise<Administered | null> {
  const [row] = await context.database.rows<Record<string, unknown>>(sql`
    select ${managedUserList}, ${grantsOf('u')}, ${authorityList}
    from rbac_version v join users u on u.id = ${userId}::uuid left join ${actorOf(principal)} where v.id = 1`);
  const target = readManagedUser(row);
  return row && target ? { target, grants: readGrants(row), ...readAuthority(row, principal) } : null;
}

/** Whether the target is one of those who can administer the platform now. */
export function isAdministrator({ target: { row }, grants }: Administered): boolean {
  return canSignIn(row) && grants.roleIds.includes(systemRoles.admin);
}

/**
 * The administrators besides the target, of which one at least must stay.
 *
 * @throws AuthError 409 `LAST_ADMIN`, audited.
 */
export async function administratorsBeside(
  context: Context,
  administered: Administered,
  attempted: Attempted,
): Promise<Administrators> {
  const administrators = await countAdministrators(context.database, administered.target.row.id);
  if (administrators.others === 0) throw await refused(context, administered, attempted, 'last_administrator');
  return administrators;
}

function refused(
  context: Context,
  { target, actor }: Administered,
  { action }: Attempted,
  reason: RefusalReason,
): Promise<AuthError> {
  const { id } = target.row;
  return refusalOf(context, actor, { action, resource: `user:${id}`, userId: id }, reason);
}

/**
 * Parts of which `turn` has the target's row while everything is as it was read. Where an administrator goes, the version
 * of the roles goes up: of two who go at once the second one is looked at anew. `step` is taken once they are held.
 */
export function turnAsRead(
  administered: Administered,
  takenFrom: Administrators | null,
  step: Context['step'],
): Record<string, SQL> {
  const { id, version } = administered.target.row;
  return {
    ...heldAsRead(administered, { id, version }),
    ...(takenFrom && { roles_held: raiseRbacVersion(takenFrom.rbacVersion, touched('acting')) }),
    ...(step && { step: step(touched('roles_held')) }),
    turn: sql`select ${id}::uuid as id where ${touched(step ? 'step' : 'roles_held')}`,
  };
}
