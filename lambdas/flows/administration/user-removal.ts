/** Deleting an account, softly, and bringing it back within the grace time. */
import { sql } from 'drizzle-orm';
import { oneTimeTokens } from '../../domain/one-time-token/one-time-token.table.ts';
import { userRoles } from '../../domain/role/role.table.ts';
import { systemRoles } from '../../domain/role/role.ts';
import { at, insertInto } from '../../domain/statement.ts';
import { administer, type Measure, measureTaken } from '../../domain/user/administer.ts';
import type { ManagedUser } from '../../domain/user/managed-users.ts';
import { retireWaysIn, reviveWaysIn } from '../../domain/user/ways-in.ts';
import type { Context, Principal } from '../../kernel/context.ts';
import { AuthError } from '../../kernel/errors.ts';
import { deletionGraceSeconds } from '../../kernel/http/deletion-grace.ts';
import { getUser } from './administration.ts';
import { planResetLink } from './reset-link.ts';

/**
 * The address is free from now on; sessions, tokens, devices and ways in are gone.
 *
 * @throws AuthError `ALREADY_DONE` for a deleted account; `LAST_ADMIN`; as `administer`.
 */
export async function deleteUser(context: Context, principal: Principal, userId: string): Promise<void> {
  await administer(context, principal, userId, {
    action: 'user.deleted',
    permission: 'users:write',
    removes: true,
    async plan({ target }) {
      if (target.row.deletedAt) throw new AuthError('ALREADY_DONE');
      return deletion(context, target);
    },
  });
}

function deletion(context: Context, { row }: ManagedUser): Measure {
  const now = context.clock.now();
  const until = new Date(now.getTime() + deletionGraceSeconds * 1000).toISOString();
  const { email: to, locale } = row;
  return {
    details: { changes: { deleted_at: [null, now.toISOString()] } },
    state: sql`deleted_at is null`,
    set: sql`deleted_at = ${at(now)}`,
    ends: { reason: 'user_deleted', but: null },
    spendsTokens: true,
    forgetsDevices: true,
    // Whoever never took an account up is not told that they had one.
    mails: row.emailVerifiedAt ? [{ template: 'account_removed', to, locale, when: now.toISOString(), until }] : [],
    also: retireWaysIn(row.id, now, measureTaken),
  };
}

/**
 * Brings a deleted account back: without sessions, tokens or roles, and closed to every sign-in until its owner chose a
 * new password by mail.
 *
 * @throws AuthError `ALREADY_DONE` for one that is not deleted; `EMAIL_TAKEN` where another account has the address by
 * now, `CONFLICT` where one has its passkey or its account at a provider; as `administer`.
 */
export async function restoreUser(context: Context, principal: Principal, userId: string): Promise<ManagedUser> {
  await administer(context, principal, userId, {
    action: 'user.restored',
    permission: 'users:write',
    async plan({ target, grants }) {
      const { deletedAt } = target.row;
      if (!deletedAt) throw new AuthError('ALREADY_DONE');
      await requireNothingTaken(context, target);
      return restoration(context, target, deletedAt, grants.roles);
    },
  });
  return getUser(context, userId);
}

async function restoration(
  context: Context,
  { row }: ManagedUser,
  deletedAt: Date,
  roles: readonly string[],
): Promise<Measure> {
  const now = context.clock.now();
  const { id, name, email: to, locale, isActive } = row;
  const reset = planResetLink(context, row);
  const grant = { userId: id, roleId: systemRoles.user, grantedBy: null, grantedAt: now };
  return {
    details: { changes: { deleted_at: [deletedAt.toISOString(), null], roles: [roles, ['user']] } },
    state: sql`deleted_at is not null`,
    set: sql`deleted_at = null, reset_required_at = ${at(now)}`,
    ends: { reason: 'user_deleted', but: null },
    spendsTokens: true,
    forgetsDevices: true,
    // A disabled account is opened by no link.
    mails: isActive ? [{ template: 'account_restored', to, locale, name, token: reset.token }] : [],
    also: {
      ...reviveWaysIn(id, deletedAt, measureTaken),
      roles_taken: sql`
        delete from user_roles where user_id = ${id}::uuid and role_id <> ${systemRoles.user}::uuid and ${measureTaken}`,
      role_given: sql`${insertInto(userRoles, grant, measureTaken)} on conflict do nothing`,
      token: isActive ? insertInto(oneTimeTokens, reset.row, measureTaken) : undefined,
    },
  };
}

/** Looked at anew whenever the write finds a unique key taken. */
async function requireNothingTaken(context: Context, { row }: ManagedUser): Promise<void> {
  const deletedAt = row.deletedAt?.toISOString() ?? null;
  const [taken] = await context.database.rows<{ email: boolean; passkey: boolean; identity: boolean }>(sql`
    select
      exists (select 1 from users where email_key = ${row.emailKey}::text and deleted_at is null) as email,
      exists (select 1 from passkeys mine join passkeys other on other.credential_id = mine.credential_id
        where mine.user_id = ${row.id}::uuid and mine.retired_at = ${deletedAt}::timestamptz
          and other.retired_at is null) as passkey,
      exists (select 1 from identities mine join identities other
          on other.issuer = mine.issuer and other.subject = mine.subject
        where mine.user_id = ${row.id}::uuid and mine.retired_at = ${deletedAt}::timestamptz
          and other.retired_at is null) as identity`);
  if (taken?.email) throw new AuthError('EMAIL_TAKEN');
  if (taken?.passkey) throw new AuthError('CONFLICT', { details: { reason: 'passkey_taken' } });
  if (taken?.identity) throw new AuthError('CONFLICT', { details: { reason: 'identity_taken' } });
}
