/**
 * The change of an address that this browser asked for: its request tokens let the mailed code be typed here
 * (docs/flows/account.md). Alone they open nothing.
 */
import * as z from 'zod/mini';
import { isSameAddress } from '../same-address.ts';
import type { Slot } from '../storage-slot.ts';

export interface AskedChange {
  userId: string;
  /** The address of the account when it was asked for. */
  from: string;
  /** The new one. */
  email: string;
  /** The newest first. Not every ask is mailed, so that an earlier one's code may be the one that came. */
  asks: readonly Ask[];
}

export interface Ask {
  requestToken: string;
  /** Milliseconds since the epoch. */
  at: number;
}

export interface AskedChanges {
  /** The same object until something changes. */
  read(): AskedChange | null;
  keep(change: Omit<AskedChange, 'asks'>, requestToken: string): void;
  forget(): void;
  /** Calls `listener` after a change of this tab or, through `changed`, of another. */
  subscribe(listener: () => void): () => void;
  /** Another tab wrote. */
  changed(): void;
}

/** As long as the mailed link. */
const lifetimeMs = 24 * 3_600_000;
const mostAsks = 5;

const address = z.string().check(z.minLength(3), z.maxLength(320));
const shape = z.object({
  userId: z.uuid(),
  from: address,
  email: address,
  asks: z.array(z.object({ requestToken: z.string().check(z.regex(/^[\w-]{16,512}$/)), at: z.number() })),
});

export function createAskedChanges(slot: Slot, now: () => number): AskedChanges {
  const listeners = new Set<() => void>();
  let held: { text: string | null; change: AskedChange | null } = { text: null, change: null };
  const read = () => {
    const text = slot.read();
    if (text !== held.text) held = { text, change: parse(text, now()) };
    return held.change;
  };
  const changed = () => {
    for (const listener of listeners) listener();
  };
  const write = (change: AskedChange | null) => {
    slot.write(change && JSON.stringify(change));
    changed();
  };
  return {
    read,
    changed,
    keep({ userId, from, email }, requestToken) {
      const before = read();
      const isAgain = before !== null && before.userId === userId && isSameAddress(before.email, email);
      const asks = [{ requestToken, at: now() }, ...(isAgain ? before.asks : [])].slice(0, mostAsks);
      write({ userId, from, email: email.trim(), asks });
    },
    forget: () => write(null),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function parse(text: string | null, now: number): AskedChange | null {
  try {
    const change = shape.parse(JSON.parse(text ?? 'null'));
    const asks = change.asks.filter(({ at }) => now - at < lifetimeMs);
    return asks.length > 0 ? { ...change, asks } : null;
  } catch {
    return null;
  }
}
