import { knownDevice, longestUnknownDevice } from '../../lambdas/kernel/http/device.ts';

/** Controls, marks that turn text about, and what leaves no ink: a program may call itself anything. */
const unseen = /[\p{C}\p{Default_Ignorable_Code_Point}]/gu;

/** A browser as its owner calls it, `Firefox on Linux`; of any other program the beginning of how it calls itself. */
export function deviceWords(userAgent: string): string {
  const known = knownDevice(userAgent);
  if (known) return `${known.browser} on ${known.system}`;
  const shown = [...userAgent.replace(unseen, '').trim()];
  if (shown.length === 0) return 'Unknown device';
  return shown.length <= longestUnknownDevice
    ? shown.join('')
    : `${shown.slice(0, longestUnknownDevice).join('').trimEnd()}…`;
}

const handhelds: ReadonlySet<string> = new Set(['Android', 'iOS']);

/** Whether it is held in a hand, as far as it says. */
export function isHandheld(userAgent: string): boolean {
  return handhelds.has(knownDevice(userAgent)?.system ?? '');
}
