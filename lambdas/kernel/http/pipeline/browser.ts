import type { Config } from '../../config.ts';
import { AuthError } from '../../errors.ts';
import { cookieNames } from '../cookies.ts';
import type { Middleware, Step } from './exchange.ts';

/**
 * The browser rule: a change comes from an allowed page, or from something that is no
 * browser. An origin is compared whole, never by a prefix; `null` is no allowed origin.
 */
export function browserRule(config: Config): Middleware {
  const allowed = new Set(config.allowedOrigins);
  return {
    before: ({ event: { headers, facts, plan, cookies } }: Step) => {
      const origin = headers.origin;
      const site = headers['sec-fetch-site'];
      const named = origin !== undefined || site !== undefined;
      if (named && (origin === undefined ? site === 'same-origin' : allowed.has(origin))) facts.browser = 'page';
      if (!plan?.changes || plan.route.takesForm) return;
      if (named && facts.browser === 'none') throw new AuthError('CSRF_FAILED');
      // With neither header nothing says that the person meant it, so the cookie counts for nothing.
      const read = plan.route.cookies && readCookie[plan.route.cookies];
      if (read && facts.browser === 'none' && cookies[read] !== undefined) throw new AuthError('CSRF_FAILED');
    },
  };
}

/** The cookie that a route acts upon. */
const readCookie = { sets: null, reads: cookieNames.refresh, continues: cookieNames.mfa };

const hint = 'A client that is no browser sends "token_delivery": "body".';

/**
 * Where a sign-in's refresh token goes. Without a browser's headers no cookie is set, so the client must ask for the
 * body; a page must not get it there, where a script could read it.
 */
export const delivery: Middleware = {
  before: ({ event: { facts, plan, rawBody } }: Step) => {
    if (plan?.route.cookies !== 'sets') return;
    const asksBody = rawBody?.token_delivery === 'body';
    if (facts.browser === 'none' && !asksBody) throw new AuthError('CSRF_FAILED', { details: { hint } });
    if (facts.browser === 'page' && asksBody) throw new AuthError('MALFORMED_REQUEST');
  },
};
