import { knownDevice, longestUnknownDevice } from '../../../kernel/http/device.ts';
import { inertText } from '../inert-text.ts';
import type { Words } from '../words/words.ts';

/** A browser's `User-Agent` in words that its owner knows, `Firefox on Linux`; of any other program the beginning. */
export function deviceName(userAgent: string, words: Words): string {
  const known = knownDevice(userAgent);
  return known ? words.device(known.browser, known.system) : inertText(userAgent, longestUnknownDevice);
}
