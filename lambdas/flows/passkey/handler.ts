import { AuthError } from '../../kernel/errors.ts';
import { defineFlow } from '../../kernel/http/flow.ts';
import { passkey } from './contract.ts';

const off = async () => {
  throw new AuthError('NOT_FOUND');
};

export const passkeyFlow = defineFlow(passkey, {
  passkeyLoginOptions: off,
  passkeyLogin: off,
  passkeySecondFactorOptions: off,
  passkeySecondFactor: off,
  passkeyStepUpOptions: off,
  passkeyStepUp: off,
  passkeyCreationOptions: off,
  addPasskey: off,
  listPasskeys: async () => ({ data: [] }),
  renamePasskey: off,
  removePasskey: off,
});
