/** Refreshing and signing out: what each way of presenting a token asks for. */
import { csrfMatches } from '../../domain/session/csrf.ts';
import { endNow } from '../../domain/session/ending.ts';
import { decodeRefreshToken } from '../../domain/session/refresh-token.ts';
import { refreshSession, type Started } from '../../domain/session/session.ts';
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
  if ((await sessionOfCookie(context, cookie, csrf)) === null) throw new AuthError('REFRESH_TOKEN_INVALID');
  return refreshSession(context, cookie, 'cookie');
}

/**
 * Ends the session of the bearer token and that of the cookie: a browser whose cookie is cleared has nothing else to
 * end it with. An ended session may be ended again.
 */
export async function logout(
  context: Context,
  principal: Principal | undefined,
  { cookie, csrf }: Omit<Presented, 'body'>,
): Promise<void> {
  if (!principal && cookie === undefined) throw new AuthError('AUTHENTICATION_REQUIRED');
  const cookieSession = cookie === undefined ? null : await sessionOfCookie(context, cookie, csrf);
  if (!principal && cookieSession === null) throw new AuthError('REFRESH_TOKEN_INVALID');
  if (principal) await signOut(context, { id: principal.sessionId, userId: principal.userId });
  if (cookieSession === null || cookieSession === principal?.sessionId) return;
  const found = await findSession(context.database, cookieSession);
  if (found) await signOut(context, found.session);
}

function signOut(context: Context, session: { id: string; userId: string }): Promise<void> {
  return endNow(context, { session, reason: 'signed_out', actorId: session.userId });
}

/** Null for a token that was never ours; one of ours counts only together with its double-submit header. */
async function sessionOfCookie(context: Context, cookie: string, csrf: string | undefined): Promise<string | null> {
  const token = decodeRefreshToken(await context.keys.ring('refresh'), cookie);
  if (!token) return null;
  if (!(await csrfMatches(context.keys, token.sessionId, csrf))) throw new AuthError('CSRF_FAILED');
  return token.sessionId;
}
