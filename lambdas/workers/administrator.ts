/**
 * The operator's way to an administrator: the first one of a new platform, and one again where nobody can sign in as an
 * administrator any more (break glass). Whoever may run it holds the AWS account.
 */
import { type SQL, sql } from 'drizzle-orm';
import { announceAudit, auditInsert, auditRow } from '../domain/audit/audit.ts';
import { oneTimeTokens } from '../domain/one-time-token/one-time-token.table.ts';
import { planToken } from '../domain/one-time-token/one-time-token.ts';
import { mailRow, nudge, outboxInsert } from '../domain/outbox/outbox.ts';
import { userRoles } from '../domain/role/role.table.ts';
import { systemRoles } from '../domain/role/role.ts';
import { endSessionsOf } from '../domain/session/ended-sessions.ts';
import { at, insertInto, together, touched, wordsOf } from '../domain/statement.ts';
import { type EmailAddress, parseEmail } from '../domain/user/email.ts';
import { users } from '../domain/user/user.table.ts';
import { findUserByEmailKey } from '../domain/user/users.ts';
import { type Context, type Platform, withoutRequest } from '../kernel/context.ts';
import { newId } from '../kernel/id.ts';

/** `invited`: a mail is on its way. `appointed`: the account was proven already and signs in as before. */
export type Appointment = 'invited' | 'appointed';

/**
 * Appoints the owner of an address, who may have no account yet, be disabled, or not have proven the mailbox. Sessions
 * of the account end, so that none goes on with less than it is entitled to.
 *
 * @throws TypeError where the text is no e-mail address; Error where the account changed at the same moment.
 */
export async function appointAdministrator(platform: Platform, text: string): Promise<Appointment> {
  const address = parseEmail(text);
  if (!address) throw new TypeError('the administrator needs an e-mail address such as name@example.com');
  const context = withoutRequest(platform, 'operator');
  const found = await findUserByEmailKey(platform.database, address.key);
  const isProven = found !== null && found.row.emailVerifiedAt !== null;
  await write(context, address, found?.row.id ?? null, isProven);
  return isProven ? 'appointed' : 'invited';
}

/** Appoints the address where no live account is an administrator; `present` where one is. */
export async function firstAdministrator(platform: Platform, text: string): Promise<Appointment | 'present'> {
  const [row] = await platform.database.rows(sql`
    select 1 as found from user_roles ur join users u on u.id = ur.user_id
    where ur.role_id = ${systemRoles.admin}::uuid and u.deleted_at is null limit 1`);
  return row ? 'present' : appointAdministrator(platform, text);
}

async function write(context: Context, address: EmailAddress, foundId: string | null, isProven: boolean) {
  const now = context.clock.now();
  const userId = foundId ?? newId(context.clock);
  const issued = planToken(context, 'invitation', userId, context.config.lifetimes.invitation);
  const mail = await mailRow(context, userId, { template: 'invitation', to: address.email, token: issued.token });
  const audit = auditRow(context, {
    action: 'administrator.appointed',
    resource: `user:${userId}`,
    userId,
    actorId: null,
    outcome: 'success',
    details: { by: 'operator', invited: !isProven },
  });
  const when = touched('target');
  const invites = sql`${!isProven}::boolean and ${when}`;
  const done = await context.database.rows<{ ended: string | null }>(
    together(
      {
        target: foundId === null ? created(address, userId, now) : enabled(foundId, isProven, now),
        granted: sql`
          ${insertInto(userRoles, { userId, roleId: systemRoles.admin, grantedBy: null, grantedAt: now }, when)}
          on conflict do nothing`,
        ...endSessionsOf('target', { reason: 'ended_by_administrator', but: null }, now),
        token: insertInto(oneTimeTokens, issued.row, invites),
        mailed: outboxInsert(mail, invites),
        audited: auditInsert(audit, when),
      },
      sql`select (select string_agg(id::text, ' ') from tombstoned) as ended from target`,
    ),
  );
  if (done.length === 0) throw new Error('the account changed at the same moment: try again');
  announceAudit(context, audit);
  const tombstones = wordsOf(done[0]?.ended).map((id) => ({ id }));
  await nudge(context, [...tombstones, ...(isProven ? [] : [mail])]);
}

function created({ email, key }: EmailAddress, id: string, now: Date): SQL {
  const user = { id, email, emailKey: key, name: '', isActive: true, version: 1, createdAt: now, updatedAt: now };
  return sql`${insertInto(users, user)} on conflict (email_key) where deleted_at is null do nothing returning id`;
}

/** As it was read: proven or not. */
function enabled(id: string, isProven: boolean, now: Date): SQL {
  return sql`
    update users set is_active = true, version = version + 1, updated_at = ${at(now)}
    where id = ${id}::uuid and deleted_at is null and (email_verified_at is not null) = ${isProven}::boolean
    returning id`;
}
