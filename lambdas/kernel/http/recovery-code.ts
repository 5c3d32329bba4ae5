/** The grammar of recovery codes, for the platform and for pages. */
import { mailCodeAlphabet as alphabet } from './mail-code.ts';

/** 49.5 bits: more than the 20 of NIST SP 800-63B-4 3.1.2.2, and short enough to be copied from paper. */
export const recoveryCodeLength = 10;
const wellFormed = new RegExp(`^[${alphabet}]{${recoveryCodeLength}}$`);

/** What a person typed, as it was made: any case, spaces and hyphens anywhere. Null where it cannot be a code. */
export function normaliseRecoveryCode(input: string): string | null {
  const code = input.replace(/[\s-]/g, '').replace(/[a-z]/g, (letter) => letter.toUpperCase());
  return wellFormed.test(code) ? code : null;
}
