import * as z from 'zod/mini';
import { defineContract, type Route } from '../../kernel/http/contract.ts';
import {
  codeMethod,
  factorCode,
  secondFactorMethod,
  stepUpMethod,
  timestamp,
  token,
  tokens,
} from '../../kernel/http/fields.ts';
import { factorCodes, factorCodesIp, reads, signedInIp, writes } from '../../kernel/http/limits.ts';

const factorView = z.object({
  enrolled: z.boolean(),
  /** Null where it is not enrolled. */
  created_at: z.nullable(timestamp),
  last_used_at: z.nullable(timestamp),
});

/** Shown once. Empty where an earlier set goes on to work. */
const recoveryCodes = z.object({ recovery_codes: z.array(z.string()) });

const change = { access: 'user', limits: [writes, signedInIp] } as const;
const recentChange = { ...change, recentAuthentication: true } as const;

const enrol = {
  ...recentChange,
  method: 'POST',
  success: {
    status: 200,
    data: z.object({
      /** Base32, for who types it in. */
      secret: z.string(),
      otpauth_uri: z.string(),
      /** The same as a picture. */
      qr_svg: z.string(),
    }),
  },
  errors: [],
} as const satisfies Partial<Route>;
const confirm = {
  ...change,
  method: 'POST',
  body: z.object({ code: factorCode }),
  success: { status: 200, data: recoveryCodes },
  errors: [],
} as const satisfies Partial<Route>;
const remove = {
  ...recentChange,
  method: 'DELETE',
  success: { status: 204 },
  errors: ['NOT_FOUND'],
} as const satisfies Partial<Route>;

/** docs/flows/mfa.md. */
export const mfa = defineContract({
  flow: 'mfa',
  needs: ['database', 'store', 'sign', 'encrypt', 'mail'],
  routes: {
    verifyMfa: {
      method: 'POST',
      path: '/api/v1/auth/mfa/verify',
      summary: 'Finish a sign-in by a code.',
      access: 'public',
      cookies: 'continues',
      limits: [factorCodes, factorCodesIp],
      body: z.object({ mfa_token: z.optional(token), method: codeMethod, code: factorCode }),
      success: { status: 200, data: tokens },
      errors: ['MFA_CODE_INVALID', 'TOKEN_INVALID'],
    },
    getMfa: {
      method: 'GET',
      path: '/api/v1/users/me/mfa',
      summary: 'What the own second step takes, and what proves again who one is.',
      access: 'user',
      whileActing: true,
      limits: [reads, signedInIp],
      success: {
        status: 200,
        data: z.object({
          /** Whether a sign-in asks for a second step. */
          two_step: z.boolean(),
          totp: factorView,
          hotp: factorView,
          /** Whether there is one to be changed. */
          password: z.boolean(),
          passkeys: z.int(),
          recovery_codes_left: z.int(),
          methods: z.array(secondFactorMethod),
          step_up_methods: z.array(stepUpMethod),
        }),
      },
      errors: [],
    },
    enrolTotp: { ...enrol, path: '/api/v1/users/me/mfa/totp', summary: 'Begin to set an authenticator app up.' },
    confirmTotp: {
      ...confirm,
      path: '/api/v1/users/me/mfa/totp/confirm',
      summary: 'Turn the authenticator app on, by its first code.',
    },
    removeTotp: { ...remove, path: '/api/v1/users/me/mfa/totp', summary: 'Remove the authenticator app.' },
    enrolHotp: { ...enrol, path: '/api/v1/users/me/mfa/hotp', summary: 'Begin to set a token with a counter up.' },
    confirmHotp: {
      ...confirm,
      path: '/api/v1/users/me/mfa/hotp/confirm',
      summary: 'Turn the token with a counter on, by its first code.',
    },
    removeHotp: { ...remove, path: '/api/v1/users/me/mfa/hotp', summary: 'Remove the token with a counter.' },
    replaceRecoveryCodes: {
      ...recentChange,
      method: 'POST',
      path: '/api/v1/users/me/mfa/recovery-codes',
      summary: 'Ten fresh recovery codes; the old ones are dead.',
      success: { status: 200, data: recoveryCodes },
      errors: ['CONFLICT'],
    },
  },
});
