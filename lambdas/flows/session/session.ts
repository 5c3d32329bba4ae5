/** Refreshing and signing out: what each way of presenting a token asks for. */
import { csrfMatches } from '../../domain/session/csrf.ts';
import { decodeRefreshToken } from '../../domain/session/refresh-token.ts';
import { endSession, refreshSession, type Started } from '../../domain/session/session.ts';
import { findSession } from '../../domain/session/sessions.ts';
import type { Context, Principal } from '../../kernel/context.ts';
import { AuthError } from '../../kernel/errors.ts';

export interface Presented {
  cookie: string | undefined;
  body: string | undefined;
  csrf: string | undefined;
}

/** A token comes by its cookie with the double-submit header, or in the body; both at once is nobody's client. */
export async function refresh(context: Context, presented: Presented): Promise<Started> {
  if (presented.cookie !== undefined && presented.body !== undefined) throw new AuthError('MALFORMED_REQUEST');
  if (presented.body !== undefined) return refreshSession(context, presented.body, 'body');
  const { cookie, csrf } = presented;
  if (cookie === undefined) throw new AuthError('REFRESH_TOKEN_INVALID');
  await sessionOfCookie(context, cookie, csrf);
  return refreshSession(context, cookie, 'cookie');
}

/** Ends the bearer's session, else the cookie's. An ended session may be ended again. */
export async function logout(
  context: Context,
  principal: Principal | undefined,
  { cookie, csrf }: Omit<Presented, 'body'>,
): Promise<void> {
  if (principal) {
    await endSession(context, { id: principal.sessionId, userId: principal.userId }, 'signed_out');
    return;
  }
  if (cookie === undefined) throw new AuthError('AUTHENTICATION_REQUIRED');
  const found = await findSession(context.database, await sessionOfCookie(context, cookie, csrf));
  if (found) await endSession(context, found.session, 'signed_out');
}

async function sessionOfCookie(context: Context, cookie: string, csrf: string | undefined): Promise<string> {
  const token = decodeRefreshToken(await context.keys.ring('refresh'), cookie);
  if (!token) throw new AuthError('REFRESH_TOKEN_INVALID');
  if (!(await csrfMatches(context.keys, token.sessionId, csrf))) throw new AuthError('CSRF_FAILED');
  return token.sessionId;
}
