/** Passwords that were stolen somewhere (ASVS 6.2.12): refused when they are set, told of when they sign in. */
import { type SQL, sql } from 'drizzle-orm';
import type { Context } from '../../kernel/context.ts';
import { sha256 } from '../../kernel/crypto.ts';
import { invalidFields } from '../../kernel/errors.ts';
import { type AuditRow, auditInsert, auditRow } from '../audit/audit.ts';
import { mailRow, type OutboxRow, outboxInsert } from '../outbox/outbox.ts';
import { touched } from '../statement.ts';
import type { User } from '../user/user.ts';

const action = 'password.breach_found';

/** False where no list is configured. */
export async function isBreached({ breachedPasswords }: Context, password: string): Promise<boolean> {
  return breachedPasswords ? breachedPasswords.has(password) : false;
}

/**
 * Refuses a new password that is in the list; to be asked once whoever sets it has shown that they may.
 *
 * @throws AuthError 422 with the reason under that field.
 */
export async function checkNotBreached(context: Context, password: string, field = 'password'): Promise<void> {
  if (await isBreached(context, password))
    throw invalidFields({ [field]: 'This password was stolen somewhere, so it is guessed first. Choose another one.' });
}

/** The notice of a breached password, as parts of the sign-in's statement: a mail and an audit row, once per password. */
export interface BreachNotice {
  parts: Record<string, SQL>;
  mail: OutboxRow;
}

/** `stored` is the hash that the password was compared with. */
export async function breachNotice(context: Context, { row }: User, stored: string, when: SQL): Promise<BreachNotice> {
  const { id: userId, email: to, locale } = row;
  const { ip, userAgent } = context.request;
  const audit: AuditRow = auditRow(context, {
    action,
    resource: `user:${userId}`,
    userId,
    actorId: userId,
    outcome: 'success',
  });
  const mail = await mailRow(
    context,
    userId,
    { template: 'password_breached', to, locale, when: context.clock.now().toISOString(), ip, userAgent },
    // Of two sign-ins at once both find that nobody was told.
    `${action}:${userId}:${sha256(stored)}`,
  );
  const isNews = sql`${when} and not exists (
    select 1 from audit_logs where user_id = ${userId}::uuid and action = ${action}::text
      and created_at >= (select updated_at from credentials where user_id = ${userId}::uuid and kind = 'password'))`;
  return {
    parts: { breach_mailed: outboxInsert(mail, isNews), breach_audited: auditInsert(audit, touched('breach_mailed')) },
    mail,
  };
}
