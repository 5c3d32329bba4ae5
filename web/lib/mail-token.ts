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

/** Where the reader of the mail wanted to be, as `#token=…&return_to=…` says it; to be checked before it is followed. */
export function wantedOf(fragment: string): string | null {
  return new URLSearchParams(fragment.replace(/^#/, '')).get('return_to');
}

/** The account that the mail names, `a***@e***.org`; null where the link names none, or what is no masked address. */
export function accountOf(fragment: string): string | null {
  const account = new URLSearchParams(fragment.replace(/^#/, '')).get('account') ?? '';
  return /^[^\s@*]\*{3}@[^\s@*]\*{3}(\.[\w-]{1,63})?$/u.test(account) ? account : null;
}

/** Whether the fragment is that of a mailed link, be it a broken one. */
export function isMailed(fragment: string): boolean {
  return /^#?token=/.test(fragment);
}

/** What the fragment says beside the token. */
export function besideToken(fragment: string): string {
  const said = new URLSearchParams(fragment.replace(/^#/, ''));
  said.delete('token');
  return String(said);
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
  if (!isMailed(fragment)) return slot.read();
  bar.clear();
  slot.write(tokenOf(fragment));
  return slot.read();
}
