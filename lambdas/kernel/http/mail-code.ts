/** The grammar of mailed codes, for the platform and for pages: a code that cannot be one costs no try. */

/** Digits and capitals without 0 O, 1 I L: what is left is read aloud and typed without a mistake. */
export const mailCodeAlphabet = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';
export const mailCodeLength = 8;
const wellFormed = new RegExp(`^[${mailCodeAlphabet}]{${mailCodeLength}}$`);

/** What a person typed, as it was made: any case, spaces and hyphens anywhere. Null where it cannot be a code. */
export function normaliseMailCode(input: string): string | null {
  // Only ASCII is folded: `ı` and `ſ` must not become a letter of the alphabet.
  const code = input.replace(/[\s-]/g, '').replace(/[a-z]/g, (letter) => letter.toUpperCase());
  return wellFormed.test(code) ? code : null;
}
