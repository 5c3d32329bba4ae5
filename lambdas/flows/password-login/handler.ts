import { accessTokenOf, signInReply } from '../../domain/session/signed-in.ts';
import { cookieNames } from '../../kernel/http/cookies.ts';
import { defineFlow } from '../../kernel/http/flow.ts';
import { passwordLogin } from './contract.ts';
import { login } from './password-login.ts';
import { reauthenticate } from './reauthentication.ts';

export const passwordLoginFlow = defineFlow(passwordLogin, {
  login: async ({ body, cookies }, context) => {
    const outcome = await login(context, {
      email: body.email,
      password: body.password,
      delivery: body.token_delivery ?? 'cookie',
      deviceName: body.device_name ?? null,
      deviceCookie: cookies[cookieNames.device],
      refreshCookie: cookies[cookieNames.refresh],
    });
    return signInReply(context, outcome);
  },
  reauthenticate: async ({ body, cookies, principal }, context) => {
    const stepped = await reauthenticate(context, principal, body, cookies[cookieNames.device]);
    return { data: await accessTokenOf(context, stepped), message: 'Thank you.' };
  },
});
