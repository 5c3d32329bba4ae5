import { type SQL, sql } from 'drizzle-orm';
import type { Context } from '../../kernel/context.ts';
import type { EndReason } from '../../kernel/http/end-reasons.ts';
import { type AuditEvent, announceAudit, auditInsert, auditRow } from '../audit/audit.ts';
import { forgetDevices } from '../device/devices.ts';
import type { MailTemplate } from '../mail/mail-template.ts';
import { spend, spendAll } from '../one-time-token/one-time-tokens.ts';
import { mailRow, nudge, outboxInsert } from '../outbox/outbox.ts';
import { endedList, endSessionsOf, publishEnded } from '../session/ended-sessions.ts';
import { at, touched } from '../statement.ts';
import { lockUser, lockUserBySession } from './users.ts';

/** A change of what proves who a user is, and what has to end with it. */
export interface SecurityChange {
  userId: string;
  audit: Pick<AuditEvent, 'action' | 'details' | 'resource'> & { sessionId?: string; actorId: string | null };
  /** Why sessions end; absent where none does. */
  ends?: { reason: EndReason /** The session that goes on. */; but: string | null };
  /**
   * Whether mailed tokens die: those of before must not undo or repeat what has changed. Only the link that takes a
   * change of address back stays, or whoever took an account over could end it by changing something else.
   */
  spendsTokens: boolean;
  /** The mailed token that brought the change: without it, used once, nothing happens. */
  token?: { id: string };
  forgetsDevices: boolean;
  /** The notices of it. */
  mails: readonly MailTemplate[];
  /** Further columns of the user that change. */
  set?: SQL;
  /** Where more is asked than a live session: parts of which `turn` has a row where it may be done, and holds the user's. */
  turn?: Record<string, SQL | undefined>;
  /** In which state the account must be; in use, where it is not given. */
  state?: SQL;
}

export interface PlannedSecurityChange {
  /** For `together`. `changed` returns the user where the change happened: further writes ask `touched('changed')`. */
  parts: Record<string, SQL | undefined>;
  /** To be selected as `ended_sessions`. */
  endedSessions: SQL;
  /** After the commit, with the selected value. */
  publish(endedSessions: unknown): Promise<void>;
}

const inUse = sql`deleted_at is null and is_active`;

/**
 * The user's version goes up, so that pending sign-ins and sign-ins under way die; sessions, mailed tokens and devices
 * go as the change asks; all as parts of its own statement. What is done by a session needs it to be live when the user's
 * row is held: a reset that ended it may have come first. `when` may look at `turn`, the user's locked row, and must
 * hold for anything to happen.
 */
export async function planSecurityChange(
  context: Context,
  change: SecurityChange,
  when: SQL = sql`true`,
): Promise<PlannedSecurityChange> {
  const { userId, ends, token } = change;
  const now = context.clock.now();
  const happened = touched('changed');
  const { sessionId } = change.audit;
  const audit = auditRow(context, { userId, outcome: 'success', ...change.audit });
  const mails = await Promise.all(change.mails.map((mail) => mailRow(context, userId, mail)));
  return {
    parts: {
      ...(change.turn ?? { turn: sessionId === undefined ? lockUser(userId) : lockUserBySession(userId, sessionId) }),
      spent: token && spend(token.id, now, sql`${touched('turn')} and ${when}`),
      changed: sql`
        update users set ${change.set ? sql`${change.set}, ` : sql``}version = version + 1, updated_at = ${at(now)}
        where id = ${userId}::uuid and ${change.state ?? inUse} and ${touched(token ? 'spent' : 'turn')}
          and ${when} returning *`,
      ...(ends && endSessionsOf('changed', ends, now)),
      tokens_spent: change.spendsTokens
        ? spendAll(
            userId,
            now,
            sql`kind <> 'revert_email' and ${token ? sql`id <> ${token.id}::uuid and ` : sql``}${happened}`,
          )
        : undefined,
      forgotten: change.forgetsDevices ? forgetDevices(userId, happened) : undefined,
      change_audited: auditInsert(audit, happened),
      ...Object.fromEntries(mails.map((mail, index) => [`change_mailed_${index}`, outboxInsert(mail, happened)])),
    },
    endedSessions: ends ? endedList() : sql`null::text`,
    async publish(endedSessions) {
      announceAudit(context, audit);
      await publishEnded(context, endedSessions);
      if (mails.length > 0) await nudge(context, mails);
    },
  };
}
