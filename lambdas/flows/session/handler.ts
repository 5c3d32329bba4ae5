import type { SessionRow } from '../../domain/session/session.table.ts';
import { signedIn, signedOutCookies } from '../../domain/session/signed-in.ts';
import type { Principal } from '../../kernel/context.ts';
import { AuthError } from '../../kernel/errors.ts';
import { cookieNames } from '../../kernel/http/cookies.ts';
import { defineFlow } from '../../kernel/http/flow.ts';
import { session } from './contract.ts';
import { endOtherSessions, endOwnSession, listSessions } from './own-sessions.ts';
import { logout, refresh } from './session.ts';

const csrfHeader = 'x-csrf-token';

export const sessionFlow = defineFlow(session, {
  refresh: async ({ body, cookies, headers }, context) => {
    const cookie = cookies[cookieNames.refresh];
    try {
      const started = await refresh(context, { cookie, body: body.refresh_token, csrf: headers[csrfHeader] });
      return signedIn(context, started);
    } catch (error) {
      throw cookie === undefined ? error : withoutCookies(error);
    }
  },
  logout: async ({ cookies, headers, principal }, context) => {
    const cookie = cookies[cookieNames.refresh];
    try {
      await logout(context, principal, { cookie, csrf: headers[csrfHeader] });
    } catch (error) {
      throw cookie === undefined ? error : withoutCookies(error);
    }
    return { data: undefined, cookies: cookie === undefined ? [] : signedOutCookies() };
  },
  listSessions: async ({ query, principal }, context) => {
    const { rows, pagination } = await listSessions(context, principal, query);
    return { data: rows.map((row) => viewOf(row, principal)), pagination };
  },
  endSession: async ({ params, principal }, context) => {
    await endOwnSession(context, principal, params.id);
    return { data: undefined };
  },
  endOtherSessions: async ({ principal }, context) => {
    await endOtherSessions(context, principal);
    return { data: undefined };
  },
});

/** Mapped by hand, so that nothing of a token leaks. */
function viewOf(row: SessionRow, principal: Principal) {
  const isOthers = row.actorId !== null;
  return {
    id: row.id,
    current: row.id === principal.sessionId,
    by_administrator: isOthers,
    ip: isOthers ? '' : row.ipAddress,
    user_agent: isOthers ? '' : row.userAgent,
    device_name: row.deviceName,
    created_at: row.createdAt.toISOString(),
    last_used_at: row.lastUsedAt.toISOString(),
  };
}

/** A browser lets go of a token that will never work again. */
function withoutCookies(error: unknown): unknown {
  if (!(error instanceof AuthError) || error.code !== 'REFRESH_TOKEN_INVALID') return error;
  const { status, details, headers } = error;
  return new AuthError(error.code, { status, details, headers, cookies: signedOutCookies() });
}
