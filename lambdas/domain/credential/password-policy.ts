import { foldPassword, isCommonPassword } from './common-passwords.ts';
import { isReadable } from './password-hash.ts';
import { isPattern } from './password-pattern.ts';

export interface PasswordPolicy {
  /** In code points after NFKC, as a person counts characters. */
  minLength: number;
  maxLength: number;
  /** What an attacker tries first for this account: its e-mail address, the person's name, the brand's name. */
  context: readonly string[];
}

export interface PasswordFault {
  reason: 'unreadable' | 'too_short' | 'too_long' | 'contains_context' | 'repetitive' | 'common';
  /** One sentence for the person who chose the password. */
  message: string;
}

/** A shorter word stands in too many good passwords to be refused in one. */
const shortestContextWord = 4;

/**
 * Why a new password is refused, or null. Length and what is known to be guessed decide; there are no rules on which
 * kinds of characters to use (NIST SP 800-63B-4 3.1.1.2, ASVS 6.2.5).
 */
export function passwordFault(password: string, policy: PasswordPolicy): PasswordFault | null {
  if (!isReadable(password)) return fault('unreadable', 'This password has a character that cannot be read.');
  const length = [...password.normalize('NFKC')].length;
  if (length < policy.minLength) return fault('too_short', `Use at least ${policy.minLength} characters.`);
  if (length > policy.maxLength) return fault('too_long', `Use at most ${policy.maxLength} characters.`);
  const folded = foldPassword(password);
  const word = contextWords(policy.context).find((candidate) => folded.includes(candidate));
  if (word !== undefined)
    return fault('contains_context', `Leave out “${word}”: your name, your address and ours are guessed first.`);
  if (isPattern(folded)) return fault('repetitive', 'This password repeats itself or follows the keyboard.');
  if (isCommonPassword(password)) return fault('common', 'Many people use this password, so it is guessed first.');
  return null;
}

function fault(reason: PasswordFault['reason'], message: string): PasswordFault {
  return { reason, message };
}

/** Whole addresses and their local parts, whole names and their parts. */
function contextWords(context: readonly string[]): string[] {
  return context
    .map((entry) => foldPassword(entry).trim())
    .flatMap((entry) => {
      const at = entry.lastIndexOf('@');
      return at > 0 ? [entry, entry.slice(0, at)] : [entry, ...entry.split(/[^\p{L}\p{M}\p{N}]+/u)];
    })
    .filter((word) => [...word].length >= shortestContextWord);
}
