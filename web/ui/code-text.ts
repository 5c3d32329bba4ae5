import { mailCodeLength } from '../../lambdas/kernel/http/mail-code.ts';

/** A text and where the caret stands in it. */
export interface CodeText {
  text: string;
  caret: number;
}

const group = mailCodeLength / 2;

/**
 * What was typed or pasted, as a mail shows a code: capitals in two groups, `ABCD-EFGH`. Spaces, hyphens and whatever
 * else is no letter or digit is dropped, and what is too much. The caret stays behind the character that it stood behind.
 */
export function codeText({ text, caret }: CodeText): CodeText {
  const code = characters(text).slice(0, mailCodeLength);
  const before = Math.min(characters(text.slice(0, caret)).length, code.length);
  return { text: grouped(code), caret: before + (before > group ? 1 : 0) };
}

/** Only ASCII is kept and folded, as the platform does it: `ı` must not become a letter of a code. */
function characters(text: string): string {
  return text.replace(/[^A-Za-z0-9]/g, '').toUpperCase();
}

function grouped(code: string): string {
  return code.length > group ? `${code.slice(0, group)}-${code.slice(group)}` : code;
}
