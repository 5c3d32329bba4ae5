import * as z from 'zod/mini';
import { defineContract } from '../../kernel/http/contract.ts';
import { secondFactorMethod, stepUpMethod, timestamp } from '../../kernel/http/fields.ts';
import { reads, signedInIp } from '../../kernel/http/limits.ts';

const codeFactor = z.object({
  enrolled: z.boolean(),
  /** Null where it is not enrolled. */
  created_at: z.nullable(timestamp),
  last_used_at: z.nullable(timestamp),
});

/** docs/flows/mfa.md. */
export const mfa = defineContract({
  flow: 'mfa',
  needs: ['database', 'store', 'sign', 'encrypt', 'mail'],
  routes: {
    getMfa: {
      method: 'GET',
      path: '/api/v1/users/me/mfa',
      summary: 'What the own second step takes, and what proves again who one is.',
      access: 'user',
      limits: [reads, signedInIp],
      success: {
        status: 200,
        data: z.object({
          /** Whether a sign-in asks for a second step. */
          two_step: z.boolean(),
          totp: codeFactor,
          hotp: codeFactor,
          passkeys: z.int(),
          recovery_codes_left: z.int(),
          methods: z.array(secondFactorMethod),
          step_up_methods: z.array(stepUpMethod),
        }),
      },
      errors: [],
    },
  },
});
