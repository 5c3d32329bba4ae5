/**
 * The token of a mailed link. It stands in the fragment, which no server sees; the page takes it out of the address and
 * keeps it for this tab, so that reloading and going back work until it is spent.
 */
import type { Slot } from './storage-slot.ts';

/** The token of `#token=…`; null where there is none that could be one. */
export function tokenOf(fragment: string): string | null {
  const token = new URLSearchParams(fragment.replace(/^#/, '')).get('token') ?? '';
  return /^[\w-]{16,512}$/.test(token) ? token : null;
}

/** What the page's address bar has to do with it. */
export interface AddressBar {
  fragment(): string;
  /** Takes the fragment out, without another entry of the history. */
  clear(): void;
}

/**
 * The token that the address bears, which from now on is kept instead; without one the kept token. Null where there is
 * none, and where the address bears one that cannot be read: whoever opens a broken link is not shown an older one.
 */
export function takeToken(bar: AddressBar, slot: Slot): string | null {
  const fragment = bar.fragment();
  if (!/^#?token=/.test(fragment)) return slot.read();
  bar.clear();
  slot.write(tokenOf(fragment));
  return slot.read();
}
