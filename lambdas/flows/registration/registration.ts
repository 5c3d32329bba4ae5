/** Asking for an account, and for another mail. No answer tells whether the address has an account. */
import { sql } from 'drizzle-orm';
import { announceAudit, auditInsert, auditRefusal, auditRow } from '../../domain/audit/audit.ts';
import { checkPassword } from '../../domain/credential/new-password.ts';
import { hashPassword } from '../../domain/credential/password-hash.ts';
import { type MailBudget, reserveMail } from '../../domain/mail/mail-budget.ts';
import type { MailTemplate } from '../../domain/mail/mail-template.ts';
import { oneTimeTokens, type Pending } from '../../domain/one-time-token/one-time-token.table.ts';
import { planMailToken } from '../../domain/one-time-token/one-time-token.ts';
import { mailRow, nudge, outboxInsert } from '../../domain/outbox/outbox.ts';
import { userRoles } from '../../domain/role/role.table.ts';
import { systemRoles } from '../../domain/role/role.ts';
import { at, insertInto, together, touched } from '../../domain/statement.ts';
import { type EmailAddress, parseEmail } from '../../domain/user/email.ts';
import { users } from '../../domain/user/user.table.ts';
import type { User } from '../../domain/user/user.ts';
import { findUserByEmailKey } from '../../domain/user/users.ts';
import type { Context } from '../../kernel/context.ts';
import { newToken } from '../../kernel/crypto.ts';
import { invalidFields } from '../../kernel/errors.ts';
import { mailBudget } from '../../kernel/http/fields.ts';
import { newId } from '../../kernel/id.ts';

/** Within this time an address gets no second mail of this flow, however many ask at once. */
const quietSeconds = 60;

export interface RegisterInput {
  email: string;
  password: string;
  name: string;
}

/** Answers the request token, which alone opens nothing. */
export async function register(context: Context, input: RegisterInput): Promise<string> {
  const email = emailOf(input.email);
  checkPassword(context, input.password, [email.email, input.name]);
  const budget = await reserveMail(context, email.key);
  const passwordHash = await hashPassword(context, input.password);
  const requestToken = newToken();
  context.metrics.count('RegistrationAsked');
  if (!budget.allowed) await refuseMail(context, email, budget);
  else {
    const pending = { passwordHash, name: input.name };
    // Of two first registrations at once one makes the row; the other then finds it and joins it.
    const done = await ask(context, email, requestToken.hash, pending);
    if (!done) await ask(context, email, requestToken.hash, pending);
  }
  return requestToken.token;
}

/** Another verification mail for an address that waits for one. It says nothing about who chose the password. */
export async function resendVerification(context: Context, address: string): Promise<string> {
  const email = emailOf(address);
  const requestToken = newToken();
  const budget = await reserveMail(context, email.key);
  if (!budget.allowed) await refuseMail(context, email, budget);
  else await ask(context, email, requestToken.hash, null);
  return requestToken.token;
}

/** The answer does not tell; the account's owner can see it in their activity. */
async function refuseMail(context: Context, email: EmailAddress, { isFirstRefusal }: MailBudget): Promise<void> {
  if (!isFirstRefusal) return;
  const found = await findUserByEmailKey(context.database, email.key);
  const userId = found?.row.id ?? null;
  const details = { reason: 'rate_limited', limit: mailBudget.name };
  await auditRefusal(context, {
    action: 'mail.asked',
    resource: `user:${userId ?? ''}`,
    userId,
    actorId: null,
    details,
  });
}

/** One read and one write, whatever is found. Answers false where the row was made by another at the same moment. */
async function ask(
  context: Context,
  email: EmailAddress,
  requestTokenHash: string,
  pending: Pending | null,
): Promise<boolean> {
  const found = await findUserByEmailKey(context.database, email.key);
  const userId = found?.row.id ?? newId(context.clock);
  const now = context.clock.now();
  const issued = await planMailToken(context, 'verify_email', userId, {
    lifetimeSeconds: context.config.lifetimes.verification,
    requestTokenHash,
    pending,
  });
  const audit = auditRow(context, { ...eventFor(found, userId, pending), userId, actorId: null });
  const template = mailFor(found, email, issued, pending);
  const mail = await mailRow(context, userId, template);
  const waiting = sql`exists (select 1 from target where email_verified_at is null)`;
  const quiet = sql`not exists (
    select 1 from outbox where kind = 'mail' and subject_id = ${userId}::uuid
      and created_at > ${at(new Date(now.getTime() - quietSeconds * 1000))})`;
  const creates = found === null && pending !== null;
  const rows = await context.database.rows<{ id: string; mailed: boolean }>(
    together(
      {
        created: sql`
          ${insertInto(users, newUser(email, pending, userId, now), sql`${creates}::boolean`)}
          on conflict (email_key) where deleted_at is null do nothing returning id, email_verified_at`,
        target: sql`
          select id, email_verified_at from created
          union all select id, email_verified_at from users where id = ${userId}::uuid and deleted_at is null`,
        granted: insertInto(
          userRoles,
          { userId, roleId: systemRoles.user, grantedBy: null, grantedAt: now },
          touched('created'),
        ),
        token: insertInto(oneTimeTokens, issued.row, waiting),
        audited: auditInsert(audit, touched('target')),
        mailed: outboxInsert(mail, sql`${touched('target')} and ${quiet}`),
      },
      sql`select id, ${touched('mailed')} as mailed from target`,
    ),
  );
  const [written] = rows;
  if (!written) return !creates;
  announceAudit(context, audit);
  if (written.mailed) await nudge(context, [mail]);
  return true;
}

function eventFor(found: User | null, userId: string, pending: Pending | null) {
  const resource = `user:${userId}`;
  if (found?.row.emailVerifiedAt)
    return { action: 'user.registered', resource, outcome: 'refused' as const, details: { reason: 'email_taken' } };
  const action = pending ? 'user.registered' : 'verification.resent';
  return { action, resource, outcome: 'success' as const };
}

function mailFor(
  found: User | null,
  email: EmailAddress,
  issued: { token: string; code: string },
  pending: Pending | null,
): MailTemplate {
  const to = found?.row.email ?? email.email;
  if (found?.row.emailVerifiedAt) return { template: 'already_registered', to, name: found.row.name };
  const name = pending?.name ?? found?.row.name ?? '';
  return { template: 'verify_email', to, token: issued.token, code: issued.code, name };
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

function emailOf(address: string): EmailAddress {
  const email = parseEmail(address);
  if (!email) throw invalidFields({ email: 'Enter an e-mail address such as name@example.com.' });
  return email;
}
