/** What support does for somebody who cannot get in, or whom somebody else got in as. */
import { sql } from 'drizzle-orm';
import { forgetAttempts } from '../../domain/credential/password-tries.ts';
import { allTriesDelete } from '../../domain/factor/factor-tries.ts';
import { reserveMail } from '../../domain/mail/mail-budget.ts';
import { oneTimeTokens } from '../../domain/one-time-token/one-time-token.table.ts';
import { at, insertInto } from '../../domain/statement.ts';
import { administer, type Measure, measureTaken } from '../../domain/user/administer.ts';
import type { ManagedUser } from '../../domain/user/managed-users.ts';
import type { UserRow } from '../../domain/user/user.table.ts';
import { voidSecondStep } from '../../domain/user/ways-in.ts';
import type { Context, Principal } from '../../kernel/context.ts';
import { AuthError } from '../../kernel/errors.ts';
import { passwordTries } from '../../kernel/http/limits.ts';
import { rateLimited } from '../../kernel/rate-limit.ts';
import { requirePresent, requireUsable } from './administration.ts';
import { planResetLink } from './reset-link.ts';

const quiet = { state: sql`deleted_at is null`, spendsTokens: false, forgetsDevices: false, mails: [] } as const;

/** Every session ends, and so does a sign-in that waits for its second step. */
export async function endUserSessions(context: Context, principal: Principal, userId: string): Promise<void> {
  await administer(context, principal, userId, {
    action: 'sessions.ended',
    permission: 'sessions:end',
    async plan({ target }) {
      requirePresent(target);
      const reason = 'ended_by_administrator';
      return { ...quiet, details: { reason }, ends: { reason, but: null } };
    },
  });
}

/**
 * Mails the owner a link with which they choose a new password: nobody else ever sees it.
 *
 * @throws AuthError `CONFLICT` for an account that no link opens; `RATE_LIMITED` where the address had its mails.
 */
export async function startPasswordReset(context: Context, principal: Principal, userId: string): Promise<void> {
  await administer(context, principal, userId, {
    action: 'password.reset_asked',
    permission: 'users:write',
    async plan({ target }) {
      requireUsable(target);
      const { emailKey, email: to, name, locale } = target.row;
      const budget = await reserveMail(context, { emailKey, isMailed: true });
      if (budget.exceeded) throw rateLimited(context, budget.exceeded);
      const { row, token } = planResetLink(context, target.row);
      return {
        ...quiet,
        details: {},
        mails: [{ template: 'password_reset_started', to, locale, name, token }],
        also: { token: insertInto(oneTimeTokens, row, measureTaken) },
      };
    },
  });
}

/**
 * The second step is off: whoever lost it signs in by the first one. Passkeys stay, for they are ways in of their own.
 *
 * @throws AuthError `ALREADY_DONE` where there is none.
 */
export async function resetSecondStep(context: Context, principal: Principal, userId: string): Promise<void> {
  await administer(context, principal, userId, {
    action: 'factors.reset',
    permission: 'users:write',
    async plan({ target }) {
      requirePresent(target);
      return secondStepReset(context, target);
    },
  });
}

function secondStepReset(context: Context, { row, ways }: ManagedUser): Measure {
  const { totp, hotp, recoveryCodes } = ways;
  if (!totp && !hotp && recoveryCodes === 0) throw new AuthError('ALREADY_DONE');
  const { email: to, locale } = row;
  const when = context.clock.now().toISOString();
  return {
    ...quiet,
    details: { changes: { totp: [totp, false], hotp: [hotp, false], recovery_codes: [recoveryCodes, 0] } },
    ends: { reason: 'factor_changed', but: null },
    mails: [{ template: 'factors_reset', to, locale, when }],
    also: voidSecondStep(row.id, measureTaken),
  };
}

/** Forgets the wrong passwords and codes that locked the account. */
export async function unlockUser(context: Context, principal: Principal, userId: string): Promise<void> {
  await administer(context, principal, userId, {
    action: 'user.unlocked',
    permission: 'users:write',
    async plan({ target }) {
      requirePresent(target);
      await forgetPasswordTries(context, target.row);
      const { email: to, locale } = target.row;
      return {
        ...quiet,
        details: {},
        mails: [{ template: 'account_unlocked', to, locale, when: context.clock.now().toISOString() }],
        also: { tries: allTriesDelete(userId, measureTaken) },
      };
    },
  });
}

/** From more addresses than these at once nobody tries their own password. */
const mostAddresses = 50;

/**
 * Before the write: where the store is down nothing is unlocked by halves. The counters are known by whom they count, so
 * the addresses come from the refusals of their window.
 */
async function forgetPasswordTries(context: Context, { id, emailKey }: UserRow): Promise<void> {
  const since = new Date(context.clock.now().getTime() - passwordTries.pair.windowSeconds * 1000);
  const rows = await context.database.rows<{ kind: string; value: string }>(sql`
    select 'device' as kind, token_hash as value from known_devices where user_id = ${id}::uuid
    union all
    select * from (
      select distinct 'ip', ip_address from audit_logs
      where user_id = ${id}::uuid and created_at >= ${at(since)} and ip_address <> ''
      limit ${mostAddresses}::int) recent`);
  const of = (kind: string) => rows.flatMap((row) => (row.kind === kind ? [row.value] : []));
  await forgetAttempts(context, { emailKey, deviceHashes: of('device'), ips: of('ip') });
}
