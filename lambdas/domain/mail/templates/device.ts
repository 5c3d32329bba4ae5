import { inertText } from '../inert-text.ts';
import type { Words } from '../words/words.ts';

/** Each claims to be some of those below it, so that the first that fits is meant. */
const browsers = [
  ['Edge', /\bEdg(e|A|iOS)?\//],
  ['Opera', /\b(OPR|OPT|Opera)\//],
  ['Samsung Internet', /\bSamsungBrowser\//],
  ['Firefox', /\b(Firefox|FxiOS)\//],
  ['Chrome', /\b(Chrome|Chromium|CriOS)\//],
  ['Safari', /\bSafari\//],
] as const;
const systems = [
  ['Android', /\bAndroid\b/],
  ['iOS', /\b(iPhone|iPad|iPod)\b/],
  ['ChromeOS', /\bCrOS\b/],
  ['Windows', /\bWindows\b/],
  ['macOS', /\bMacintosh\b/],
  ['Linux', /\bLinux\b/],
] as const;

/** What is shown of a program that is none of them: enough to know it again, too little for a message. */
const longestUnknown = 60;

/** A browser's `User-Agent` in words that its owner knows, `Firefox on Linux`; of any other program the beginning. */
export function deviceName(userAgent: string, words: Words): string {
  const browser = browsers.find(([, mark]) => mark.test(userAgent))?.[0];
  const system = systems.find(([, mark]) => mark.test(userAgent))?.[0];
  return browser && system ? words.device(browser, system) : inertText(userAgent, longestUnknown);
}
