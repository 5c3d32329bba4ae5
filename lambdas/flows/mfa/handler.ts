import { secondFactorMethods, stepUpMethods } from '../../domain/user/ways-in.ts';
import { defineFlow } from '../../kernel/http/flow.ts';
import { mfa } from './contract.ts';
import { type EnrolledFactor, getMfa } from './overview.ts';

export const mfaFlow = defineFlow(mfa, {
  getMfa: async ({ principal }, context) => {
    const { ways, totp, hotp } = await getMfa(context, principal);
    return {
      data: {
        two_step: ways.totp || ways.hotp,
        totp: factorView(totp),
        hotp: factorView(hotp),
        passkeys: ways.passkeys,
        recovery_codes_left: ways.recoveryCodes,
        methods: secondFactorMethods(ways),
        step_up_methods: stepUpMethods(ways),
      },
    };
  },
});

function factorView(factor: EnrolledFactor | null) {
  return {
    enrolled: factor !== null,
    created_at: factor?.createdAt.toISOString() ?? null,
    last_used_at: factor?.lastUsedAt?.toISOString() ?? null,
  };
}
