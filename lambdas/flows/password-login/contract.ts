import * as z from 'zod/mini';
import { defineContract } from '../../kernel/http/contract.ts';
import { email, password, signInAnswer, text, tokenDelivery, tokens } from '../../kernel/http/fields.ts';
import { passwordTries, signedInIp } from '../../kernel/http/limits.ts';

/** docs/flows/password-login.md. */
export const passwordLogin = defineContract({
  flow: 'password-login',
  needs: ['database', 'store', 'hash', 'sign', 'mail'],
  routes: {
    login: {
      method: 'POST',
      path: '/api/v1/auth/login',
      summary: 'Sign in by password.',
      access: 'public',
      cookies: 'sets',
      limits: Object.values(passwordTries),
      body: z.object({ email, password, token_delivery: tokenDelivery, device_name: z.optional(text(100)) }),
      success: { status: 200, data: signInAnswer },
      errors: ['INVALID_CREDENTIALS', 'EMAIL_NOT_VERIFIED'],
    },
    reauthenticate: {
      method: 'POST',
      path: '/api/v1/auth/reauthenticate',
      summary: 'Prove again who one is; the answer is a token with a fresh `auth_time`.',
      access: 'user',
      limits: [...Object.values(passwordTries), signedInIp],
      body: z.object({ password: z.optional(password) }),
      success: { status: 200, data: tokens },
      errors: ['REAUTHENTICATION_FAILED'],
    },
  },
});
