/** Inviting an address: an account that waits for its owner, with the roles that it shall have. */
import { type SQL, sql } from 'drizzle-orm';
import { announceAudit, auditInsert, auditRow } from '../../domain/audit/audit.ts';
import { reserveMail } from '../../domain/mail/mail-budget.ts';
import { oneTimeTokens } from '../../domain/one-time-token/one-time-token.table.ts';
import { planToken } from '../../domain/one-time-token/one-time-token.ts';
import { spendAll } from '../../domain/one-time-token/one-time-tokens.ts';
import { mailRow, nudge, outboxInsert } from '../../domain/outbox/outbox.ts';
import { heldAsRead } from '../../domain/role/authority.ts';
import { userRoles } from '../../domain/role/role.table.ts';
import { insertInto, together, touched } from '../../domain/statement.ts';
import { inTurns } from '../../domain/turns.ts';
import { administer, measureTaken } from '../../domain/user/administer.ts';
import type { EmailAddress } from '../../domain/user/email.ts';
import type { ManagedUser } from '../../domain/user/managed-users.ts';
import { requireEmail } from '../../domain/user/required-email.ts';
import { users } from '../../domain/user/user.table.ts';
import { findUserByEmailKey } from '../../domain/user/users.ts';
import type { Context, Principal } from '../../kernel/context.ts';
import { AuthError, invalidFields } from '../../kernel/errors.ts';
import { mostRolesOfUser } from '../../kernel/http/fields.ts';
import { newId } from '../../kernel/id.ts';
import { rateLimited } from '../../kernel/rate-limit.ts';
import { getUser } from './administration.ts';
import { findGrantable, type Grantable } from './grantable.ts';

export interface InvitationInput {
  email: string;
  name?: string | undefined;
  locale?: string | null | undefined;
  role_ids?: readonly string[] | undefined;
}

/**
 * An address that was invited before, or that waits for its verification, is invited anew: the link of before is dead,
 * and what it has is kept.
 *
 * @throws AuthError `EMAIL_TAKEN` for an account in use; 403 for a role that the actor may not give; 422 for one that
 * there is not, and for what is no address; `RATE_LIMITED` where the address had its mails.
 */
export async function inviteUser(context: Context, principal: Principal, input: InvitationInput): Promise<ManagedUser> {
  const email = requireEmail(input.email);
  const id = await inTurns(async () => {
    const grantable = await findGrantable(context, principal, input.role_ids ?? []);
    if (!grantable) return null;
    const found = await findUserByEmailKey(context.database, email.key);
    if (!found) return inviteNew(context, email, input, grantable);
    await inviteAgain(context, principal, found.row.id, input, grantable);
    return found.row.id;
  });
  return getUser(context, id);
}

/** Null, with nothing written, where the address or the actor is no longer as it was read. */
async function inviteNew(
  context: Context,
  email: EmailAddress,
  { name = '', locale = null }: InvitationInput,
  grantable: Grantable,
): Promise<string | null> {
  await requireMailBudget(context, email.key);
  const now = context.clock.now();
  const id = newId(context.clock);
  const { actor } = grantable;
  const invited = touched('invited');
  const { row, mail } = await planInvitation(context, { id, email: email.email, locale }, grantable);
  const user = { id, email: email.email, emailKey: email.key, name, locale, isActive: true, version: 1 };
  const audit = auditRow(context, {
    action: 'invitation.sent',
    resource: `user:${id}`,
    userId: id,
    actorId: actor.userId,
    sessionId: actor.sessionId,
    outcome: 'success',
    details: { changes: { roles: [[], grantable.names] } },
  });
  const mailed = await mailRow(context, id, mail);
  const [written] = await context.database.rows<{ done: boolean }>(
    together(
      {
        ...heldAsRead(grantable),
        invited: sql`
          ${insertInto(users, { ...user, createdAt: now, updatedAt: now }, touched('roles_held'))}
          on conflict (email_key) where deleted_at is null do nothing returning id`,
        ...grants(grantable, id, now, invited),
        token: insertInto(oneTimeTokens, row, invited),
        audited: auditInsert(audit, invited),
        mailed: outboxInsert(mailed, invited),
      },
      sql`select ${invited} as done`,
    ),
  );
  if (!written?.done) return null;
  announceAudit(context, audit);
  context.metrics.count('UserInvited');
  await nudge(context, [mailed]);
  return id;
}

async function inviteAgain(
  context: Context,
  principal: Principal,
  userId: string,
  { name }: InvitationInput,
  grantable: Grantable,
): Promise<void> {
  await administer(context, principal, userId, {
    action: 'invitation.sent',
    permission: 'users:write',
    async plan({ target, grants: held, rbacVersion }) {
      if (target.row.emailVerifiedAt || !target.row.isActive) throw new AuthError('EMAIL_TAKEN');
      if (rbacVersion !== grantable.rbacVersion) throw new AuthError('CONFLICT');
      await requireMailBudget(context, target.row.emailKey);
      const now = context.clock.now();
      const { row, mail } = await planInvitation(context, target.row, grantable);
      const roles = [...new Set([...held.roles, ...grantable.names])].sort();
      // Besides `user`.
      if (roles.length > mostRolesOfUser + 1)
        throw invalidFields({ role_ids: `Makes more than ${mostRolesOfUser} with those that the account has.` });
      return {
        details: { changes: { roles: [held.roles, roles] }, again: true },
        state: sql`deleted_at is null and is_active and email_verified_at is null`,
        ...(name !== undefined && { set: sql`name = ${name}::text` }),
        spendsTokens: false,
        forgetsDevices: false,
        mails: [mail],
        also: {
          ...grants(grantable, userId, now, measureTaken),
          earlier_spent: spendAll(userId, now, sql`kind = 'invitation' and ${measureTaken}`),
          token: insertInto(oneTimeTokens, row, measureTaken),
        },
      };
    },
  });
  context.metrics.count('UserInvited');
}

async function planInvitation(
  context: Context,
  { id, email: to, locale }: { id: string; email: string; locale: string | null },
  { actor }: Grantable,
) {
  const { row, token } = planToken(context, 'invitation', id, context.config.lifetimes.invitation);
  return { row, mail: { template: 'invitation' as const, to, locale, token, inviter: actor.name } };
}

function grants({ roleIds, actor }: Grantable, userId: string, grantedAt: Date, when: SQL): Record<string, SQL> {
  const parts = roleIds.map((roleId, index) => {
    const row = { userId, roleId, grantedBy: actor.userId, grantedAt };
    return [`granted_${index}`, sql`${insertInto(userRoles, row, when)} on conflict do nothing`] as const;
  });
  return Object.fromEntries(parts);
}

async function requireMailBudget(context: Context, emailKey: string): Promise<void> {
  const { exceeded } = await reserveMail(context, { emailKey, isMailed: true });
  if (exceeded) throw rateLimited(context, exceeded);
}
