import { signedIn, signedOutCookies } from '../../domain/session/signed-in.ts';
import { AuthError } from '../../kernel/errors.ts';
import { cookieNames } from '../../kernel/http/cookies.ts';
import { defineFlow } from '../../kernel/http/flow.ts';
import { session } from './contract.ts';
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
});

/** A browser lets go of a token that will never work again. */
function withoutCookies(error: unknown): unknown {
  if (!(error instanceof AuthError) || error.code !== 'REFRESH_TOKEN_INVALID') return error;
  const { status, details, headers } = error;
  return new AuthError(error.code, { status, details, headers, cookies: signedOutCookies() });
}
