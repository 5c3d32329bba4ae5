/** The second step of a sign-in, whichever factor proves it (docs/flows/mfa.md). */
import { sql } from 'drizzle-orm';
import type { Context } from '../../kernel/context.ts';
import { AuthError } from '../../kernel/errors.ts';
import { type Cookies, clearCookie, cookieNames } from '../../kernel/http/cookies.ts';
import { findPending, type PendingSignIn, takePending } from './pending-sign-in.ts';
import type { SignInWrites } from './sign-in.ts';
import { findSignInAccount, heldBy, type SignInAccount } from './sign-in-account.ts';
import { type LoggedIn, startSession } from './sign-in-session.ts';

export interface SecondStep {
  token: string;
  pending: PendingSignIn;
  account: SignInAccount;
}

/** How the second factor was proven. */
export interface SecondFactor {
  /** What it adds to the authentication methods (RFC 8176). */
  amr: string[];
  /** Whether it would be enough for a step-up by itself, so that a mailed link before it does not count against it. */
  stepsUp: boolean;
}

/**
 * The pending sign-in of the body, or of the cookie `__Host-mfa`, and its account as it is now.
 *
 * @throws AuthError 401 `TOKEN_INVALID` where it is unknown, over, of another user agent, or its account has changed;
 * 400 `MALFORMED_REQUEST` for a page that would get a refresh token in a body; 403 `CSRF_FAILED` for what is no page
 * and would get a cookie.
 */
export async function findSecondStep(
  context: Context,
  { mfaToken, cookies }: { mfaToken: string | undefined; cookies: Cookies },
): Promise<SecondStep> {
  const token = mfaToken ?? cookies[cookieNames.mfa] ?? '';
  const pending = await findPending(context, token);
  if (!pending) throw signInOver(cookies);
  const isPage = context.request.browser === 'page';
  if (isPage && pending.client.delivery === 'body') throw new AuthError('MALFORMED_REQUEST');
  if (!isPage && pending.client.delivery === 'cookie') throw new AuthError('CSRF_FAILED');
  const held = await heldBy(context, {
    deviceCookie: cookies[cookieNames.device],
    refreshCookie: cookies[cookieNames.refresh],
  });
  const { userId, userVersion } = pending;
  const unchanged = sql`u.id = ${userId}::uuid and u.version = ${userVersion}::int and u.is_active`;
  const account = await findSignInAccount(context, unchanged, held);
  if (!account) throw signInOver(cookies);
  return { token, pending, account };
}

/**
 * Takes the pending sign-in, which ends it, and starts the session. Null, with nothing started, where the factor's proof
 * was spent by another or the account has changed.
 *
 * @throws AuthError 401 `TOKEN_INVALID` where another request took it first.
 */
export async function finishSignIn(
  context: Context,
  { token, pending, account }: SecondStep,
  factor: SecondFactor,
  cookies: Cookies,
  writes: SignInWrites,
): Promise<LoggedIn | null> {
  if (!(await takePending(context, token))) throw signInOver(cookies);
  const { proof, client } = pending;
  const whole = {
    method: proof.method,
    amr: [...new Set([...proof.amr, ...factor.amr, 'mfa'])],
    isMultiFactor: true,
    stepsUp: proof.stepsUp || factor.stepsUp,
    recommendsPasswordChange: proof.recommendsPasswordChange ?? false,
  };
  return startSession(context, account, whole, { ...client, deviceCookie: cookies[cookieNames.device] }, writes);
}

/** 401 `TOKEN_INVALID`: the sign-in begins anew, and the cookie of the old one goes. */
export function signInOver(cookies: Cookies): AuthError {
  return new AuthError('TOKEN_INVALID', { cookies: takenBack(cookies) });
}

/** Takes the cookie of a pending sign-in back, where the browser holds one. */
export function takenBack(cookies: Cookies): string[] {
  return cookies[cookieNames.mfa] === undefined ? [] : [clearCookie('mfa')];
}
