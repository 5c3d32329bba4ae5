/** Signing in by password. */
import type { SQL } from 'drizzle-orm';
import { auditStrangersRefusal } from '../../domain/audit/audit.ts';
import { type BreachNotice, breachNotice, isBreached } from '../../domain/credential/breached-password.ts';
import { passwordRehash } from '../../domain/credential/credentials.ts';
import { hashPassword, verifyPassword } from '../../domain/credential/password-hash.ts';
import { type Attempt, releaseRefused, reserveAttempt } from '../../domain/credential/password-tries.ts';
import { nudge } from '../../domain/outbox/outbox.ts';
import { accountUnchanged, type SignInClient, type SignInOutcome, signIn } from '../../domain/session/sign-in.ts';
import { heldBy } from '../../domain/session/sign-in-account.ts';
import { requireEmail } from '../../domain/user/required-email.ts';
import { closedBecause } from '../../domain/user/user.ts';
import type { Context } from '../../kernel/context.ts';
import { AuthError } from '../../kernel/errors.ts';
import { type Exceeded, giveBack, rateLimited } from '../../kernel/rate-limit.ts';
import { type Account, findAccount } from './login-account.ts';

export interface LoginInput extends SignInClient {
  email: string;
  password: string;
  /** The presented `__Host-refresh` cookie. */
  refreshCookie: string | undefined;
}

/**
 * @throws AuthError `INVALID_CREDENTIALS` alike for an unknown address, a wrong password, a disabled account and one
 * without a password; `EMAIL_NOT_VERIFIED` only after the right password; `RATE_LIMITED`.
 */
export async function login(context: Context, input: LoginInput): Promise<SignInOutcome> {
  const email = requireEmail(input.email);
  const held = await heldBy(context, input);
  const find = () => findAccount(context, email.key, held);
  const attempt = await reserveAttempt(context, email.key, held.deviceHash);
  if (attempt.refused) throw await refuseLimited(context, attempt, attempt.refused, find);
  const account = await orGiveBack(context, attempt, find());
  if (attempt.onlyKnownDevice && !account?.deviceId)
    throw await refuseLimited(context, attempt, attempt.onlyKnownDevice, async () => account);
  // An account that was changed while the hash ran is read again: what it is now decides.
  const outcome =
    (await tryPassword(context, input, attempt, account)) ??
    (await tryPassword(context, input, attempt, await orGiveBack(context, attempt, find())));
  if (!outcome) throw await refuse(context, account, 'account_changed', 'INVALID_CREDENTIALS');
  return outcome;
}

/** Null where the account was changed in the meantime. */
async function tryPassword(
  context: Context,
  input: LoginInput,
  attempt: Attempt,
  account: Account | null,
): Promise<SignInOutcome | null> {
  const { ok, outdated } = await verifyPassword(context, input.password, account?.passwordHash ?? null);
  if (!account || !ok) throw await refuseWrong(context, input, attempt, account, 'wrong_password');
  const closed = closedBecause(account.user.row);
  if (closed) throw await refuseWrong(context, input, attempt, account, closed);
  if (!account.user.row.emailVerifiedAt) throw await refuseUnverified(context, attempt, account);
  const [rehash, breach] = await Promise.all([
    outdated ? passwordRenewal(context, input.password, account) : undefined,
    breachOf(context, input.password, account),
  ]);
  const recommendsPasswordChange = breach !== undefined;
  const proof = { method: 'password', amr: ['pwd'], isMultiFactor: false, stepsUp: true, recommendsPasswordChange };
  const alongside = async () => {
    await Promise.all([giveBackQuietly(context, attempt), breach && nudge(context, [breach.mail])]);
  };
  const also = { rehash, ...breach?.parts };
  return orGiveBack(context, attempt, signIn(context, account, proof, input, { also, alongside }));
}

/** What tells the owner, once, that the password is in the list of stolen ones. Only a right one is looked up. */
async function breachOf(context: Context, password: string, account: Account): Promise<BreachNotice | undefined> {
  if (!(await isBreached(context, password))) return undefined;
  context.metrics.count('BreachedPasswordUsed');
  return breachNotice(context, account.user, account.passwordHash ?? '', accountUnchanged);
}

/** The same password under today's cost and pepper. */
async function passwordRenewal(context: Context, password: string, { user, passwordHash }: Account): Promise<SQL> {
  const renewed = await hashPassword(context, password);
  return passwordRehash(user.row.id, passwordHash ?? '', renewed, accountUnchanged);
}

/**
 * The password may still be the one of a registration that waits for its mailbox. A registration of a taken address is
 * told the same, or registering and then signing in would tell that it is taken. The second hash runs for every
 * refusal.
 */
async function refuseWrong(
  context: Context,
  input: LoginInput,
  attempt: Attempt,
  account: Account | null,
  reason: string,
): Promise<AuthError> {
  const { ok } = await verifyPassword(context, input.password, account?.pendingHash ?? null);
  if (!account || !ok) return refuse(context, account, reason, 'INVALID_CREDENTIALS');
  const closed = closedBecause(account.user.row);
  if (closed && !account.user.row.emailVerifiedAt) return refuse(context, account, closed, 'INVALID_CREDENTIALS');
  return refuseUnverified(context, attempt, account);
}

/** No wrong try; but the address keeps its count, or hashes could be asked for without end. */
async function refuseUnverified(context: Context, attempt: Attempt, account: Account): Promise<AuthError> {
  await giveBack(
    context,
    attempt.uses.filter(({ limit }) => limit.per !== 'ip'),
  );
  return refuse(context, account, 'email_not_verified', 'EMAIL_NOT_VERIFIED');
}

async function refuse(
  context: Context,
  account: Account | null,
  reason: string,
  code: 'INVALID_CREDENTIALS' | 'EMAIL_NOT_VERIFIED',
): Promise<AuthError> {
  await audit(context, account, { reason });
  context.metrics.count('SignInFailed', { method: 'password' });
  return new AuthError(code);
}

async function refuseLimited(
  context: Context,
  attempt: Attempt,
  exceeded: Exceeded,
  find: () => Promise<Account | null>,
): Promise<AuthError> {
  await releaseRefused(context, attempt, exceeded);
  if (exceeded.isFirst) await audit(context, await find(), { reason: 'rate_limited', limit: exceeded.limit.name });
  context.metrics.count('SignInLimited', { method: 'password' });
  return rateLimited(context, exceeded);
}

/** One row where an account is concerned, by a statement that costs the same where none is. */
async function audit(context: Context, account: Account | null, why: Record<string, unknown>): Promise<void> {
  await auditStrangersRefusal(context, {
    action: 'session.started',
    userId: account?.user.row.id ?? null,
    details: { method: 'password', ...why },
  });
}

/** What failed for another reason than its password was no wrong try. */
async function orGiveBack<T>(context: Context, attempt: Attempt, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    await giveBackQuietly(context, attempt);
    throw error;
  }
}

/** Counters that could not be reached take back no session that stands, and hide no error that is on its way. */
async function giveBackQuietly(context: Context, { uses }: Attempt): Promise<void> {
  try {
    await giveBack(context, uses);
  } catch (error) {
    context.log.warn('sign-in counters not given back', { error });
  }
}
