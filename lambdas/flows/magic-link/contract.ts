import * as z from 'zod/mini';
import { defineContract } from '../../kernel/http/contract.ts';
import {
  email,
  mailCode,
  requestToken,
  signInAnswer,
  text,
  token,
  tokenDelivery,
  tokens,
} from '../../kernel/http/fields.ts';
import {
  mailAsks,
  mailBreaker,
  mailBudget,
  mailDevice,
  redemptions,
  signedInIp,
  writes,
} from '../../kernel/http/limits.ts';

/** A page of ours, or an address at one of the origins that may be returned to; anything else counts for nothing. */
const wantedPlace = z.optional(z.string().check(z.maxLength(2048)));

/** docs/flows/magic-link.md. */
export const magicLink = defineContract({
  flow: 'magic-link',
  needs: ['database', 'store', 'mail', 'sign'],
  routes: {
    askForLink: {
      method: 'POST',
      path: '/api/v1/auth/magic-link',
      summary: 'Ask for a mail that signs in. The answer never tells whether the address has an account.',
      access: 'public',
      limits: [mailBudget, mailDevice, mailBreaker, mailAsks],
      body: z.object({ email, return_to: wantedPlace }),
      success: { status: 202, data: requestToken },
      errors: [],
    },
    signInByMail: {
      method: 'POST',
      path: '/api/v1/auth/magic-link/verify',
      summary: 'Sign in by the mailed link, or by the mailed code and the request token.',
      access: 'public',
      cookies: 'sets',
      limits: [redemptions],
      body: z.object({
        token: z.optional(token),
        request_token: z.optional(token),
        code: z.optional(mailCode),
        return_to: wantedPlace,
        token_delivery: tokenDelivery,
        device_name: z.optional(text(100)),
      }),
      success: { status: 200, data: signInAnswer },
      errors: ['TOKEN_INVALID'],
    },
    askForReauthenticationCode: {
      method: 'POST',
      path: '/api/v1/auth/reauthenticate/mail',
      summary: 'Ask for a mailed code that proves again who one is, for an account that has nothing better.',
      access: 'user',
      limits: [mailBudget, mailDevice, mailBreaker, writes, signedInIp],
      success: {
        status: 202,
        data: z.object({
          /** Where the code went. */
          email: z.string(),
        }),
      },
      errors: ['REAUTHENTICATION_FAILED'],
    },
    reauthenticateByMail: {
      method: 'POST',
      path: '/api/v1/auth/reauthenticate/mail/verify',
      summary: 'Prove again who one is by the mailed code; the answer is a token with a fresh `auth_time`.',
      access: 'user',
      limits: [redemptions, writes, signedInIp],
      body: z.object({ code: mailCode }),
      success: { status: 200, data: tokens },
      errors: ['REAUTHENTICATION_FAILED'],
    },
  },
});
