/** What these pages say better than the general words of refusals. */
import type { OwnWords } from '../../lib/refusals.ts';

export const askWords: OwnWords = {
  RATE_LIMITED: {
    title: 'Your network asked for too many mails.',
    advice: 'The mails that came still work: use the newest one.',
  },
};

const tooMany = { title: 'Your network tried this too often.', advice: 'Nothing is lost: what you typed stays here.' };

export const codeWords: OwnWords = {
  TOKEN_INVALID: {
    title: 'This code does not work.',
    advice:
      'Compare it with the newest mail. A code works for ten minutes and takes five tries. Or ask for another mail below.',
  },
  RATE_LIMITED: tooMany,
};

export const linkWords: OwnWords = {
  TOKEN_INVALID: {
    title: 'This link does not work any more.',
    advice: 'It was used, or its ten minutes are over. If you used it, sign in. Else ask for another mail.',
  },
  RATE_LIMITED: tooMany,
};

export const changeWords: OwnWords = {
  CONFLICT: {
    title: 'Your account was changed at the same moment.',
    advice: 'Nothing was done here. Try again with the password that you have now.',
  },
};
