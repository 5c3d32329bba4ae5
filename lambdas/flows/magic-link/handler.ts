import { accessTokenOf, signInReply } from '../../domain/session/signed-in.ts';
import { cookieNames } from '../../kernel/http/cookies.ts';
import { defineFlow } from '../../kernel/http/flow.ts';
import { magicLink } from './contract.ts';
import { allowedPlace, askForLink, signInByMail } from './magic-link.ts';
import { askForCode, reauthenticateByMail } from './reauthentication.ts';

export const magicLinkFlow = defineFlow(magicLink, {
  askForLink: async ({ body, cookies }, context) => ({
    data: {
      request_token: await askForLink(context, {
        email: body.email,
        returnTo: body.return_to,
        deviceCookie: cookies[cookieNames.device],
      }),
    },
    message: 'If the address has an account, a mail is on its way.',
  }),
  signInByMail: async ({ body, cookies }, context) => {
    const outcome = await signInByMail(context, {
      redemption: { token: body.token, request_token: body.request_token, code: body.code },
      delivery: body.token_delivery ?? 'cookie',
      deviceName: body.device_name ?? null,
      deviceCookie: cookies[cookieNames.device],
      refreshCookie: cookies[cookieNames.refresh],
      returnTo: allowedPlace(context, body.return_to),
    });
    return signInReply(context, outcome);
  },
  askForReauthenticationCode: async ({ principal, cookies }, context) => ({
    data: { email: await askForCode(context, principal, cookies[cookieNames.device]) },
    message: 'A code is on its way to your address.',
  }),
  reauthenticateByMail: async ({ body, principal }, context) => ({
    data: await accessTokenOf(context, await reauthenticateByMail(context, principal, body.code)),
    message: 'Thank you.',
  }),
});
