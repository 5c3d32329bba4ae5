/** Asking for a mail with which a new password is set. No answer tells whether the address has an account. */
import { sql } from 'drizzle-orm';
import { announceAudit, auditInsert, auditRow } from '../../domain/audit/audit.ts';
import { deviceHash } from '../../domain/device/devices.ts';
import { refuseMail, reserveMail } from '../../domain/mail/mail-budget.ts';
import { oneTimeTokens } from '../../domain/one-time-token/one-time-token.table.ts';
import { planMailToken } from '../../domain/one-time-token/one-time-token.ts';
import { mailRow, nudge, outboxInsert } from '../../domain/outbox/outbox.ts';
import { insertInto, together, touched } from '../../domain/statement.ts';
import type { EmailAddress } from '../../domain/user/email.ts';
import { requireEmail } from '../../domain/user/required-email.ts';
import type { User } from '../../domain/user/user.ts';
import { readUser, userAndGrants } from '../../domain/user/users.ts';
import type { Context } from '../../kernel/context.ts';
import { newToken } from '../../kernel/crypto.ts';
import { newId } from '../../kernel/id.ts';

interface Found {
  user: User;
  /** Of a device that the account knows. */
  knownDevice: string | null;
}

/** Answers the request token, which alone opens nothing. */
export async function askForReset(
  context: Context,
  address: string,
  deviceCookie: string | undefined,
): Promise<string> {
  const email = requireEmail(address);
  const requestToken = newToken();
  context.metrics.count('PasswordResetAsked');
  const found = await findMailed(context, email, deviceHash(deviceCookie));
  const knownDevice = found?.knownDevice ?? null;
  const budget = await reserveMail(context, { emailKey: email.key, isMailed: found !== null, knownDevice });
  if (!budget.allowed) await refuseMail(context, found?.user.row.id ?? null, budget);
  else await mailReset(context, email, found?.user ?? null, requestToken.hash);
  return requestToken.token;
}

/** The account that a mail may go to: not a deleted one, nor one that is disabled. */
async function findMailed(context: Context, { key }: EmailAddress, device: string | null): Promise<Found | null> {
  const [row] = await context.database.rows<Record<string, unknown>>(sql`
    select ${userAndGrants},
      exists (select 1 from known_devices where user_id = u.id and token_hash = ${device ?? ''}::text) as knows_device
    from users u where u.email_key = ${key}::text and u.deleted_at is null and u.is_active`);
  const user = readUser(row);
  return row && user ? { user, knownDevice: row.knows_device === true ? device : null } : null;
}

/** One statement and one nudge, whether or not there is anybody to be mailed. */
async function mailReset(
  context: Context,
  email: EmailAddress,
  user: User | null,
  requestTokenHash: string,
): Promise<void> {
  const userId = user?.row.id ?? newId(context.clock);
  const issued = await planMailToken(context, 'reset_password', userId, {
    lifetimeSeconds: context.config.lifetimes.passwordReset,
    requestTokenHash,
    pending: null,
  });
  const mail = await mailRow(context, userId, {
    template: 'reset_password',
    to: user?.row.email ?? email.email,
    locale: user?.row.locale ?? null,
    name: user?.row.name ?? '',
    token: issued.token,
    code: issued.code,
  });
  const audit = auditRow(context, {
    action: 'password.reset_asked',
    resource: `user:${userId}`,
    userId,
    actorId: null,
    outcome: 'success',
  });
  const written = await context.database.rows(
    together(
      {
        // As it was read: neither disabled nor moved to another address in the meantime.
        target: sql`
          select id from users where id = ${userId}::uuid and email_key = ${email.key}::text
            and deleted_at is null and is_active`,
        token: insertInto(oneTimeTokens, issued.row, touched('target')),
        audited: auditInsert(audit, touched('target')),
        mailed: outboxInsert(mail, touched('target')),
      },
      sql`select id from target`,
    ),
  );
  if (written.length > 0) announceAudit(context, audit);
  // Also where no mail is to go out: a nudge that names no row is no work for the sender, and its absence would tell.
  await nudge(context, [mail]);
}
