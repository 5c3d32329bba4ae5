/** What asking for an account, or for another mail, writes: one statement and one nudge, whatever is found. */
import { type SQL, sql } from 'drizzle-orm';
import { type AuditRow, announceAudit, auditInsert, auditRow } from '../../domain/audit/audit.ts';
import type { MailTemplate } from '../../domain/mail/mail-template.ts';
import { oneTimeTokens, type Pending } from '../../domain/one-time-token/one-time-token.table.ts';
import { type IssuedMailToken, planMailToken } from '../../domain/one-time-token/one-time-token.ts';
import { mailRow, nudge, type OutboxRow, outboxInsert } from '../../domain/outbox/outbox.ts';
import { userRoles } from '../../domain/role/role.table.ts';
import { systemRoles } from '../../domain/role/role.ts';
import { at, insertInto, together, touched } from '../../domain/statement.ts';
import type { EmailAddress } from '../../domain/user/email.ts';
import { users } from '../../domain/user/user.table.ts';
import type { User } from '../../domain/user/user.ts';
import type { Context } from '../../kernel/context.ts';
import { newId } from '../../kernel/id.ts';

/** Within this time an address gets no second mail of this flow, however many ask at once. */
const quietSeconds = 60;

interface Plan {
  email: EmailAddress;
  found: User | null;
  userId: string;
  issued: IssuedMailToken;
  audit: AuditRow;
  mail: OutboxRow;
}

/**
 * Asks for a verification mail; `found` is the account of the address as it was read just now. With `pending` it is a
 * registration, which makes the account where there is none. Answers false where the account was made or deleted by
 * another at the same moment: asked again, this one joins it or makes it.
 */
export async function requestVerification(
  context: Context,
  email: EmailAddress,
  found: User | null,
  { requestTokenHash, pending }: { requestTokenHash: string; pending: Pending | null },
): Promise<boolean> {
  const userId = found?.row.id ?? newId(context.clock);
  const kind = found?.row.emailVerifiedAt ? 'taken_registration' : 'verify_email';
  const issued = await planMailToken(context, kind, userId, {
    lifetimeSeconds: context.config.lifetimes.verification,
    requestTokenHash,
    pending,
  });
  const audit = auditRow(context, { ...eventFor(found, pending), resource: `user:${userId}`, userId, actorId: null });
  const minute = Math.floor(context.clock.now().getTime() / (quietSeconds * 1000));
  const mail = await mailRow(context, userId, mailFor(found, email, issued, pending), `verify:${userId}:${minute}`);
  const creates = found === null && pending !== null;
  const written = await write(context, { email, found, userId, issued, audit, mail }, creates);
  if (!written && pending) return false;
  if (written) announceAudit(context, audit);
  // Also where no mail is to go out: a nudge that names no row is no work for the sender, and its absence would tell.
  await nudge(context, [mail]);
  return true;
}

async function write(context: Context, plan: Plan, creates: boolean): Promise<boolean> {
  const { email, found, userId, issued, audit, mail } = plan;
  const now = context.clock.now();
  const waiting = sql`exists (select 1 from target where email_verified_at is null)`;
  // Token and mail fit the state that was read: where that has changed meanwhile, there is none.
  const asRead = found?.row.emailVerifiedAt ? sql`not ${waiting} and ${touched('target')}` : waiting;
  const isKept = issued.row.kind === 'verify_email' || issued.row.pending !== null;
  const grant = { userId, roleId: systemRoles.user, grantedBy: null, grantedAt: now };
  const written = await context.database.rows(
    together(
      {
        created: sql`
          ${insertInto(users, newUser(email, issued.row.pending, userId, now), sql`${creates}::boolean`)}
          on conflict (email_key) where deleted_at is null do nothing returning id, email_verified_at`,
        target: sql`
          select id, email_verified_at from created
          union all select id, email_verified_at from users where id = ${userId}::uuid and deleted_at is null`,
        granted: insertInto(userRoles, grant, touched('created')),
        token: insertInto(oneTimeTokens, issued.row, sql`${isKept}::boolean and ${asRead}`),
        audited: auditInsert(audit, touched('target')),
        mailed: outboxInsert(mail, sql`${asRead} and ${isQuiet(userId, now)}`),
      },
      sql`select id from target`,
    ),
  );
  return written.length > 0;
}

function isQuiet(userId: string, now: Date): SQL {
  return sql`not exists (
    select 1 from outbox where kind = 'mail' and subject_id = ${userId}::uuid
      and created_at > ${at(new Date(now.getTime() - quietSeconds * 1000))})`;
}

function eventFor(found: User | null, pending: Pending | null) {
  if (found?.row.emailVerifiedAt)
    return { action: 'user.registered', outcome: 'refused' as const, details: { reason: 'email_taken' } };
  return { action: pending ? 'user.registered' : 'verification.resent', outcome: 'success' as const };
}

function mailFor(
  found: User | null,
  email: EmailAddress,
  issued: { token: string; code: string },
  pending: Pending | null,
): MailTemplate {
  const to = found?.row.email ?? email.email;
  const locale = found?.row.locale ?? null;
  if (found?.row.emailVerifiedAt) return { template: 'already_registered', to, name: found.row.name, locale };
  const name = pending?.name ?? found?.row.name ?? '';
  return { template: 'verify_email', to, token: issued.token, code: issued.code, name, locale };
}

function newUser(email: EmailAddress, pending: Pending | null, id: string, now: Date): typeof users.$inferInsert {
  return {
    id,
    email: email.email,
    emailKey: email.key,
    name: pending?.name ?? '',
    isActive: true,
    version: 1,
    createdAt: now,
    updatedAt: now,
  };
}
