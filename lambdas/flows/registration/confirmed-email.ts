/** An address that is changed: confirmed from the new mailbox, and taken back from the old one. */
import { type SQL, sql } from 'drizzle-orm';
import { oneTimeTokens } from '../../domain/one-time-token/one-time-token.table.ts';
import { planToken } from '../../domain/one-time-token/one-time-token.ts';
import {
  findToken,
  type Presented,
  presentToken,
  type Redemption,
  spendLater,
} from '../../domain/one-time-token/one-time-tokens.ts';
import { at, insertInto, together, touched } from '../../domain/statement.ts';
import { parseEmail } from '../../domain/user/email.ts';
import { planSecurityChange, type SecurityChange } from '../../domain/user/security-change.ts';
import type { User } from '../../domain/user/user.ts';
import { readUser, selectUserFrom } from '../../domain/user/users.ts';
import type { Context } from '../../kernel/context.ts';
import { oneTimeTokenInvalid } from '../../kernel/errors.ts';
import { sqlState } from '../../ports/database.ts';

/**
 * The new address is the account's; every session ends but the one that asked. The old address is told, and can take it
 * back for a week.
 *
 * @throws AuthError 400 `TOKEN_INVALID`, also where the address was taken meanwhile.
 */
export async function confirmEmail(context: Context, input: Redemption): Promise<User> {
  const presented = await presentToken(context, 'confirm_email', input);
  if (!presented) throw oneTimeTokenInvalid();
  const { row, user } = presented;
  const { emailRevert } = context.config.lifetimes;
  const revert = planToken(context, 'revert_email', user.row.id, emailRevert);
  const kept = { ...revert.row, email: user.row.email };
  const changed = await moveAddress(context, presented, {
    when: sql`true`,
    action: 'email.changed',
    but: row.sessionId,
    forgetsDevices: false,
    mails: [
      {
        template: 'email_changed',
        to: user.row.email,
        locale: user.row.locale,
        token: revert.token,
        newEmail: row.email ?? '',
        ...occurrence(context),
      },
    ],
    also: { revert: insertInto(oneTimeTokens, kept, touched('changed')) },
  });
  if (!changed) throw oneTimeTokenInvalid();
  context.metrics.count('EmailChanged');
  return changed;
}

/** Another change of the account may come first, each time: then it is looked at anew, with the links that came of it. */
const rounds = 3;

/**
 * The old address is the account's again, and every session ends: whoever changed it may be somebody else. What came
 * after it is undone with it: links that would take later changes back are worth nothing, or the holder of an address in
 * between could move the account there again.
 *
 * @throws AuthError 400 `TOKEN_INVALID`, also where the address was taken meanwhile.
 */
export async function revertEmail(context: Context, token: string): Promise<User> {
  for (let round = 0; round < rounds; round += 1) {
    const presented = await findToken(context, 'revert_email', token);
    const changed = presented && (await takeBack(context, presented));
    if (changed) {
      context.metrics.count('EmailReverted');
      return changed;
    }
  }
  throw oneTimeTokenInvalid();
}

/** Null also where the account is no longer what was read: the statement would not see a link that was just made. */
function takeBack(context: Context, presented: Presented): Promise<User | null> {
  const { email, locale, version } = presented.user.row;
  return moveAddress(context, presented, {
    when: sql`(select version from turn) = ${version}::int`,
    action: 'email.reverted',
    but: null,
    forgetsDevices: true,
    // To both: it may be the reader of the old mailbox who takes what is not theirs.
    mails: [
      { template: 'email_reverted', to: presented.row.email ?? '', locale, ...occurrence(context) },
      { template: 'email_moved_back', to: email, locale, ...occurrence(context) },
    ],
    also: { later_spent: spendLater(presented.row, context.clock.now(), touched('changed')) },
  });
}

interface Move extends Pick<SecurityChange, 'forgetsDevices' | 'mails'> {
  when: SQL;
  action: string;
  /** The session that goes on. */
  but: string | null;
  also: Record<string, SQL>;
}

/**
 * One statement: the token, the address, what ends with it, and the mail. The mailbox is proven by the token. Null where
 * the address was taken or another use of the token came first.
 */
async function moveAddress(context: Context, { row, user }: Presented, move: Move): Promise<User | null> {
  const email = parseEmail(row.email ?? '');
  if (!email) return null;
  const { id } = user.row;
  const { when, action, but, mails, forgetsDevices, also } = move;
  const change = await planSecurityChange(
    context,
    {
      userId: id,
      audit: { action, resource: `user:${id}`, actorId: id },
      set: sql`email = ${email.email}::text, email_key = ${email.key}::text,
        email_verified_at = ${at(context.clock.now())}`,
      ends: { reason: 'email_changed', but },
      token: row,
      spendsTokens: true,
      forgetsDevices,
      mails,
    },
    sql`${when} and not exists (select 1 from users where email_key = ${email.key}::text and deleted_at is null and id <> ${id}::uuid)`,
  );
  const statement = together(
    { ...change.parts, ...also },
    sql`select moved.*, ${change.endedSessions} as ended_sessions from (${selectUserFrom('changed')}) moved`,
  );
  const [changed] = await context.database.rows(statement).catch(orTaken);
  const moved = readUser(changed);
  if (moved) await change.publish(changed?.ended_sessions);
  return moved;
}

/** Another account took the address at this very moment: `unique_violation` (PostgreSQL, appendix A). */
function orTaken(error: unknown): [] {
  if (sqlState(error) === '23505') return [];
  throw error;
}

function occurrence({ clock, request }: Context) {
  return { when: clock.now().toISOString(), ip: request.ip, userAgent: request.userAgent };
}
