/** What these pages say better than the general words of refusals. */
import type { OwnWords } from '../../lib/refusals.ts';

const tooMany = { title: 'Your network tried this too often.', advice: 'Nothing is lost: what you typed stays here.' };

export const signUpWords: OwnWords = {
  RATE_LIMITED: { ...tooMany, title: 'Your network asked for too many accounts.' },
};

export const codeWords: OwnWords = {
  TOKEN_INVALID: {
    title: 'This code does not work.',
    advice:
      'Compare it with the newest mail. A code works for ten minutes and takes five tries; the link in the mail works for longer. Or ask for another mail below.',
  },
  RATE_LIMITED: tooMany,
};

export const linkWords: OwnWords = {
  TOKEN_INVALID: {
    title: 'This link does not work any more.',
    advice: 'It was used, or its time is over. If you used it, sign in. Else ask for another mail.',
  },
  RATE_LIMITED: { ...tooMany, advice: 'Nothing is lost: the link keeps working.' },
};

export const choiceWords: OwnWords = {
  TOKEN_INVALID: {
    title: 'The hour in which to choose a password here is over.',
    advice: 'If you chose one already, sign in with it. Else press “Forgot it?” on the sign-in page.',
  },
  RATE_LIMITED: tooMany,
};

export const invitationWords: OwnWords = {
  TOKEN_INVALID: {
    title: 'This invitation does not work any more.',
    advice: 'If you accepted it already, sign in. Else ask whoever invited you for another one.',
  },
  RATE_LIMITED: { ...tooMany, advice: 'Nothing is lost: the invitation keeps working.' },
};

export const confirmWords: OwnWords = {
  TOKEN_INVALID: {
    title: 'This link does not work any more.',
    advice:
      'It works once, and for a day. If you used it, sign in with your new address. Else ask for the change once more in your account, perhaps with another address.',
  },
  RATE_LIMITED: { ...tooMany, advice: 'Nothing is lost: the link keeps working.' },
};

export const revertWords: OwnWords = {
  TOKEN_INVALID: {
    title: 'This link does not work any more.',
    advice:
      'It works once, and for a week. If you used it, choose a new password. If your account is in other hands, ask whoever runs this site.',
  },
  RATE_LIMITED: { ...tooMany, advice: 'Nothing is lost: the link keeps working.' },
};
