import * as z from 'zod/mini';
import { defineContract, type Limit } from '../../kernel/http/contract.ts';
import { text, tokens } from '../../kernel/http/fields.ts';

const refreshes: Limit = { name: 'refresh', per: 'ip', max: 600, windowSeconds: 15 * 60, counts: 'all' };

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
      cookies: 'reads',
      limits: [refreshes],
      whenStoreDown: 'proceed',
      body: z.object({}),
      bodyOptional: true,
      success: { status: 204 },
      errors: ['AUTHENTICATION_REQUIRED', 'REFRESH_TOKEN_INVALID'],
    },
  },
});
