/** A mail that anybody may ask for, for any address: the answer never tells whether it has an account. */
import { sql } from 'drizzle-orm';
import type { Context } from '../../kernel/context.ts';
import { newToken } from '../../kernel/crypto.ts';
import { newId } from '../../kernel/id.ts';
import { announceAudit, auditInsert, auditRow } from '../audit/audit.ts';
import { deviceHash } from '../device/devices.ts';
import { refuseMail, reserveMail } from '../mail/mail-budget.ts';
import type { MailTemplate } from '../mail/mail-template.ts';
import { mailRow, nudge, outboxInsert } from '../outbox/outbox.ts';
import { insertInto, together, touched } from '../statement.ts';
import type { EmailAddress } from '../user/email.ts';
import { requireEmail } from '../user/required-email.ts';
import type { User } from '../user/user.ts';
import { readUser, userAndGrants } from '../user/users.ts';
import { oneTimeTokens, type TokenKind } from './one-time-token.table.ts';
import { planMailToken } from './one-time-token.ts';

/** Who a mail goes to, and what of the token stands in it. */
export interface Addressee {
  to: string;
  locale: string | null;
  name: string;
  token: string;
  code: string;
}

export interface AskedMail {
  kind: TokenKind;
  lifetimeSeconds: number;
  /** Of the audit row. */
  action: string;
  mail(addressee: Addressee): MailTemplate;
}

interface Found {
  user: User;
  /** Of a device that the account knows. */
  knownDevice: string | null;
}

/**
 * Mails the owner of an active account a link and a code. The same work, whatever is found. Answers the request token,
 * which alone opens nothing.
 *
 * @throws AuthError 422 for what is no address.
 */
export async function askForMail(
  context: Context,
  address: string,
  deviceCookie: string | undefined,
  asked: AskedMail,
): Promise<string> {
  const email = requireEmail(address);
  const requestToken = newToken();
  const found = await findMailed(context, email, deviceHash(deviceCookie), asked.kind);
  const knownDevice = found?.knownDevice ?? null;
  const budget = await reserveMail(context, { emailKey: email.key, isMailed: found !== null, knownDevice });
  if (!budget.allowed) await refuseMail(context, found?.user.row.id ?? null, budget);
  else await write(context, email, found?.user ?? null, requestToken.hash, asked);
  return requestToken.token;
}

/**
 * The account that a mail may go to: not a deleted one, nor one that is disabled; nor one that is closed until its
 * password is reset, where the mail would sign in.
 */
async function findMailed(
  context: Context,
  { key }: EmailAddress,
  device: string | null,
  kind: TokenKind,
): Promise<Found | null> {
  const [row] = await context.database.rows<Record<string, unknown>>(sql`
    select ${userAndGrants},
      exists (select 1 from known_devices where user_id = u.id and token_hash = ${device ?? ''}::text) as knows_device
    from users u where u.email_key = ${key}::text and u.deleted_at is null and u.is_active
      and (${kind}::text <> 'magic_link' or u.reset_required_at is null)`);
  const user = readUser(row);
  return row && user ? { user, knownDevice: row.knows_device === true ? device : null } : null;
}

/** One statement and one nudge, whether or not there is anybody to be mailed. */
async function write(
  context: Context,
  email: EmailAddress,
  user: User | null,
  requestTokenHash: string,
  { kind, lifetimeSeconds, action, mail }: AskedMail,
): Promise<void> {
  const userId = user?.row.id ?? newId(context.clock);
  const issued = await planMailToken(context, kind, userId, { lifetimeSeconds, requestTokenHash, pending: null });
  const { token, code } = issued;
  // To the address that the account has, never to the one that was typed.
  const to = user?.row.email ?? email.email;
  const template = mail({ to, locale: user?.row.locale ?? null, name: user?.row.name ?? '', token, code });
  const mailed = await mailRow(context, userId, template);
  const audit = auditRow(context, {
    action,
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
            and deleted_at is null and is_active and (${kind}::text <> 'magic_link' or reset_required_at is null)`,
        token: insertInto(oneTimeTokens, { ...issued.row, email: email.key }, touched('target')),
        audited: auditInsert(audit, touched('target')),
        mailed: outboxInsert(mailed, touched('target')),
      },
      sql`select id from target`,
    ),
  );
  if (written.length > 0) announceAudit(context, audit);
  // Also where no mail is to go out: a nudge that names no row is no work for the sender, and its absence would tell.
  await nudge(context, [mailed]);
}
