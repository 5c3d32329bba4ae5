/** What a person is told when their browser gave no passkey, or the platform did not take it. */
import type { OwnWords, Trouble, Words } from '../refusals.ts';
import type { NoPasskey } from './ceremony.ts';

const words: Readonly<Record<Exclude<NoPasskey, 'given_up'>, Words>> = {
  dismissed: {
    title: 'No passkey was used.',
    advice:
      'Your device has none for this account, did not recognise you, or was not answered in time. Try again, or take another way.',
  },
  known: {
    title: 'This device has a passkey already.',
    advice: 'One is enough for it. To add another one, use another device or a security key.',
  },
  unfit: {
    title: 'This device cannot keep such a passkey.',
    advice: 'It must ask for a fingerprint, a face or a PIN. Set one of them up on the device, or use another one.',
  },
  unsupported: {
    title: 'This browser has no passkeys.',
    advice: 'Update it, use another browser, or take another way.',
  },
  failed: { title: 'Your device did not answer.', advice: 'Try again, or take another way.' },
};

const notMade: Words = {
  title: 'No passkey was made.',
  advice: 'Your device did not recognise you, or was not answered in time. Try again.',
};

/** Null where there is nothing to say. */
export function noPasskeyTrouble(why: NoPasskey, step: 'present' | 'make'): Trouble | null {
  if (why === 'given_up') return null;
  const said = why === 'dismissed' && step === 'make' ? notMade : words[why];
  return { ...said, fields: {}, retryAfterSeconds: null, code: null };
}

const off: Words = { title: 'Passkeys are not offered here.', advice: 'Take another way.' };
const notTaken: Words = {
  title: 'This passkey was not taken.',
  advice: 'It may have been removed from your account. Try another one, or take another way.',
};

/** Of every route that takes a passkey as a proof. */
export const proofWords: OwnWords = {
  NOT_FOUND: off,
  INVALID_CREDENTIALS: notTaken,
  MFA_CODE_INVALID: notTaken,
  REAUTHENTICATION_FAILED: notTaken,
  TOKEN_INVALID: {
    title: 'This sign-in is over.',
    advice: 'It waits for five minutes. Begin again: it takes a moment.',
  },
};

export const enrolmentWords: OwnWords = {
  NOT_FOUND: off,
  WEBAUTHN_FAILED: { title: 'This passkey was not added.', advice: 'Try again, or use another device.' },
  CONFLICT: {
    title: 'This passkey was not added.',
    advice: 'It belongs to an account already, or you have as many as there may be. Remove one that you do not use.',
  },
};
