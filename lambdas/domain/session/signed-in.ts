import type * as z from 'zod/mini';
import type { Context } from '../../kernel/context.ts';
import { clearCookie, setCookie } from '../../kernel/http/cookies.ts';
import type { tokens } from '../../kernel/http/fields.ts';
import { viewOf } from '../user/user.ts';
import { signAccessToken } from './access-token.ts';
import { csrfToken } from './csrf.ts';
import type { Started } from './session.ts';

export interface SignedIn {
  data: z.input<typeof tokens>;
  cookies: string[];
}

/** What every way of signing in and every refresh answers: tokens in the body, or the refresh token in its cookie. */
export async function signedIn(context: Context, { session, user, refreshToken }: Started): Promise<SignedIn> {
  const accessToken = await signAccessToken(context, {
    userId: user.row.id,
    sessionId: session.id,
    authTime: session.authTime,
    amr: session.amr,
    roles: user.grants.roles,
    permissions: user.grants.permissions,
  });
  const data: SignedIn['data'] = {
    access_token: accessToken,
    token_type: 'Bearer',
    expires_in: context.config.lifetimes.accessToken,
    user: viewOf(user),
  };
  if (session.delivery === 'body') return { data: { ...data, refresh_token: refreshToken }, cookies: [] };
  const maxAge = Math.floor((session.idleExpiresAt.getTime() - context.clock.now().getTime()) / 1000);
  const csrf = await csrfToken(context.keys, session.id);
  return { data, cookies: [setCookie('refresh', refreshToken, maxAge), setCookie('csrf', csrf, maxAge)] };
}

/** The cookies of a session that is over. */
export function signedOutCookies(): string[] {
  return [clearCookie('refresh'), clearCookie('csrf')];
}
