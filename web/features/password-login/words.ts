import type { OwnWords } from '../../lib/refusals.ts';

/** What the sign-in page says better than the general words of refusals. */
export const signInWords: OwnWords = {
  INVALID_CREDENTIALS: {
    title: 'Address or password is wrong.',
    advice: 'Check both: in a password, capital and small letters count.',
  },
  EMAIL_NOT_VERIFIED: {
    title: 'Your address is not verified yet.',
    advice: 'The password is right. Open the link in our mail, then sign in.',
  },
  RATE_LIMITED: {
    title: 'Signing in was tried too often.',
    advice: 'Your account is safe and not locked: it only takes a pause.',
  },
};
