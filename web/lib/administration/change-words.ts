import type { OwnWords } from '../refusals.ts';

/** Refusals of what an administrator does to others. */
export const changeWords: OwnWords = {
  FORBIDDEN: {
    title: 'You may not do this.',
    advice: 'It concerns permissions that you do not hold yourself, or your roles have changed. Ask an administrator.',
  },
  LAST_ADMIN: {
    title: 'This is the last administrator.',
    advice: 'Nobody could look after this site without them. Make somebody else an administrator first.',
  },
  PRECONDITION_FAILED: {
    title: 'Somebody changed this meanwhile.',
    advice: 'Nothing was done. What it is now has been read: look at it, then try again.',
  },
  PRECONDITION_REQUIRED: { title: 'This page is out of date.', advice: 'Reload the page and try again.' },
  NOT_FOUND: { title: 'This is not there any more.', advice: 'Go back to the list, which has been read again.' },
  CONFLICT: {
    title: 'Something else was changed at the same moment.',
    advice: 'Nothing was done. Look at what it is now, then try again.',
  },
  EMAIL_TAKEN: { title: 'This address belongs to an account already.', advice: 'Use another address.' },
  ALREADY_DONE: { title: 'This was done already.', advice: 'Look at what it is now.' },
  RATE_LIMITED: {
    title: 'That was a lot in a short time.',
    advice: 'Wait a little, then try again. What was done before stays done.',
  },
};
