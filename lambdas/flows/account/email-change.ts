/**
 * Asking for another address: it becomes the account's when a link or code that was mailed to it comes back
 * (registration/confirm-email). The answer never tells whether the address is taken.
 */
import { sql } from 'drizzle-orm';
import { announceAudit, auditInsert, auditRow } from '../../domain/audit/audit.ts';
import { reserveMail } from '../../domain/mail/mail-budget.ts';
import type { MailTemplate } from '../../domain/mail/mail-template.ts';
import { oneTimeTokens } from '../../domain/one-time-token/one-time-token.table.ts';
import { type IssuedMailToken, planMailToken } from '../../domain/one-time-token/one-time-token.ts';
import { mailRow, nudge, outboxInsert } from '../../domain/outbox/outbox.ts';
import { at, insertInto, together } from '../../domain/statement.ts';
import type { EmailAddress } from '../../domain/user/email.ts';
import { requireEmail } from '../../domain/user/required-email.ts';
import type { User } from '../../domain/user/user.ts';
import { findUser, findUserByEmailKey } from '../../domain/user/users.ts';
import type { Context, Principal } from '../../kernel/context.ts';
import { newToken } from '../../kernel/crypto.ts';
import { AuthError, invalidFields } from '../../kernel/errors.ts';

/**
 * Answers the request token by which the mailed code may be given.
 *
 * @throws AuthError 422 for what is no address, or is the account's own already.
 */
export async function askEmailChange(context: Context, principal: Principal, address: string): Promise<string> {
  const email = requireEmail(address);
  const me = await findUser(context.database, principal.userId);
  if (!me) throw new AuthError('TOKEN_INVALID');
  if (me.row.emailKey === email.key) throw invalidFields({ email: 'Is your address already.' });
  const requestToken = newToken();
  const budget = await reserveMail(context, { emailKey: email.key, isMailed: true });
  const holder = await findUserByEmailKey(context.database, email.key);
  const issued = await planMailToken(context, 'confirm_email', me.row.id, {
    lifetimeSeconds: context.config.lifetimes.emailChange,
    requestTokenHash: requestToken.hash,
    pending: null,
  });
  await write(context, principal, { me, holder, email, issued, isMailed: budget.allowed });
  return requestToken.token;
}

interface Ask {
  me: User;
  /** Who has the address now. */
  holder: User | null;
  email: EmailAddress;
  issued: IssuedMailToken;
  /** Whether the mail budget of the new address lets another one go out. */
  isMailed: boolean;
}

/**
 * One statement and one nudge, whatever was found; only the newest ask of an account is open. One for an address that is
 * taken ends the earlier one, too, and leaves a token, which is mailed to nobody: that the one went on to work, or that
 * a wrong code found nothing to be counted on, would tell.
 */
async function write(context: Context, principal: Principal, ask: Ask): Promise<void> {
  const { me, holder, email, issued, isMailed } = ask;
  const now = context.clock.now();
  const audit = auditRow(context, {
    action: 'email.change_asked',
    resource: `user:${me.row.id}`,
    userId: me.row.id,
    actorId: me.row.id,
    outcome: 'success',
    sessionId: principal.sessionId,
  });
  const row = { ...issued.row, email: email.email, sessionId: principal.sessionId };
  const mails = [
    await mailRow(context, holder?.row.id ?? me.row.id, newAddressMail(ask)),
    await mailRow(context, me.row.id, oldAddressMail(context, ask)),
  ] as const;
  await context.database.rows(
    together(
      {
        replaced: sql`
          update one_time_tokens set spent_at = ${at(now)}
          where user_id = ${me.row.id}::uuid and kind = 'confirm_email' and spent_at is null`,
        token: insertInto(oneTimeTokens, row),
        audited: auditInsert(audit),
        mailed_new: outboxInsert(mails[0], sql`${isMailed}::boolean`),
        mailed_old: outboxInsert(mails[1]),
      },
      sql`select 1 as done`,
    ),
  );
  announceAudit(context, audit);
  context.metrics.count('EmailChangeAsked');
  await nudge(context, mails);
}

/** To the new address: how to confirm it, or to whoever has it that it was asked for. */
function newAddressMail({ me, holder, email, issued }: Ask): MailTemplate {
  const { locale, name } = me.row;
  if (holder) return { template: 'email_change_taken', to: holder.row.email, locale: holder.row.locale };
  const { token, code } = issued;
  return { template: 'confirm_email', to: email.email, locale, name, token, code, currentEmail: me.row.email };
}

/** Alike where the address is taken: the account's own mailbox tells its owner nothing. */
function oldAddressMail(context: Context, { me, email }: Ask): MailTemplate {
  return {
    template: 'email_change_asked',
    to: me.row.email,
    locale: me.row.locale,
    newEmail: email.email,
    when: context.clock.now().toISOString(),
    ip: context.request.ip,
    userAgent: context.request.userAgent,
  };
}
