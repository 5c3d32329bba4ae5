import { type SQL, sql } from 'drizzle-orm';
import type { Context } from '../../kernel/context.ts';
import { announceAudit, auditInsert, auditRow } from '../audit/audit.ts';
import { passwordUpsert } from '../credential/credentials.ts';
import { forgetDevices } from '../device/devices.ts';
import type { MailTemplate } from '../mail/mail-template.ts';
import { oneTimeTokens } from '../one-time-token/one-time-token.table.ts';
import type { OneTimeTokenRow } from '../one-time-token/one-time-token.ts';
import { spend, spendAll, spendSiblings } from '../one-time-token/one-time-tokens.ts';
import { mailRow, nudge, outboxInsert } from '../outbox/outbox.ts';
import { endedList, endSessionsOf, publishEnded } from '../session/ended-sessions.ts';
import { at, insertInto, together, touched } from '../statement.ts';
import type { User } from './user.ts';
import { readUser, userAndGrants } from './users.ts';
import { voidWaysIn } from './ways-in.ts';

/** By what somebody shows for the first time that the mailbox of an account is theirs. */
export type MailboxProofBy = 'verification' | 'invitation' | 'password_reset' | 'magic_link' | 'provider';

export interface MailboxProof {
  by: MailboxProofBy;
  /** The mailed token, spent with it; null where a provider vouches for the address. */
  token: OneTimeTokenRow | null;
  /** What the prover is shown to have chosen, or `neutralName`: a name that a stranger may have typed goes. */
  name: string;
  /** What the prover is shown to have chosen; null where there is no such password. */
  passwordHash: string | null;
  /** A token for the next step, where the password is still to be set. */
  next?: OneTimeTokenRow | null;
  /** The notices of it. */
  mails?: readonly MailTemplate[];
  /** Further writes of the statement, conditional on `mailboxProven`. */
  also?: Record<string, SQL>;
}

/** Holds where the proof came first. */
export const mailboxProven: SQL = touched('verified');

/**
 * The first proof of a mailbox, in one statement: spends the token, verifies the address, and voids everything that was
 * set before by someone who had not proven it: passwords, sessions, passkeys, factors and recovery codes, linked
 * providers, devices, mailed tokens and the changes that wait for them (pre-hijacking, see decision 0008). The user's
 * version goes up, so that pending sign-ins and sign-ins under way die too. Null, with nothing spent or written, where
 * the address is proven already or the account is no longer active, or another use of the token came first.
 */
export async function proveMailbox(context: Context, { row }: User, proof: MailboxProof): Promise<User | null> {
  const now = context.clock.now();
  const { id } = row;
  const { token, passwordHash, next } = proof;
  const when = mailboxProven;
  // A password that was chosen with such a link is what an account waits for that was brought back.
  const opens = proof.by === 'password_reset' || proof.by === 'invitation';
  const password = passwordHash === null ? (next ? 'required' : 'none') : 'kept';
  const audit = auditRow(context, {
    action: proof.by === 'invitation' ? 'invitation.accepted' : 'email.verified',
    resource: `user:${id}`,
    userId: id,
    actorId: id,
    outcome: 'success',
    details: { by: proof.by, password },
  });
  const mails = await Promise.all((proof.mails ?? []).map((mail) => mailRow(context, id, mail)));
  const [found] = await context.database.rows<{ ended_sessions: string }>(
    together(
      {
        // In turns with whatever else changes the user: who comes second finds the address proven.
        turn: sql`
          select id from users where id = ${id}::uuid and email_verified_at is null and deleted_at is null
            and is_active for no key update`,
        spent: token ? spend(token.id, now, touched('turn')) : undefined,
        verified: sql`
          update users set email_verified_at = ${at(now)}, name = ${proof.name}::text,${opens ? sql` reset_required_at = null,` : sql``}
            version = version + 1, updated_at = ${at(now)}
          where id in (select id from turn) and ${touched(token ? 'spent' : 'turn')} returning *`,
        tokens_spent: token ? spendSiblings(token.id, id, now, when) : spendAll(id, now, when),
        ...endSessionsOf('verified', { reason: 'mailbox_proven', but: null }, now),
        forgotten: forgetDevices(id, when),
        ...voidWaysIn(id, when, passwordHash === null ? undefined : passwordUpsert(context, id, passwordHash, when)),
        next: next ? insertInto(oneTimeTokens, next, when) : undefined,
        ...proof.also,
        audited: auditInsert(audit, when),
        ...Object.fromEntries(mails.map((mail, index) => [`mailed_${index}`, outboxInsert(mail, when)])),
      },
      sql`select ${userAndGrants}, ${endedList()} as ended_sessions from verified u`,
    ),
  );
  if (!found) return null;
  announceAudit(context, audit);
  context.metrics.count('EmailVerified', { password });
  await Promise.all([publishEnded(context, found.ended_sessions), mails.length > 0 && nudge(context, mails)]);
  return readUser(found);
}
