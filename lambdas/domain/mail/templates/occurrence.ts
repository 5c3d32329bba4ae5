import { inertText, longestUserAgent } from '../inert-text.ts';
import type { Letter } from '../letter.ts';
import type { Occurrence } from '../notices.ts';
import type { Words } from '../words/words.ts';

/** When, from where and by what something happened; what is not known is left out. */
export function occurrenceFacts(mail: Occurrence, words: Words): NonNullable<Letter['facts']> {
  return [
    { name: words.facts.when, value: readableTime(mail.when) },
    { name: words.facts.ip, value: inertText(mail.ip, longestUserAgent) },
    { name: words.facts.userAgent, value: inertText(mail.userAgent, longestUserAgent) },
  ].filter((fact) => fact.value !== '');
}

/** `2026-01-31T09:05:07.000Z` as `2026-01-31 09:05 UTC`, which is read alike everywhere. */
export function readableTime(when: string): string {
  return inertText(when.replace(/^(\d{4}-\d\d-\d\d)T(\d\d:\d\d).*Z$/, '$1 $2 UTC'), longestUserAgent);
}
