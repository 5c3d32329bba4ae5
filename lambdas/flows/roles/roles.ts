/** Making, changing and deleting roles: by whoever holds all that the role permits, before and after. */
import { type SQL, sql } from 'drizzle-orm';
import { announceAudit, auditInsert, auditRow } from '../../domain/audit/audit.ts';
import { type Authority, findAuthority, holdsAll, planGrantChange } from '../../domain/role/authority.ts';
import { refusalOf } from '../../domain/role/refusal.ts';
import {
  findRole,
  permissionsSet,
  type Role,
  type RoleRow,
  readPermissions,
  readRoles,
  roleInsert,
} from '../../domain/role/roles.ts';
import { together, touched } from '../../domain/statement.ts';
import { inTurns } from '../../domain/turns.ts';
import type { Context, Principal } from '../../kernel/context.ts';
import { AuthError, invalidFields } from '../../kernel/errors.ts';
import { newId } from '../../kernel/id.ts';
import { sqlState } from '../../ports/database.ts';
import { changesOf } from './changes.ts';

export interface NewRole {
  name: string;
  display_name: string;
  description: string;
  permissions: string[];
}
type RoleChange = { [Field in Exclude<keyof NewRole, 'name'>]?: NewRole[Field] | undefined };

/** @throws AuthError `CONFLICT` for a name that is taken; `FORBIDDEN` for a permission that the actor lacks; 422 for none. */
export async function createRole(context: Context, actor: Principal, given: NewRole): Promise<Role> {
  const row: RoleRow = {
    id: newId(context.clock),
    name: given.name,
    displayName: given.display_name,
    description: given.description,
    isSystem: false,
    createdAt: context.clock.now(),
  };
  const role: Role = { row, permissions: await existing(context, given.permissions) };
  return inTurns(async () => {
    const authority = await authorityOver(context, actor, role.row.id, role.permissions);
    const details = { name: row.name, changes: changesOf({}, viewOf(role)) };
    const made = await write(context, actor, authority, role, { action: 'role.created', details }, () => ({
      changed: roleInsert(row, touched('rbac')),
      given: permissionsSet(row.id, role.permissions, 'changed').given,
    }));
    if (made === 'unmet') throw new AuthError('CONFLICT', { details: { reason: await whyNot(context, row.name) } });
    return made === 'changed' ? role : null;
  });
}

async function whyNot({ database }: Context, name: string): Promise<string> {
  const isTaken = (await readRoles(database)).some(({ row }) => row.name === name);
  return isTaken ? 'name_taken' : 'too_many';
}

/** @throws AuthError `FORBIDDEN` for a system role, and for a permission that the actor lacks, before or after. */
export async function updateRole(context: Context, actor: Principal, id: string, change: RoleChange): Promise<Role> {
  const wanted = change.permissions && (await existing(context, change.permissions));
  return inTurns(async () => {
    const authority = await findAuthority(context.database, actor);
    const before = await roleToChange(context, actor, authority, id, wanted ?? []);
    const after: Role = {
      row: {
        ...before.row,
        displayName: change.display_name ?? before.row.displayName,
        description: change.description ?? before.row.description,
      },
      permissions: wanted ?? before.permissions,
    };
    const changes = changesOf(viewOf(before), viewOf(after));
    if (Object.keys(changes).length === 0) return before;
    const details = { name: before.row.name, changes };
    const { displayName, description } = after.row;
    const done = await write(context, actor, authority, after, { action: 'role.changed', details }, () => ({
      changed: sql`
        update roles set display_name = ${displayName}::text, description = ${description}::text
        where id = ${id}::uuid and not is_system and ${touched('rbac')} returning id`,
      ...permissionsSet(id, after.permissions, 'changed'),
    }));
    return done === 'changed' ? after : null;
  });
}

/** @throws AuthError `CONFLICT` while somebody has the role: rights are taken from people by name. */
export async function deleteRole(context: Context, actor: Principal, id: string): Promise<void> {
  await inTurns(async () => {
    const authority = await findAuthority(context.database, actor);
    const role = await roleToChange(context, actor, authority, id, []);
    const held = sql`exists (
      select 1 from user_roles ur join users u on u.id = ur.user_id
      where ur.role_id = ${id}::uuid and u.deleted_at is null)`;
    const details = { name: role.row.name, changes: changesOf(viewOf(role), {}) };
    const done = await write(context, actor, authority, role, { action: 'role.deleted', details }, () => ({
      target: sql`select id from roles where id = ${id}::uuid and not is_system and not ${held} and ${touched('rbac')}`,
      holders: sql`delete from user_roles where role_id in (select id from target)`,
      permitted: sql`delete from role_permissions where role_id in (select id from target)`,
      changed: sql`delete from roles where id in (select id from target) returning id`,
    }));
    if (done === 'unmet') throw new AuthError('CONFLICT', { details: { reason: 'in_use' } });
    return done === 'changed' ? role : null;
  });
}

/** As the API shows it. */
export function viewOf({ row, permissions }: Role) {
  return { display_name: row.displayName, description: row.description, permissions: [...permissions] };
}

/** `turn`: something was granted meanwhile. `unmet`: the change's own condition does not hold. */
type Outcome = 'changed' | 'unmet' | 'turn';

async function write(
  context: Context,
  actor: Principal,
  authority: Authority,
  { row }: Role,
  event: { action: string; details: Record<string, unknown> },
  change: () => Record<string, SQL>,
): Promise<Outcome> {
  const grant = planGrantChange(context, authority, { role: row.id });
  const audit = auditRow(context, {
    ...event,
    resource: `role:${row.id}`,
    userId: null,
    actorId: actor.userId,
    outcome: 'success',
    sessionId: actor.sessionId,
  });
  const parts = { ...grant.parts, ...change(), audited: auditInsert(audit, touched('changed')) };
  const [found] = await context.database
    .rows<{ raised: boolean; changed: boolean }>(
      together(parts, sql`select ${touched('rbac')} as raised, ${touched('changed')} as changed`),
    )
    .catch(unlessGiven);
  if (!found?.raised) return 'turn';
  await grant.publish();
  if (!found.changed) return 'unmet';
  announceAudit(context, audit);
  context.metrics.count('RoleChanged', { action: event.action });
  return 'changed';
}

/** An invitation gave the role that is deleted at this very moment: `foreign_key_violation`. */
function unlessGiven(error: unknown): [] {
  if (sqlState(error) === '23503') return [];
  throw error;
}

async function roleToChange(
  context: Context,
  actor: Principal,
  authority: Authority,
  id: string,
  wanted: readonly string[],
): Promise<Role> {
  const role = await findRole(context.database, id);
  if (!role) throw new AuthError('NOT_FOUND');
  const permissions = [...role.permissions, ...wanted];
  await permit(context, actor, !role.row.isSystem && holdsAll(authority, permissions), id);
  return role;
}

async function authorityOver(context: Context, actor: Principal, id: string, permissions: readonly string[]) {
  const authority = await findAuthority(context.database, actor);
  await permit(context, actor, holdsAll(authority, permissions), id);
  return authority;
}

async function permit(context: Context, actor: Principal, may: boolean, id: string): Promise<void> {
  if (may) return;
  const tried = { action: 'role.changed', resource: `role:${id}`, userId: actor.userId };
  throw await refusalOf(context, actor, tried, 'permission_not_held');
}

/** The names in order, each once. @throws AuthError 422 for a name that is no permission, to the letter. */
async function existing(context: Context, names: readonly string[]): Promise<string[]> {
  const known = new Set((await readPermissions(context.database)).map(({ name }) => name));
  if (!names.every((name) => known.has(name)))
    throw invalidFields({ permissions: 'Names a permission that there is not.' });
  return [...new Set(names)].sort();
}
