import { signedIn } from '../../domain/session/signed-in.ts';
import { cookieNames, deviceCookieSeconds, setCookie } from '../../kernel/http/cookies.ts';
import { defineFlow } from '../../kernel/http/flow.ts';
import { passwordLogin } from './contract.ts';
import { login } from './password-login.ts';

export const passwordLoginFlow = defineFlow(passwordLogin, {
  login: async ({ body, cookies }, context) => {
    const loggedIn = await login(context, {
      email: body.email,
      password: body.password,
      delivery: body.token_delivery ?? 'cookie',
      deviceName: body.device_name ?? null,
      deviceCookie: cookies[cookieNames.device],
      refreshCookie: cookies[cookieNames.refresh],
    });
    const answer = await signedIn(context, loggedIn);
    const device = loggedIn.device ? [setCookie('device', loggedIn.device.cookie, deviceCookieSeconds)] : [];
    return { data: answer.data, cookies: [...answer.cookies, ...device], message: 'You are signed in.' };
  },
});
