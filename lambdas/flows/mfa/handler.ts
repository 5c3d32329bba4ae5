import { takenBack } from '../../domain/session/second-step.ts';
import { signedInReply } from '../../domain/session/signed-in.ts';
import { secondFactorMethods, stepUpMethods } from '../../domain/user/ways-in.ts';
import { defineFlow } from '../../kernel/http/flow.ts';
import { mfa } from './contract.ts';
import { confirm, type Enrolment, enrol, remove, replaceRecoveryCodes } from './enrolment.ts';
import { verifyMfa } from './mfa.ts';
import { type EnrolledFactor, getMfa } from './overview.ts';

export const mfaFlow = defineFlow(mfa, {
  verifyMfa: async ({ body, cookies }, context) => {
    const { mfa_token: mfaToken, method, code } = body;
    const reply = await signedInReply(context, await verifyMfa(context, { mfaToken, method, code, cookies }));
    return { ...reply, cookies: [...reply.cookies, ...takenBack(cookies)] };
  },
  getMfa: async ({ principal }, context) => {
    const { ways, totp, hotp } = await getMfa(context, principal);
    return {
      data: {
        two_step: ways.totp || ways.hotp,
        totp: factorView(totp),
        hotp: factorView(hotp),
        password: ways.password,
        passkeys: ways.passkeys,
        recovery_codes_left: ways.recoveryCodes,
        methods: secondFactorMethods(ways),
        step_up_methods: stepUpMethods(ways),
      },
    };
  },
  enrolTotp: async ({ principal }, context) => enrolmentReply(await enrol(context, principal, 'totp')),
  confirmTotp: async ({ principal, body }, context) =>
    codesReply(await confirm(context, principal, 'totp', body.code), 'The authenticator app is on.'),
  removeTotp: async ({ principal }, context) => ({ data: await remove(context, principal, 'totp') }),
  enrolHotp: async ({ principal }, context) => enrolmentReply(await enrol(context, principal, 'hotp')),
  confirmHotp: async ({ principal, body }, context) =>
    codesReply(await confirm(context, principal, 'hotp', body.code), 'The token is on.'),
  removeHotp: async ({ principal }, context) => ({ data: await remove(context, principal, 'hotp') }),
  replaceRecoveryCodes: async ({ principal }, context) =>
    codesReply(await replaceRecoveryCodes(context, principal), 'These are your new recovery codes.'),
});

function factorView(factor: EnrolledFactor | null) {
  return {
    enrolled: factor !== null,
    created_at: factor?.createdAt.toISOString() ?? null,
    last_used_at: factor?.lastUsedAt?.toISOString() ?? null,
  };
}

function enrolmentReply({ secret, otpauthUri, qrSvg }: Enrolment) {
  return {
    data: { secret, otpauth_uri: otpauthUri, qr_svg: qrSvg },
    message: 'Give the secret to your authenticator, then confirm by its code.',
  };
}

function codesReply(codes: string[], message: string) {
  return { data: { recovery_codes: codes }, message };
}
