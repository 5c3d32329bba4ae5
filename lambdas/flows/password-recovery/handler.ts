import { viewOf } from '../../domain/user/user.ts';
import { cookieNames } from '../../kernel/http/cookies.ts';
import { defineFlow } from '../../kernel/http/flow.ts';
import { changePassword } from './change.ts';
import { passwordRecovery } from './contract.ts';
import { askForReset } from './password-recovery.ts';
import { resetPassword } from './reset.ts';

export const passwordRecoveryFlow = defineFlow(passwordRecovery, {
  forgotPassword: async ({ body, cookies }, context) => ({
    data: { request_token: await askForReset(context, body.email, cookies[cookieNames.device]) },
    message: 'If the address has an account, a mail is on its way.',
  }),
  resetPassword: async ({ body }, context) => ({
    data: { user: viewOf(await resetPassword(context, body)) },
    message: 'Your password is set. Sign in with it.',
  }),
  changePassword: async ({ body, cookies, principal }, context) => ({
    data: { user: viewOf(await changePassword(context, principal, body, cookies[cookieNames.device])) },
    message: 'Your password is changed.',
  }),
});
