import * as z from 'zod/mini';
import { defineContract } from '../../kernel/http/contract.ts';
import { email, factorCode, password, signInAnswer, text, tokenDelivery, tokens } from '../../kernel/http/fields.ts';
import { factorCodes, factorCodesIp, passwordTries, signedInIp } from '../../kernel/http/limits.ts';

/** docs/flows/password-login.md. */
export const passwordLogin = defineContract({
  flow: 'password-login',
  needs: ['database', 'store', 'hash', 'sign', 'encrypt', 'mail'],
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
      limits: [...Object.values(passwordTries), factorCodes, factorCodesIp, signedInIp],
      // Either the password, or the code of that factor: where two steps are on a password is not enough.
      body: z.object({
        password: z.optional(password),
        method: z.optional(z.enum(['totp', 'hotp'])),
        code: z.optional(factorCode),
      }),
      success: { status: 200, data: tokens },
      errors: ['REAUTHENTICATION_FAILED'],
    },
  },
});
