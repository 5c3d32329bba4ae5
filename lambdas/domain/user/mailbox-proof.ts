import { sql } from 'drizzle-orm';
import type { Context } from '../../kernel/context.ts';
import { announceAudit, auditInsert, auditRow } from '../audit/audit.ts';
import { passwordUpsert } from '../credential/credentials.ts';
import { oneTimeTokens } from '../one-time-token/one-time-token.table.ts';
import type { OneTimeTokenRow } from '../one-time-token/one-time-token.ts';
import { type Presented, spend, spendSiblings } from '../one-time-token/one-time-tokens.ts';
import { at, insertInto, together, touched } from '../statement.ts';
import type { User } from './user.ts';
import { readUser, selectUserFrom } from './users.ts';

/** What the prover of the mailbox is shown to have chosen. */
export interface Choice {
  action: 'email.verified' | 'invitation.accepted';
  name: string;
  /** Null where nothing shows that the prover chose a password. */
  passwordHash: string | null;
  /** A token for the next step, where the password is still to be set. */
  next: OneTimeTokenRow | null;
}

/**
 * The first proof of a mailbox, in one statement: spends the token and its siblings, verifies the address, and voids
 * every password, session and device that was set before by someone who had not proven it (protocols.md,
 * Registration: pre-hijacking). Null where another use of the token came first.
 */
export async function proveMailbox(context: Context, { row, user }: Presented, choice: Choice): Promise<User | null> {
  const now = context.clock.now();
  const id = user.row.id;
  const when = touched('verified');
  const audit = auditRow(context, {
    action: choice.action,
    resource: `user:${id}`,
    userId: id,
    actorId: id,
    outcome: 'success',
    details: { password: choice.passwordHash === null ? 'required' : 'kept' },
  });
  const [found] = await context.database.rows(
    together(
      {
        // Two tokens of one user at once would each hold its own row and wait for the other's: the user's row goes first.
        locked: sql`select id from users where id = ${id}::uuid for no key update`,
        spent: spend(row.id, now, touched('locked')),
        verified: sql`
          update users set email_verified_at = ${at(now)}, name = ${choice.name}::text,
            version = version + 1, updated_at = ${at(now)}
          where id in (select user_id from spent) and email_verified_at is null
            and deleted_at is null and is_active returning *`,
        siblings: spendSiblings(row.id, id, now, when),
        ended: sql`
          update sessions set version = version + 1, ended_at = ${at(now)}, end_reason = 'mailbox_proven'
          where user_id = ${id}::uuid and ended_at is null and ${when} returning id`,
        tombstoned: sql`
          insert into outbox (id, kind, subject_id, attempts, due_at, created_at)
          select gen_random_uuid(), 'session_end', id, 0, ${at(now)}, ${at(now)} from ended`,
        forgotten: sql`delete from known_devices where user_id = ${id}::uuid and ${when}`,
        password:
          choice.passwordHash === null
            ? sql`delete from credentials where user_id = ${id}::uuid and ${when}`
            : passwordUpsert(context, id, choice.passwordHash, when),
        next: choice.next ? insertInto(oneTimeTokens, choice.next, when) : undefined,
        audited: auditInsert(audit, when),
      },
      selectUserFrom('verified'),
    ),
  );
  if (found) announceAudit(context, audit);
  return readUser(found);
}
