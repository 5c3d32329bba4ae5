import type { SecondFactorMethod } from '../../../lambdas/kernel/http/fields.ts';
import type { OwnWords } from '../../lib/refusals.ts';

export type CodeMethod = Exclude<SecondFactorMethod, 'webauthn'>;

/** What a person does with each way of the second step. */
export const methodWords: Readonly<Record<SecondFactorMethod, { use: string; lead: string }>> = {
  totp: { use: 'Use your authenticator app', lead: 'Open your authenticator app and type the code that it shows.' },
  hotp: { use: 'Use your hardware token', lead: 'Press the button of your token and type the code that it shows.' },
  webauthn: { use: 'Use a passkey', lead: 'Your device asks for your fingerprint, your face or its PIN.' },
  recovery_code: { use: 'Use a recovery code', lead: 'Type one of the codes that you kept. Each of them works once.' },
};

/** What is told of a wrong code, by the way that it came. */
export const codeWords: Readonly<Record<CodeMethod, OwnWords>> = {
  totp: {
    MFA_CODE_INVALID: {
      title: 'This code is wrong.',
      advice: 'A code works once: wait for the next one and type that.',
    },
  },
  hotp: {
    MFA_CODE_INVALID: { title: 'This code is wrong.', advice: 'Press the button once more and type the new code.' },
  },
  recovery_code: {
    MFA_CODE_INVALID: {
      title: 'This code is wrong.',
      advice: 'It may be used already. Compare it, or try another one.',
    },
  },
};

/** For whom right-looking codes are refused again and again. */
export const clockWords =
  'The code is of another time: the clock of your device is off. Let the device set its time by itself.';

export const factorNames = { totp: 'authenticator app', hotp: 'hardware token' } as const;

export const codesTitle = 'Keep your recovery codes';
export const codesWords = 'If you lose your device, each of these signs you in once. They are not shown again.';
