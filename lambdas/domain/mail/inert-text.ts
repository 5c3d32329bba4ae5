import { maskEmail } from '../../kernel/http/mask-email.ts';

/** A name that fills a mail is no name but a message of somebody else's under our letterhead. */
export const longestName = 60;

/** Controls, bidi marks, zero-width characters and other formatting; lone surrogates and unassigned code points. */
const unseen = /[[\p{C}\p{Default_Ignorable_Code_Point}]--[\s]]/gv;
/**
 * What makes mail clients turn text into a link: a dot before a letter (also IDNA's other dots), `//`, `@`, and the
 * colon of a scheme.
 */
const linkJoint = /[.\u3002\uff0e\uff61](?=\p{L})|[:/\\](?=[/\\])|(?<=\p{L}):(?=\S)|@(?=\S)/gu;

/** One line of visible characters: what a header field may hold (RFC 5322 2.2). */
export function oneLine(text: string): string {
  return text.replace(unseen, '').replace(/\s+/g, ' ').trim();
}

/**
 * Text from a stranger that may stand in a mail: one line, visible characters alone, at most `longest` of them, and
 * with a space in each place that could make a link of it. Not escaped for HTML: the layout escapes everything.
 */
export function inertText(text: string, longest: number): string {
  const characters = [...oneLine(text).replace(linkJoint, '$& ')];
  return characters.length <= longest ? characters.join('') : `${characters.slice(0, longest).join('').trimEnd()}…`;
}

/** An address that its owner knows again and nobody else: `v***@e***.com`. One that is masked already stays so. */
export function maskedAddress(email: string): string {
  const masked = maskEmail(oneLine(email));
  return /^.\*{3}@.\*{3}(\.[a-z0-9-]{1,63})?$/iu.test(masked) ? masked : inertText(masked, longestName);
}
