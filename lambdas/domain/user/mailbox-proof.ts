import { sql } from 'drizzle-orm';
import type { Context } from '../../kernel/context.ts';
import { announceAudit, auditInsert, auditRow } from '../audit/audit.ts';
import { credentialsDelete, passwordUpsert } from '../credential/credentials.ts';
import { forgetDevices } from '../device/devices.ts';
import { oneTimeTokens } from '../one-time-token/one-time-token.table.ts';
import type { OneTimeTokenRow } from '../one-time-token/one-time-token.ts';
import { type Presented, spend, spendSiblings } from '../one-time-token/one-time-tokens.ts';
import { nudge, sessionEndRowsInsert } from '../outbox/outbox.ts';
import { sessionsEnd } from '../session/sessions.ts';
import { at, insertInto, together, touched } from '../statement.ts';
import type { User } from './user.ts';
import { lockUser, readUser, userAndGrants } from './users.ts';

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
 * every password, session and device that was set before by someone who had not proven it: pre-hijacking, see decision
 * 0008. Null where another use of the token came first.
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
  const [found] = await context.database.rows<{ tombstones: string | null }>(
    together(
      {
        // Two tokens of one user at once: each spends its own row, and the other's as a sibling.
        locked: lockUser(id),
        spent: spend(row.id, now, touched('locked')),
        verified: sql`
          update users set email_verified_at = ${at(now)}, name = ${choice.name}::text,
            version = version + 1, updated_at = ${at(now)}
          where id in (select user_id from spent) and email_verified_at is null
            and deleted_at is null and is_active returning *`,
        siblings: spendSiblings(row.id, id, now, when),
        ended: sessionsEnd(sql`user_id = ${id}::uuid and ${when}`, 'mailbox_proven', now),
        tombstoned: sessionEndRowsInsert('ended', now),
        forgotten: forgetDevices(id, when),
        password:
          choice.passwordHash === null
            ? credentialsDelete(id, when)
            : passwordUpsert(context, id, choice.passwordHash, when),
        next: choice.next ? insertInto(oneTimeTokens, choice.next, when) : undefined,
        audited: auditInsert(audit, when),
      },
      sql`select ${userAndGrants}, (select string_agg(id::text, ' ') from tombstoned) as tombstones from verified u`,
    ),
  );
  if (!found) return null;
  announceAudit(context, audit);
  if (found.tombstones)
    await nudge(
      context,
      found.tombstones.split(' ').map((tombstone) => ({ id: tombstone })),
    );
  return readUser(found);
}
