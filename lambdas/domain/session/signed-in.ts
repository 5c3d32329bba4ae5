import type * as z from 'zod/mini';
import type { Context } from '../../kernel/context.ts';
import { clearCookie, deviceCookieSeconds, setCookie } from '../../kernel/http/cookies.ts';
import type { signInAnswer, tokens } from '../../kernel/http/fields.ts';
import { viewOf } from '../user/user.ts';
import { signAccessToken } from './access-token.ts';
import { csrfToken } from './csrf.ts';
import type { Started } from './session.ts';
import { actorOf } from './session-copy.ts';
import type { SessionAndUser } from './sessions.ts';
import type { SignInOutcome } from './sign-in.ts';
import type { LoggedIn } from './sign-in-session.ts';

export interface SignedIn {
  data: z.input<typeof tokens>;
  cookies: string[];
}

/** What every way of signing in and every refresh answers: tokens in the body, or the refresh token in its cookie. */
export async function signedIn(context: Context, { session, user, refreshToken }: Started): Promise<SignedIn> {
  const data = await accessTokenOf(context, { session, user });
  if (session.delivery === 'body') return { data: { ...data, refresh_token: refreshToken }, cookies: [] };
  const maxAge = Math.floor((session.idleExpiresAt.getTime() - context.clock.now().getTime()) / 1000);
  const csrf = await csrfToken(context.keys, session.id);
  return { data, cookies: [setCookie('refresh', refreshToken, maxAge), setCookie('csrf', csrf, maxAge)] };
}

/** The access token of a session as it is now: what a step-up answers, whose refresh token stays. */
export async function accessTokenOf(context: Context, { session, user }: SessionAndUser): Promise<SignedIn['data']> {
  const accessToken = await signAccessToken(context, {
    userId: user.row.id,
    sessionId: session.id,
    authTime: session.authTime,
    amr: session.amr,
    roles: user.grants.roles,
    permissions: user.grants.permissions,
    actor: actorOf(session),
    until: session.expiresAt,
  });
  return {
    access_token: accessToken,
    token_type: 'Bearer',
    expires_in: Math.min(context.config.lifetimes.accessToken, secondsUntil(context, session.expiresAt)),
    user: viewOf(user),
  };
}

function secondsUntil({ clock }: Context, time: Date): number {
  return Math.floor((time.getTime() - clock.now().getTime()) / 1000);
}

/** What a first factor answers: tokens with their cookies, or that a second factor is due. */
export async function signInReply(
  context: Context,
  outcome: SignInOutcome,
): Promise<{ data: z.input<typeof signInAnswer>; cookies: string[]; message: string }> {
  if (outcome.kind === 'second_factor_due') {
    const { token, methods } = outcome.pending;
    const data = { mfa_required: true as const, mfa_token: token, methods };
    return { data, cookies: [], message: 'Prove with your second factor that it is you.' };
  }
  return signedInReply(context, outcome.signedIn);
}

/** What the last step of a sign-in answers: tokens, with the cookies of session and device. */
export async function signedInReply(
  context: Context,
  loggedIn: LoggedIn,
): Promise<{ data: SignedIn['data']; cookies: string[]; message: string }> {
  const { data: tokens, cookies } = await signedIn(context, loggedIn);
  const { device, recommendsPasswordChange, returnTo } = loggedIn;
  const data = {
    ...tokens,
    ...(recommendsPasswordChange && { password_change_recommended: true as const }),
    ...(returnTo !== null && { return_to: returnTo }),
  };
  const known = device ? [setCookie('device', device.cookie, deviceCookieSeconds)] : [];
  return { data, cookies: [...cookies, ...known], message: 'You are signed in.' };
}

/** The cookies of a session that is over. */
export function signedOutCookies(): string[] {
  return [clearCookie('refresh'), clearCookie('csrf')];
}
