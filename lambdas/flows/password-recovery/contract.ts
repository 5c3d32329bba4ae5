import * as z from 'zod/mini';
import { defineContract } from '../../kernel/http/contract.ts';
import { email, mailCode, password, requestToken, token, user } from '../../kernel/http/fields.ts';
import {
  mailAsks,
  mailBreaker,
  mailBudget,
  mailDevice,
  passwordTries,
  redemptions,
  signedInIp,
  writes,
} from '../../kernel/http/limits.ts';

/** docs/flows/password-recovery.md. */
export const passwordRecovery = defineContract({
  flow: 'password-recovery',
  needs: ['database', 'store', 'hash', 'mail'],
  routes: {
    forgotPassword: {
      method: 'POST',
      path: '/api/v1/auth/password/forgot',
      summary:
        'Ask for a mail with which a new password is set. The answer never tells whether the address has an account.',
      access: 'public',
      limits: [mailBudget, mailDevice, mailBreaker, mailAsks],
      body: z.object({ email }),
      success: { status: 202, data: requestToken },
      errors: [],
    },
    resetPassword: {
      method: 'POST',
      path: '/api/v1/auth/password/reset',
      summary:
        'Set a new password by the mailed link, or by the mailed code and the request token. It ends every session.',
      access: 'public',
      limits: [redemptions],
      body: z.object({
        token: z.optional(token),
        request_token: z.optional(token),
        code: z.optional(mailCode),
        password,
      }),
      success: { status: 200, data: z.object({ user }) },
      errors: ['TOKEN_INVALID'],
    },
    changePassword: {
      method: 'POST',
      path: '/api/v1/auth/password/change',
      summary: 'Replace the password. It ends the other sessions.',
      access: 'user',
      recentAuthentication: true,
      limits: [...Object.values(passwordTries), writes, signedInIp],
      body: z.object({ current_password: password, new_password: password }),
      success: { status: 200, data: z.object({ user }) },
      errors: ['CONFLICT'],
    },
  },
});
