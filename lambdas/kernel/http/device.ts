/** A program's `User-Agent` as its owner knows it: mails and pages share it. No server code may be imported here. */

/** Each claims to be some of those below it, so that the first that fits is meant. */
const browsers = [
  ['Edge', /\bEdg(e|A|iOS)?\//],
  ['Opera', /\b(OPR|OPT|Opera)\//],
  ['Samsung Internet', /\bSamsungBrowser\//],
  ['Firefox', /\b(Firefox|FxiOS)\//],
  ['Chrome', /\b(Chrome|Chromium|CriOS|HeadlessChrome)\//],
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

/** What is shown of a program that is no browser: enough to know it again, too little for a message. */
export const longestUnknownDevice = 60;

export interface KnownDevice {
  browser: (typeof browsers)[number][0];
  system: (typeof systems)[number][0];
}

/** Null for whatever is no browser on a system that people know by name. */
export function knownDevice(userAgent: string): KnownDevice | null {
  const browser = browsers.find(([, mark]) => mark.test(userAgent))?.[0];
  const system = systems.find(([, mark]) => mark.test(userAgent))?.[0];
  return browser && system ? { browser, system } : null;
}
