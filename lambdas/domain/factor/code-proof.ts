/** Proving by a code who one is: at the second step of a sign-in, and again later. */
import type { SQL } from 'drizzle-orm';
import type { Context } from '../../kernel/context.ts';
import { factorCodesIp } from '../../kernel/http/limits.ts';
import { type Exceeded, exceededOf, giveBack, ipSubject, reserve, type Use } from '../../kernel/rate-limit.ts';
import { mailRow, nudge, outboxInsert } from '../outbox/outbox.ts';
import { touched } from '../statement.ts';
import type { User } from '../user/user.ts';
import type { WaysIn } from '../user/ways-in.ts';
import type { CodeFactorKind } from './factor.table.ts';
import { openOrAlarm } from './factor-secret.ts';
import type { TriedKind } from './factor-tries.table.ts';
import { reserveTry, triesReset } from './factor-tries.ts';
import { findFactor, spendCode } from './factors.ts';
import { matchCode } from './one-time-code.ts';
import { findRecoveryCode, spendRecoveryCode } from './recovery-codes.ts';

export interface CodeHolder {
  user: User;
  ways: WaysIn;
  /** The device of the presented cookie, where this account knows it. */
  deviceId: string | null;
}

export type CodeProof = RightCode | WrongCode | { kind: 'limited'; exceeded: Exceeded };

/** What goes into the statement that acts upon the proof. `spend` is the part `spent`: without its row nothing may happen. */
export interface RightCode {
  kind: 'right';
  spend: SQL;
  also: Record<string, SQL>;
  /** Authentication methods (RFC 8176). */
  amr: string[];
  /** Runs after the commit; never rejects. */
  alongside: () => Promise<void>;
}

interface WrongCode {
  kind: 'wrong';
  hint?: 'clock_drift';
}

/**
 * Counts a try, then looks at the code.
 *
 * @param when a condition of the statement that spends it.
 */
export async function proveByCode(
  context: Context,
  holder: CodeHolder,
  { method, code, when }: { method: TriedKind; code: string; when: SQL },
): Promise<CodeProof> {
  const lane = { userId: holder.user.row.id, kind: method, deviceId: holder.deviceId };
  const fromAddress = [{ limit: factorCodesIp, subject: ipSubject(context.request.ip) }];
  const [ofAddress] = exceededOf(fromAddress, await reserve(context, fromAddress));
  if (ofAddress) return { kind: 'limited', exceeded: ofAddress };
  const exceeded = await reserveTry(context, lane);
  if (exceeded) {
    // It was not looked at, so it tells nothing of the address.
    await giveBackQuietly(context, fromAddress);
    return { kind: 'limited', exceeded };
  }
  const proof =
    method === 'recovery_code'
      ? await byRecoveryCode(context, holder, code, when)
      : await byFactor(context, lane.userId, method, code, when);
  if (proof.kind === 'wrong') return proof;
  return {
    ...proof,
    also: { ...proof.also, tries_reset: triesReset(lane, touched('spent')) },
    alongside: async () => void (await Promise.all([giveBackQuietly(context, fromAddress), proof.alongside()])),
  };
}

/** A counter that could not be reached takes back no session that stands. */
async function giveBackQuietly(context: Context, uses: readonly Use[]): Promise<void> {
  try {
    await giveBack(context, uses);
  } catch (error) {
    context.log.warn('code counters not given back', { error });
  }
}

async function byFactor(
  context: Context,
  userId: string,
  kind: CodeFactorKind,
  code: string,
  when: SQL,
): Promise<RightCode | WrongCode> {
  const factor = await findFactor(context.database, userId, kind);
  const secret = factor && (await openOrAlarm(context, factor));
  if (!factor || secret === null) return { kind: 'wrong' };
  const now = context.clock.now();
  const match = matchCode(kind, secret, code, { counter: factor.counter, now });
  if (match.kind === 'wrong') return match;
  return {
    kind: 'right',
    spend: spendCode(factor, kind, match.counter, now, when),
    also: {},
    amr: ['otp'],
    alongside: async () => undefined,
  };
}

/** Its owner is told: whoever has lost the other factor sees it, and whoever has not knows that another has the codes. */
async function byRecoveryCode(
  context: Context,
  { user, ways }: CodeHolder,
  code: string,
  when: SQL,
): Promise<RightCode | WrongCode> {
  const id = await findRecoveryCode(context, user.row.id, code);
  if (id === null) return { kind: 'wrong' };
  const now = context.clock.now();
  const notice = await mailRow(context, user.row.id, {
    template: 'recovery_code_used',
    to: user.row.email,
    locale: user.row.locale,
    left: ways.recoveryCodes - 1,
    when: now.toISOString(),
    ip: context.request.ip,
    userAgent: context.request.userAgent,
  });
  return {
    kind: 'right',
    spend: spendRecoveryCode(id, now, when),
    also: { told: outboxInsert(notice, touched('spent')) },
    amr: ['recovery_code'],
    alongside: () => nudge(context, [notice]),
  };
}
