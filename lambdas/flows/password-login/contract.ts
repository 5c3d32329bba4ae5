import * as z from 'zod/mini';
import { defineContract, type Limit } from '../../kernel/http/contract.ts';
import { email, password, signInAnswer, text, tokenDelivery, tokens } from '../../kernel/http/fields.ts';
import { signedInIp } from '../../kernel/http/limits.ts';

const quarter = 15 * 60;
const day = 86_400;

/** Only wrong tries count: a right one gives its reservation back. `slow` is the back-off behind `account`. */
export const loginLimits = {
  account: { name: 'login-account', per: 'account', max: 10, windowSeconds: quarter, counts: 'wrong' },
  slow: { name: 'login-account-day', per: 'account', max: 50, windowSeconds: day, counts: 'wrong' },
  ip: { name: 'login-ip', per: 'ip', max: 100, windowSeconds: quarter, counts: 'wrong' },
  pair: { name: 'login-pair', per: 'pair', max: 5, windowSeconds: quarter, counts: 'wrong' },
  /** The lane of a known device, which a stranger's failures cannot fill. */
  device: { name: 'login-device', per: 'device', max: 10, windowSeconds: quarter, counts: 'wrong' },
} as const satisfies Record<string, Limit>;

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
      limits: Object.values(loginLimits),
      body: z.object({ email, password, token_delivery: tokenDelivery, device_name: z.optional(text(100)) }),
      success: { status: 200, data: signInAnswer },
      errors: ['INVALID_CREDENTIALS', 'EMAIL_NOT_VERIFIED'],
    },
    reauthenticate: {
      method: 'POST',
      path: '/api/v1/auth/reauthenticate',
      summary: 'Prove again who one is; the answer is a token with a fresh `auth_time`.',
      access: 'user',
      limits: [...Object.values(loginLimits), signedInIp],
      body: z.object({ password: z.optional(password) }),
      success: { status: 200, data: tokens },
      errors: ['REAUTHENTICATION_FAILED'],
    },
  },
});
