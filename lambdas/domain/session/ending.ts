/** Ending one session (ASVS 7.4.1): a part of the session protocol that other statements may carry along. */
import { type SQL, sql } from 'drizzle-orm';
import type { Context } from '../../kernel/context.ts';
import type { EndReason } from '../../kernel/http/end-reasons.ts';
import { announceAudit, auditInsert, auditRow } from '../audit/audit.ts';
import type { MailTemplate } from '../mail/mail-template.ts';
import { mailRow, nudge, outboxInsert, sessionEndRow } from '../outbox/outbox.ts';
import { together, touched } from '../statement.ts';
import { lockUser } from '../user/users.ts';
import type { SessionRow } from './session.table.ts';
import { copyOf, writeCopy } from './session-copy.ts';
import { readSession, sessionList, sessionsEnd } from './sessions.ts';

export interface Ending {
  session: { id: string; userId: string };
  reason: EndReason;
  /** Null for a stranger's reuse of a token. */
  actorId: string | null;
  mail?: MailTemplate;
  /**
   * Further writes; they may ask whether the CTE `ended` touched a row. They may touch rows that the ending of another
   * session of this user touches too, in another order: such endings take turns, at the user's row.
   */
  also?: Record<string, SQL>;
}

export interface PlannedEnding {
  /** CTEs: row, audit row, tombstone order and mail. `ended` returns the session where it was still live. */
  parts: Record<string, SQL | undefined>;
  /** After the commit, with what `ended` returned: the tombstone itself, then the nudges. */
  publish(ended: SessionRow | null): Promise<void>;
}

/** The writes that end a session, for a statement of `together`. `when` must hold as well. */
export async function planEnding(context: Context, ending: Ending, when: SQL = sql`true`): Promise<PlannedEnding> {
  const { session, reason, actorId } = ending;
  const audit = auditRow(context, {
    action: 'session.ended',
    resource: `session:${session.id}`,
    userId: session.userId,
    actorId,
    outcome: 'success',
    sessionId: session.id,
    details: { reason },
  });
  const tombstone = sessionEndRow(context, session.id);
  const mail = ending.mail ? await mailRow(context, session.userId, ending.mail) : null;
  const ended = touched('ended');
  const turn = ending.also && lockUser(session.userId);
  const mayEnd = turn ? sql`${when} and ${touched('end_turn')}` : when;
  return {
    parts: {
      end_turn: turn,
      ended: sessionsEnd(sql`id = ${session.id}::uuid and ${mayEnd}`, reason, context.clock.now()),
      end_audited: auditInsert(audit, ended),
      end_tombstoned: outboxInsert(tombstone, ended),
      end_mailed: mail ? outboxInsert(mail, ended) : undefined,
      ...ending.also,
    },
    async publish(row) {
      if (!row) return;
      announceAudit(context, audit);
      await writeCopy(context, row.id, copyOf(row, [], context.clock.now()));
      await nudge(context, mail ? [tombstone, mail] : [tombstone]);
    },
  };
}

/** The same in a statement of its own. Ending an ended session changes nothing. */
export async function endNow(context: Context, ending: Ending): Promise<void> {
  const { parts, publish } = await planEnding(context, ending);
  const [row] = await context.database.rows(together(parts, sql`select ${sessionList('s')} from ended s`));
  await publish(row ? readSession('s', row) : null);
}
