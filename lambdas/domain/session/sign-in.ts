/** What follows a right first factor, whichever it was: a session, or a pending sign-in that waits for the second. */
import { type SQL, sql } from 'drizzle-orm';
import type { Context } from '../../kernel/context.ts';
import type { SecondFactorMethod } from '../../kernel/http/fields.ts';
import { announceAudit, auditInsert, auditRow } from '../audit/audit.ts';
import { together, touched } from '../statement.ts';
import { userUnchanged } from '../user/users.ts';
import { secondFactorMethods } from '../user/ways-in.ts';
import { keepPending } from './pending-sign-in.ts';
import type { SessionRow } from './session.table.ts';
import type { SignInAccount } from './sign-in-account.ts';
import { type LoggedIn, startSession } from './sign-in-session.ts';

/** How somebody proved who they are. */
export interface FirstFactor {
  /** For audit and metrics: `password`, `magic_link`, `passkey`, a provider's name. */
  method: string;
  /** Authentication methods (RFC 8176) of the session and its tokens. */
  amr: string[];
  /** A user-verified passkey is two factors in one (NIST SP 800-63B-4 3.2.4.1): no second one is asked for. */
  isMultiFactor: boolean;
  /** Whether the session may do at once what asks for recent authentication. A mailed link is not that proof. */
  stepsUp: boolean;
  /** The password was right, and stands in a list of stolen ones. */
  recommendsPasswordChange?: boolean;
}

/** What of a sign-in's request its session is made of. */
export interface SignInClient {
  delivery: SessionRow['delivery'];
  deviceName: string | null;
  /** The presented `__Host-device` cookie. */
  deviceCookie: string | undefined;
  /** Where the sign-in leads in the end, checked (`kernel/http/return-to.ts`); the second step answers it too. */
  returnTo?: string | null;
}

/** What else the statement writes. Each part may ask whether `accountUnchanged`. */
export interface SignInWrites {
  /** Spends the proof: a part that touches a row where it could, without which nothing is started. */
  spend?: SQL;
  also?: Record<string, SQL | undefined>;
  /** Runs after the commit, in the round trip to the store that puts the copies. */
  alongside?: () => Promise<void>;
}

export interface SecondFactorDue {
  token: string;
  methods: SecondFactorMethod[];
}

export type SignInOutcome =
  | { kind: 'signed_in'; signedIn: LoggedIn }
  | { kind: 'second_factor_due'; pending: SecondFactorDue };

/** Holds while the account is as it was read. */
export const accountUnchanged: SQL = touched('account');

/**
 * Signs in, or asks for the second factor. One statement spends the proof and writes what follows; null, with nothing
 * written, where the account is no longer what was read or the proof was spent by another.
 */
export async function signIn(
  context: Context,
  account: SignInAccount,
  proof: FirstFactor,
  client: SignInClient,
  writes: SignInWrites = {},
): Promise<SignInOutcome | null> {
  const methods = proof.isMultiFactor ? [] : secondFactorMethods(account.ways);
  if (methods.length === 0) {
    const signedIn = await startSession(context, account, proof, client, writes);
    return signedIn && { kind: 'signed_in', signedIn };
  }
  if (!(await spendFirst(context, account, proof, writes))) return null;
  const [token] = await Promise.all([keepPending(context, account.user, proof, client, methods), writes.alongside?.()]);
  context.metrics.count('SecondFactorAsked', { method: proof.method });
  return { kind: 'second_factor_due', pending: { token, methods } };
}

/** Its owner can see in their activity that somebody had the first factor. */
async function spendFirst(
  context: Context,
  { user }: SignInAccount,
  proof: FirstFactor,
  { spend, also }: SignInWrites,
): Promise<boolean> {
  const userId = user.row.id;
  const ready = spend ? touched('spent') : accountUnchanged;
  const audit = auditRow(context, {
    action: 'second_factor.asked',
    resource: `user:${userId}`,
    userId,
    actorId: userId,
    outcome: 'success',
    details: { method: proof.method },
  });
  const [row] = await context.database.rows<{ ready: boolean }>(
    together(
      { account: userUnchanged(user), spent: spend, ...also, audited: auditInsert(audit, ready) },
      sql`select ${ready} as ready`,
    ),
  );
  if (row?.ready) announceAudit(context, audit);
  return row?.ready === true;
}
