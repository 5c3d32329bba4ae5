import { isIP } from 'node:net';
import { inertText, longestName } from '../inert-text.ts';
import type { Letter } from '../letter.ts';
import type { Occurrence } from '../notices.ts';
import { readableTime } from '../words/time.ts';
import type { Words } from '../words/words.ts';
import { deviceName } from './device.ts';

/** When, from where and by what something happened; what is not known is left out. */
export function occurrenceFacts(mail: Occurrence, words: Words): NonNullable<Letter['facts']> {
  return [
    { name: words.facts.when, value: shownTime(mail.when, words) },
    { name: words.facts.ip, value: isIP(mail.ip) ? mail.ip : inertText(mail.ip, longestName) },
    { name: words.facts.userAgent, value: deviceName(mail.userAgent, words) },
  ].filter((fact) => fact.value !== '');
}

export function shownTime(when: string, words: Words): string {
  return inertText(readableTime(words.region, when), longestName);
}
