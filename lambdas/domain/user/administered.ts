/**
 * What an administrator does to somebody else's account. Nobody changes an account that holds a permission which they
 * lack, and somebody can always administer the platform: both are looked at before, and must still be so when it is
 * written (protocols: administration).
 */
import { type SQL, sql } from 'drizzle-orm';
import type { Context, Principal } from '../../kernel/context.ts';
import { AuthError } from '../../kernel/errors.ts';
import { auditRefusal } from '../audit/audit.ts';
import { type Grants, grantsOf, readGrants } from '../role/grants.ts';
import { type Administrators, administratorsUnchanged, countAdministrators } from '../role/last-administrator.ts';
import { systemRoles } from '../role/role.ts';
import { touched } from '../statement.ts';
import { type ManagedUser, managedUserList, readManagedUser } from './managed-users.ts';

export interface Actor {
  userId: string;
  sessionId: string;
  name: string;
  version: number;
  permissions: ReadonlySet<string>;
}

/** Who acts, as they were read. */
export interface Acting {
  actor: Actor;
  /** Of the map from roles to permissions. */
  rbacVersion: number;
}

export interface Administered extends Acting {
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
  const { grants, actor } = found;
  if (userId === actor.userId) {
    if (attempted.removes && isAdministrator(found)) await administratorsBeside(context, found, attempted);
    throw await refuseMeasure(context, found, attempted, 'FORBIDDEN', 'own_account');
  }
  const needed = [attempted.permission, ...grants.permissions];
  if (needed.some((permission) => !actor.permissions.has(permission)))
    throw await refuseMeasure(context, found, attempted, 'FORBIDDEN', 'permission_not_held');
  return found;
}

async function read(context: Context, principal: Principal, userId: string): Promise<Administered | null> {
  const [row] = await context.database.rows<Record<string, unknown>>(sql`
    select ${managedUserList}, ${grantsOf('u')}, ${actingList}
    from rbac_version v join users u on u.id = ${userId}::uuid left join ${actorOf(principal)} where v.id = 1`);
  const target = readManagedUser(row);
  return row && target ? { target, grants: readGrants(row), ...readActing(row, principal) } : null;
}

/**
 * Who acts, where there is no account yet that it concerns.
 *
 * @throws AuthError 401 `TOKEN_INVALID` for an actor who is no longer signed in.
 */
export async function findActor(context: Context, principal: Principal): Promise<Acting> {
  const [row] = await context.database.rows<Record<string, unknown>>(sql`
    select ${actingList} from rbac_version v left join ${actorOf(principal)} where v.id = 1`);
  return readActing(row ?? {}, principal);
}

const actingList = sql`v.version as rbac_version, a.version as actor_version, a.name as actor_name,
  (select string_agg(distinct p.name, ' ')
    from user_roles ur join role_permissions rp on rp.role_id = ur.role_id
    join permissions p on p.id = rp.permission_id where ur.user_id = a.id) as actor_permissions`;

function actorOf({ userId, sessionId }: Principal): SQL {
  return sql`users a on a.id = ${userId}::uuid and a.is_active and a.deleted_at is null
    and exists (select 1 from sessions s where s.id = ${sessionId}::uuid and s.user_id = a.id and s.ended_at is null)`;
}

function readActing(row: Record<string, unknown>, { userId, sessionId }: Principal): Acting {
  if (typeof row.actor_version !== 'number') throw new AuthError('TOKEN_INVALID');
  const permissions = new Set(String(row.actor_permissions ?? '').split(' '));
  const actor = { userId, sessionId, name: String(row.actor_name), version: row.actor_version, permissions };
  return { actor, rbacVersion: Number(row.rbac_version) };
}

/** Writes down that it was refused, and answers the refusal. */
export async function refuseMeasure(
  context: Context,
  { target, actor }: Pick<Administered, 'target' | 'actor'>,
  { action }: Attempted,
  code: 'FORBIDDEN' | 'LAST_ADMIN',
  reason: string,
): Promise<AuthError> {
  const { id } = target.row;
  const { userId: actorId, sessionId } = actor;
  await auditRefusal(context, { action, resource: `user:${id}`, userId: id, actorId, sessionId, details: { reason } });
  context.metrics.count('AdministrationRefused', { reason });
  return new AuthError(code, { details: { reason } });
}

/** Whether the target is one of those who can administer the platform now. */
export function isAdministrator({ target: { row }, grants }: Administered): boolean {
  const canSignIn = row.isActive && row.deletedAt === null && row.emailVerifiedAt !== null && !row.resetRequiredAt;
  return canSignIn && grants.roleIds.includes(systemRoles.admin);
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
  if (administrators.others === 0)
    throw await refuseMeasure(context, administered, attempted, 'LAST_ADMIN', 'last_administrator');
  return administrators;
}

/**
 * Parts of which `turn` has the target's row while both accounts, the actor's session and the roles are as they were
 * read. The two rows are held in the order of their ids, and the roles last, so that two who act upon each other wait and
 * do not stand in each other's way for good. Where an administrator goes, so does the version of the roles: of two who
 * go at once the second one is looked at anew. `step` is taken once they are held.
 */
export function heldAsRead(
  { target, actor, rbacVersion }: Administered,
  takenFrom: Administrators | null,
  step: Context['step'],
): Record<string, SQL> {
  const { id, version } = target.row;
  return {
    held: sql`
      select id from users
      where (id = ${id}::uuid and version = ${version}::int)
        or (id = ${actor.userId}::uuid and version = ${actor.version}::int and is_active and deleted_at is null)
      order by id for no key update`,
    acting: sql`
      select id from sessions
      where id = ${actor.sessionId}::uuid and ended_at is null and (select count(*) from held) = 2 for share`,
    roles_held: takenFrom
      ? administratorsUnchanged(takenFrom, touched('acting'))
      : sql`select id from rbac_version
          where id = 1 and version = ${rbacVersion}::int and ${touched('acting')} for share`,
    ...(step && { step: step(touched('roles_held')) }),
    turn: sql`select ${id}::uuid as id where ${touched(step ? 'step' : 'roles_held')}`,
  };
}

/** The same where there is no account yet: parts of which `roles_held` has a row. */
export function actorHeldAsRead({ actor, rbacVersion }: Acting): Record<string, SQL> {
  return {
    held: sql`
      select id from users
      where id = ${actor.userId}::uuid and version = ${actor.version}::int and is_active and deleted_at is null
      for no key update`,
    acting: sql`
      select id from sessions
      where id = ${actor.sessionId}::uuid and ended_at is null and ${touched('held')} for share`,
    roles_held: sql`
      select id from rbac_version
      where id = 1 and version = ${rbacVersion}::int and ${touched('acting')} for share`,
  };
}
