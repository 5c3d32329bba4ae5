/** The mails that this browser asked for. Their request tokens open nothing without the code of the mail. */
import * as z from 'zod/mini';
import { isSameAddress } from '../../lib/same-address.ts';
import { createSlot } from '../../lib/storage-slot.ts';

export interface AskedLink {
  email: string;
  requestToken: string;
  /** Milliseconds since the epoch. */
  at: number;
}

/** For as long as they count against the mails that an address gets. */
const lifetimeMs = 3_600_000;
/** For as long as the mail opens something. */
const openMs = 600_000;
const most = 8;

const list = z.array(z.object({ email: z.string(), requestToken: z.string(), at: z.number() }));
/** Of the browser, not of the tab: a link opens in another one. */
const slot = createSlot(() => localStorage, 'gatehouse.sign-in-mails');

/** The newest first. */
export function readAsked(): readonly AskedLink[] {
  try {
    const kept = list.parse(JSON.parse(slot.read() ?? '[]'));
    return kept.filter(({ at }) => Math.abs(Date.now() - at) < lifetimeMs);
  } catch {
    return [];
  }
}

export function keepAsked(email: string, requestToken: string): void {
  write([{ email: email.trim(), requestToken, at: Date.now() }, ...readAsked()].slice(0, most));
}

/** Whoever has signed in needs none of their mails any more. */
export function forgetAsked(email: string): void {
  write(readAsked().filter((asked) => !isSameAddress(asked.email, email)));
}

/** What was asked for one address. */
export function askedFor(email: string): readonly AskedLink[] {
  return readAsked().filter((asked) => isSameAddress(asked.email, email));
}

/** The address of the newest mail that may still be waited for. */
export function openAddress(): string | null {
  const [newest] = readAsked();
  return newest && Date.now() - newest.at < openMs ? newest.email : null;
}

/** The address that a link can only be of, as far as this browser knows; null where it asked for several or none. */
export function onlyAddress(): string | null {
  const [first, ...others] = readAsked();
  return first && others.every(({ email }) => isSameAddress(email, first.email)) ? first.email : null;
}

function write(asked: readonly AskedLink[]): void {
  slot.write(asked.length > 0 ? JSON.stringify(asked) : null);
}
