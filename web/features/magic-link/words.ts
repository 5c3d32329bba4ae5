/** What these pages say better than the general words of refusals. */
import type { OwnWords } from '../../lib/refusals.ts';

export const askWords: OwnWords = {
  RATE_LIMITED: {
    title: 'Your network asked for too many mails.',
    advice: 'The newest mail that came still works for ten minutes.',
  },
};

const tooMany = {
  title: 'Your network tried this too often.',
  advice: 'Nothing is lost: the newest mail still works.',
};

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
    advice: 'It was used, its ten minutes are over, or a newer mail has come. Ask for another one.',
  },
  RATE_LIMITED: tooMany,
};
