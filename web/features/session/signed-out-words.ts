/** Why a session is over, for the person whose session it was. */
import { deletionGraceSeconds } from '../../../lambdas/kernel/http/deletion-grace.ts';
import type { OverReason } from '../../../lambdas/kernel/http/end-reasons.ts';

export interface SignedOutWords {
  title: string;
  /** What happened, and what to do where it is more than to sign in again. */
  what: string;
  /** Where somebody else may be behind it. */
  doubt?: { question: string; advice: string };
  /** What the way on is called where this account has none. */
  wayOn?: string;
}

const graceDays = deletionGraceSeconds / 86_400;
const notYou = { question: 'Was that not you?', advice: 'Sign in and choose a new password.' };
const another = 'Sign in with another account';

export const signedOutWords: Readonly<Record<OverReason, SignedOutWords>> = {
  signed_out: {
    title: 'You are signed out',
    what: 'This browser holds nothing of your account any more, in none of its tabs.',
  },
  signed_in_again: {
    title: 'This session was replaced',
    what: 'Somebody signed in again in this browser, and that sign-in took the place of this session.',
  },
  ended_elsewhere: {
    title: 'You were signed out from another device',
    what: 'This session was ended from another device that is signed in to your account.',
    doubt: notYou,
  },
  refresh_token_reused: {
    title: 'You were signed out to keep your account safe',
    what: 'The key that keeps this browser signed in was used a second time. A copy of it may be in other hands, so this session was ended for whoever holds it. We sent you a mail that names the time and the device.',
    doubt: {
      question: 'Do you not know that device?',
      advice: 'Sign in, choose a new password, and look for malware on your own devices.',
    },
  },
  password_changed: {
    title: 'Your password was changed',
    what: 'A new password ends the other sessions of the account. Sign in with the new one.',
    doubt: { question: 'Was that not you?', advice: 'Ask for a new password, and nobody can use the changed one.' },
  },
  password_reset: {
    title: 'Your password was set anew',
    what: 'That ends every session of the account. Sign in with the new password.',
    doubt: { question: 'Was that not you?', advice: 'Look after your mailbox first, then ask for a new password.' },
  },
  mailbox_proven: {
    title: 'Your e-mail address was confirmed',
    what: 'Whatever was set up before anybody had shown that the address is theirs ended with that. Sign in with the password that was chosen when the address was confirmed.',
  },
  factor_changed: {
    title: 'Your way to sign in was changed',
    what: 'A second step was added or removed, or a passkey or a linked account removed, and that ends the other sessions of the account.',
    doubt: notYou,
  },
  email_changed: {
    title: 'Your e-mail address was changed',
    what: 'The account has another address, or its old one again, and that ended this session. Sign in with the address that counts now.',
    doubt: { question: 'Was that not you?', advice: 'The mail to your old address has a link that takes it back.' },
  },
  user_disabled: {
    title: 'This account is switched off',
    what: 'Nobody can sign in to it until an administrator switches it on again. Ask whoever runs this site.',
    wayOn: another,
  },
  user_deleted: {
    title: 'This account was deleted',
    what: `Nobody can sign in to it any more. For ${graceDays} days an administrator can bring it back: ask whoever runs this site, above all if you did not delete it.`,
    wayOn: another,
  },
  ended_by_administrator: {
    title: 'An administrator signed you out',
    what: 'Your account is as it was, and you can sign in again.',
  },
  expired: {
    title: 'Your session has expired',
    what: 'It was not used for a while, or the last sign-in was long ago. Sign in and go on where you were.',
  },
  platform_restored: {
    title: 'You were signed out by a repair',
    what: 'This site was put back to an earlier state, and every session ended with that. Something that you changed lately may be missing.',
  },
  unknown: {
    title: 'You are signed out',
    what: 'This browser holds no session any more.',
  },
};

const day = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long' });

/** For whoever deleted their account in this tab, at a moment in milliseconds since the epoch. */
export function deletedWords(at: number): SignedOutWords {
  const until = day.format(at + deletionGraceSeconds * 1000);
  return {
    title: 'Your account is deleted',
    what: `You are signed out everywhere, and a mail confirms it. Until ${until} an administrator can bring the account back: ask whoever runs this site.`,
    wayOn: another,
  };
}
