import { type SQL, sql } from 'drizzle-orm';
import { at } from '../../domain/statement.ts';
import { administer, type Measure, measureTaken } from '../../domain/user/administer.ts';
import type { ManagedUser } from '../../domain/user/managed-users.ts';
import { voidWaysIn } from '../../domain/user/ways-in.ts';
import type { Context, Principal } from '../../kernel/context.ts';
import { AuthError } from '../../kernel/errors.ts';
import { getUser, requirePresent } from './administration.ts';

export interface UserChange {
  name?: string | undefined;
  is_active?: boolean | undefined;
  email_verified?: boolean | undefined;
}

/** What differs, as the audit log has it: before and after. */
type Changes = Partial<Record<keyof UserChange, [before: unknown, after: unknown]>>;

/**
 * Changes name and state of an account. Whoever is disabled, or whose address counts as proven no more, is signed out by
 * the same statement. `versions` are those that the actor saw; null where none is asked for.
 *
 * @throws AuthError 412 where the account has another version by now; `LAST_ADMIN`; as `administer`.
 */
export async function changeUser(
  context: Context,
  principal: Principal,
  userId: string,
  change: UserChange,
  versions: readonly number[] | null,
): Promise<ManagedUser> {
  await administer(context, principal, userId, {
    action: 'user.updated',
    permission: 'users:write',
    removes: change.is_active === false || change.email_verified === false,
    async plan({ target }) {
      if (versions && !versions.includes(target.row.version)) throw new AuthError('PRECONDITION_FAILED');
      requirePresent(target);
      const changes = changesOf(target, change);
      return Object.keys(changes).length === 0 ? null : measureOf(context, userId, changes);
    },
  });
  return getUser(context, userId);
}

function changesOf({ row }: ManagedUser, change: UserChange): Changes {
  const before = { name: row.name, is_active: row.isActive, email_verified: row.emailVerifiedAt !== null };
  const changes: Changes = {};
  for (const field of ['name', 'is_active', 'email_verified'] as const)
    if (change[field] !== undefined && change[field] !== before[field]) changes[field] = [before[field], change[field]];
  return changes;
}

function measureOf(context: Context, userId: string, changes: Changes): Measure {
  const now = context.clock.now();
  const isDisabled = changes.is_active?.[1] === false;
  const verified = changes.email_verified?.[1];
  // Nobody has shown that the mailbox is theirs: what stands on the account until now may be a stranger's.
  const voided = verified === true ? voidWaysIn(userId, measureTaken) : {};
  return {
    action: changes.is_active ? (isDisabled ? 'user.disabled' : 'user.enabled') : 'user.updated',
    details: { changes },
    state: sql`deleted_at is null`,
    set: sql.join(columnsOf(changes, now), sql`, `),
    ...(isDisabled
      ? { ends: { reason: 'user_disabled', but: null } }
      : verified !== undefined && { ends: { reason: 'ended_by_administrator', but: null } }),
    spendsTokens: isDisabled || verified !== undefined,
    forgetsDevices: isDisabled,
    mails: [],
    also: voided,
  };
}

function columnsOf({ name, is_active, email_verified }: Changes, now: Date): SQL[] {
  const isVerified = email_verified?.[1] === true;
  return [
    ...(name ? [sql`name = ${String(name[1])}::text`] : []),
    ...(is_active ? [sql`is_active = ${is_active[1] === true}::boolean`] : []),
    ...(email_verified ? [isVerified ? sql`email_verified_at = ${at(now)}` : sql`email_verified_at = null`] : []),
  ];
}
