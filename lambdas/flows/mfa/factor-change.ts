/** One change of what the second step takes, with all that goes with it, against the account as it was read. */
import { type SQL, sql } from 'drizzle-orm';
import type { AuditEvent } from '../../domain/audit/audit.ts';
import type { Factor } from '../../domain/mail/notices.ts';
import { together } from '../../domain/statement.ts';
import { planSecurityChange } from '../../domain/user/security-change.ts';
import type { User } from '../../domain/user/user.ts';
import { readUser, userAndGrants } from '../../domain/user/users.ts';
import { readWaysIn, type WaysIn, waysInOf } from '../../domain/user/ways-in.ts';
import type { Context, Principal } from '../../kernel/context.ts';
import { AuthError } from '../../kernel/errors.ts';

/** The account as it was read: whatever changes it meanwhile makes the change be planned anew. */
export interface Owner {
  user: User;
  ways: WaysIn;
}

export interface PlannedFactorChange<Answer> {
  answer: Answer;
  audit: Pick<AuditEvent, 'action' | 'resource' | 'details'>;
  mail: { template: 'factor_added' | 'factor_removed'; factor: Factor };
  endsOthers: boolean;
  /** Parts that `when` asks. */
  first?: Record<string, SQL>;
  when?: SQL;
  /** The writes, conditional on `touched('changed')`. */
  writes: Record<string, SQL>;
}

/** Whoever changes an account at the same time goes first or later: one of two finds it changed, and looks again. */
const rounds = 3;

/**
 * Plans and does it, anew where the account has changed in between.
 *
 * @throws AuthError 401 `TOKEN_INVALID` where the account has just gone; whatever `plan` throws.
 */
export async function changeFactors<Answer>(
  context: Context,
  principal: Principal,
  plan: (owner: Owner) => Promise<PlannedFactorChange<Answer>>,
): Promise<Answer> {
  for (let round = 0; round < rounds; round += 1) {
    const owner = await findOwner(context, principal.userId);
    const planned = await plan(owner);
    if (await perform(context, principal, owner, planned)) return planned.answer;
  }
  throw new AuthError('CONFLICT');
}

async function findOwner(context: Context, userId: string): Promise<Owner> {
  const [row] = await context.database.rows(sql`
    select ${userAndGrants}, ${waysInOf('u')} from users u
    where u.id = ${userId}::uuid and u.deleted_at is null and u.is_active`);
  const user = readUser(row);
  if (!row || !user) throw new AuthError('TOKEN_INVALID');
  return { user, ways: readWaysIn(row) };
}

async function perform<Answer>(
  context: Context,
  { userId, sessionId }: Principal,
  { user }: Owner,
  planned: PlannedFactorChange<Answer>,
): Promise<boolean> {
  const unchanged = sql`version = ${user.row.version}::int`;
  const change = await planSecurityChange(
    context,
    {
      userId,
      audit: { ...planned.audit, sessionId, actorId: userId },
      ...(planned.endsOthers && { ends: { reason: 'factor_changed' as const, but: sessionId } }),
      spendsTokens: false,
      forgetsDevices: false,
      mails: [
        {
          ...planned.mail,
          to: user.row.email,
          locale: user.row.locale,
          when: context.clock.now().toISOString(),
          ip: context.request.ip,
          userAgent: context.request.userAgent,
        },
      ],
    },
    planned.when ? sql`${unchanged} and ${planned.when}` : unchanged,
  );
  const [row] = await context.database.rows(
    together(
      { ...planned.first, ...change.parts, ...planned.writes },
      sql`select ${change.endedSessions} as ended_sessions from changed`,
    ),
  );
  if (!row) return false;
  await change.publish(row.ended_sessions);
  return true;
}
