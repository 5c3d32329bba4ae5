import * as z from 'zod/mini';
import { defineContract, type Limit } from '../../kernel/http/contract.ts';
import { id, text, timestamp, tokens } from '../../kernel/http/fields.ts';
import { reads, signedInIp, writes } from '../../kernel/http/limits.ts';
import { pageQuery } from '../../kernel/http/lists.ts';

const refreshes: Limit = { name: 'refresh', per: 'ip', max: 600, windowSeconds: 15 * 60, counts: 'all' };

const ownSession = z.object({
  id,
  /** The one that asks. */
  current: z.boolean(),
  /** Of an administrator who acts as the user; `ip` and `user_agent` are then empty. */
  by_administrator: z.boolean(),
  ip: z.string(),
  user_agent: z.string(),
  device_name: z.nullable(z.string()),
  created_at: timestamp,
  last_used_at: timestamp,
});

/** docs/flows/session.md. */
export const session = defineContract({
  flow: 'session',
  needs: ['database', 'store', 'sign', 'mail'],
  routes: {
    refresh: {
      method: 'POST',
      path: '/api/v1/auth/refresh',
      summary: 'Rotate the refresh token and get a new access token.',
      access: 'public',
      cookies: 'reads',
      limits: [refreshes],
      whenStoreDown: 'proceed',
      body: z.object({ refresh_token: z.optional(text(512)) }),
      bodyOptional: true,
      success: { status: 200, data: tokens },
      errors: ['REFRESH_TOKEN_INVALID'],
    },
    logout: {
      method: 'POST',
      path: '/api/v1/auth/logout',
      summary: 'End the session of the cookie or of the bearer token, everywhere and at once.',
      access: 'optional',
      whileActing: true,
      cookies: 'reads',
      limits: [refreshes],
      whenStoreDown: 'proceed',
      body: z.object({}),
      bodyOptional: true,
      success: { status: 204 },
      errors: ['AUTHENTICATION_REQUIRED', 'REFRESH_TOKEN_INVALID'],
    },
    listSessions: {
      method: 'GET',
      path: '/api/v1/users/me/sessions',
      summary: 'The own live sessions, the last used one first.',
      access: 'user',
      whileActing: true,
      limits: [reads, signedInIp],
      query: pageQuery,
      success: { status: 200, data: z.array(ownSession), list: true },
      errors: [],
    },
    endSession: {
      method: 'DELETE',
      path: '/api/v1/users/me/sessions/{id}',
      summary: 'End one of the own sessions.',
      access: 'user',
      recentAuthentication: true,
      limits: [writes, signedInIp],
      params: z.object({ id }),
      success: { status: 204 },
      errors: ['NOT_FOUND'],
    },
    endOtherSessions: {
      method: 'DELETE',
      path: '/api/v1/users/me/sessions',
      summary: 'End every own session but the one that asks.',
      access: 'user',
      recentAuthentication: true,
      limits: [writes, signedInIp],
      success: { status: 204 },
      errors: [],
    },
  },
});
