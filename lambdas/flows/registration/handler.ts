import { viewOf } from '../../domain/user/user.ts';
import { defineFlow } from '../../kernel/http/flow.ts';
import { confirmEmail, revertEmail } from './confirmed-email.ts';
import { registration } from './contract.ts';
import { register, resendVerification } from './registration.ts';
import { acceptInvitation, setVerifiedPassword, verifyEmail } from './verification.ts';

const sent = 'If the address can be used, a mail is on its way.';

export const registrationFlow = defineFlow(registration, {
  register: async ({ body }, context) => ({
    data: { request_token: await register(context, body) },
    message: sent,
  }),
  verifyEmail: async ({ body }, context) => {
    const { user, passwordToken } = await verifyEmail(context, body);
    return {
      data: {
        user: viewOf(user),
        ...(passwordToken === null ? {} : { password_required: true as const, token: passwordToken }),
      },
      message: 'Your e-mail address is verified.',
    };
  },
  verifyEmailPassword: async ({ body }, context) => ({
    data: { user: viewOf(await setVerifiedPassword(context, body.token, body.password)) },
    message: 'Your password is set.',
  }),
  resendVerification: async ({ body }, context) => ({
    data: { request_token: await resendVerification(context, body.email) },
    message: sent,
  }),
  acceptInvitation: async ({ body }, context) => ({
    data: { user: viewOf(await acceptInvitation(context, body)) },
    message: 'Your account is ready.',
  }),
  confirmEmail: async ({ body }, context) => ({
    data: { user: viewOf(await confirmEmail(context, body)) },
    message: 'Your e-mail address is changed.',
  }),
  revertEmail: async ({ body }, context) => ({
    data: { user: viewOf(await revertEmail(context, body.token)) },
    message: 'Your old e-mail address is back. Choose a new password.',
  }),
});
