import * as z from 'zod/mini';
import { defineContract } from '../../kernel/http/contract.ts';
import { email, mailCode, password, personName, requestToken, token, user } from '../../kernel/http/fields.ts';
import { mailAsks, mailBreaker, mailBudget, redemptions } from '../../kernel/http/limits.ts';

const verified = z.object({
  user,
  /** Nothing showed that the prover of the mailbox also chose the password: set one with `token`. */
  password_required: z.optional(z.literal(true)),
  token: z.optional(z.string()),
});

/** docs/flows/registration.md. */
export const registration = defineContract({
  flow: 'registration',
  needs: ['database', 'store', 'hash', 'mail'],
  routes: {
    register: {
      method: 'POST',
      path: '/api/v1/auth/register',
      summary: 'Ask for an account. The answer never tells whether the address has one.',
      access: 'public',
      limits: [mailBudget, mailBreaker, mailAsks],
      body: z.object({ email, password, name: personName }),
      success: { status: 202, data: requestToken },
      errors: [],
    },
    verifyEmail: {
      method: 'POST',
      path: '/api/v1/auth/verify-email',
      summary: 'Prove the mailbox by the mailed link, or by the mailed code and the request token.',
      access: 'public',
      limits: [redemptions],
      body: z.object({
        token: z.optional(token),
        request_token: z.optional(token),
        code: z.optional(mailCode),
        password: z.optional(password),
      }),
      success: { status: 200, data: verified },
      errors: ['TOKEN_INVALID'],
    },
    verifyEmailPassword: {
      method: 'POST',
      path: '/api/v1/auth/verify-email/password',
      summary: 'Set the password after `password_required`.',
      access: 'public',
      limits: [redemptions],
      body: z.object({ token, password }),
      success: { status: 200, data: z.object({ user }) },
      errors: ['TOKEN_INVALID'],
    },
    resendVerification: {
      method: 'POST',
      path: '/api/v1/auth/verify-email/resend',
      summary: 'Ask for another verification mail. The answer is always the same.',
      access: 'public',
      limits: [mailBudget, mailBreaker, mailAsks],
      body: z.object({ email }),
      success: { status: 202, data: requestToken },
      errors: [],
    },
    acceptInvitation: {
      method: 'POST',
      path: '/api/v1/auth/accept-invitation',
      summary: 'Take up an invitation: prove the mailbox, choose name and password.',
      access: 'public',
      limits: [redemptions],
      body: z.object({ token, name: personName, password }),
      success: { status: 200, data: z.object({ user }) },
      errors: ['TOKEN_INVALID'],
    },
    confirmEmail: {
      method: 'POST',
      path: '/api/v1/auth/confirm-email',
      summary: 'Confirm a new address by the mailed link, or by the mailed code and the request token.',
      access: 'public',
      limits: [redemptions],
      body: z.object({ token: z.optional(token), request_token: z.optional(token), code: z.optional(mailCode) }),
      success: { status: 200, data: z.object({ user }) },
      errors: ['TOKEN_INVALID'],
    },
    revertEmail: {
      method: 'POST',
      path: '/api/v1/auth/revert-email',
      summary: 'Take a change of address back by the link that the old address got.',
      access: 'public',
      limits: [redemptions],
      body: z.object({ token }),
      success: { status: 200, data: z.object({ user }) },
      errors: ['TOKEN_INVALID'],
    },
  },
});
