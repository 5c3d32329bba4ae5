import type { PasskeyRow } from '../../domain/passkey/passkey.table.ts';
import { passkeysOf } from '../../domain/passkey/passkeys.ts';
import { takenBack } from '../../domain/session/second-step.ts';
import { accessTokenOf, signedInReply, signInReply } from '../../domain/session/signed-in.ts';
import { cookieNames } from '../../kernel/http/cookies.ts';
import { defineFlow } from '../../kernel/http/flow.ts';
import { onlyPage } from '../../kernel/http/lists.ts';
import { passkey } from './contract.ts';
import { addPasskey, askForPasskey } from './enrolment.ts';
import { signInOptions } from './options.ts';
import { removePasskey, renamePasskey } from './own-passkeys.ts';
import { loginByPasskey } from './passkey.ts';
import { reauthenticateByPasskey, stepUpOptions } from './reauthentication.ts';
import { secondFactorByPasskey, secondFactorOptions } from './second-factor.ts';

export const passkeyFlow = defineFlow(passkey, {
  passkeyLoginOptions: async ({ body }, context) => ({ data: await signInOptions(context, body.rp_id) }),
  passkeyLogin: async ({ body, cookies }, context) => {
    const outcome = await loginByPasskey(context, {
      assertion: body.assertion,
      delivery: body.token_delivery ?? 'cookie',
      deviceName: body.device_name ?? null,
      deviceCookie: cookies[cookieNames.device],
      refreshCookie: cookies[cookieNames.refresh],
    });
    return signInReply(context, outcome);
  },
  passkeySecondFactorOptions: async ({ body, cookies }, context) => ({
    data: await secondFactorOptions(context, { mfaToken: body.mfa_token, cookies }),
  }),
  passkeySecondFactor: async ({ body, cookies }, context) => {
    const pending = { mfaToken: body.mfa_token, cookies };
    const signedIn = await secondFactorByPasskey(context, pending, body.assertion);
    const reply = await signedInReply(context, signedIn);
    return { ...reply, cookies: [...reply.cookies, ...takenBack(cookies)] };
  },
  passkeyStepUpOptions: async ({ principal }, context) => ({ data: await stepUpOptions(context, principal) }),
  passkeyStepUp: async ({ body, principal }, context) => {
    const stepped = await reauthenticateByPasskey(context, principal, body.assertion);
    return { data: await accessTokenOf(context, stepped), message: 'Thank you.' };
  },
  passkeyCreationOptions: async ({ principal }, context) => ({ data: await askForPasskey(context, principal) }),
  addPasskey: async ({ body, principal }, context) => ({
    data: viewOf(await addPasskey(context, principal, body.credential, body.name)),
    message: 'Your passkey is added.',
  }),
  listPasskeys: async ({ principal }, { database }) =>
    onlyPage((await passkeysOf(database, principal.userId)).map(viewOf)),
  renamePasskey: async ({ params, body, principal }, context) => ({
    data: viewOf(await renamePasskey(context, principal, params.id, body.name)),
    message: 'Your passkey has its new name.',
  }),
  removePasskey: async ({ params, principal }, context) => {
    await removePasskey(context, principal, params.id);
    return { data: undefined };
  },
});

function viewOf({ id, name, createdAt, lastUsedAt, backedUp }: PasskeyRow) {
  return {
    id,
    name,
    created_at: createdAt.toISOString(),
    last_used_at: lastUsedAt?.toISOString() ?? null,
    backed_up: backedUp,
  };
}
