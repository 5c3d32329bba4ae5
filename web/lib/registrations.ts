/**
 * What this browser asked a verification mail for. The request tokens show later that the same browser chose the
 * password (docs/flows/registration.md); alone they open nothing.
 */
import * as z from 'zod/mini';
import { isSameAddress } from './same-address.ts';
import type { Slot } from './storage-slot.ts';

/** A resend asks for a mail, and says nothing about who chose the password. */
export type Asked = 'register' | 'resend';

export interface Registration {
  email: string;
  requestToken: string;
  asked: Asked;
  /** Milliseconds since the epoch. */
  at: number;
}

export interface Registrations {
  /** The newest first. The same array until something changes. */
  all(): readonly Registration[];
  keep(email: string, requestToken: string, asked: Asked): void;
  /** The address is verified. */
  forget(email: string): void;
  /** Calls `listener` after a change of this tab or, through `changed`, of another. */
  subscribe(listener: () => void): () => void;
  /** Another tab wrote. */
  changed(): void;
}

const lifetimeMs = 24 * 3_600_000;
const most = 8;

const entry = z.object({
  email: z.string().check(z.minLength(3), z.maxLength(320)),
  requestToken: z.string().check(z.regex(/^[\w-]{16,512}$/)),
  asked: z.enum(['register', 'resend']),
  at: z.number(),
});

export function createRegistrations(slot: Slot, now: () => number): Registrations {
  const listeners = new Set<() => void>();
  let read: { text: string | null; list: readonly Registration[] } = { text: null, list: [] };
  const all = () => {
    const text = slot.read();
    if (text !== read.text) read = { text, list: parse(text, now()) };
    return read.list;
  };
  const changed = () => {
    for (const listener of listeners) listener();
  };
  const write = (list: readonly Registration[]) => {
    slot.write(list.length > 0 ? JSON.stringify(list) : null);
    changed();
  };
  return {
    all,
    changed,
    keep(email, requestToken, asked) {
      const kept = all().filter((known) => known.requestToken !== requestToken);
      write([{ email: email.trim(), requestToken, asked, at: now() }, ...live(kept, now())].slice(0, most));
    },
    forget(email) {
      write(all().filter((known) => !isSameAddress(known.email, email)));
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** What was asked for one address, the newest first. */
export function askedFor(list: readonly Registration[], email: string): readonly Registration[] {
  return list.filter((known) => isSameAddress(known.email, email));
}

/** The newest registration of each address that this browser registered: its password is the one typed last. */
export function newestRegistered(list: readonly Registration[]): readonly Registration[] {
  return list
    .filter(({ asked }) => asked === 'register')
    .filter(({ email }, index, all) => all.findIndex((known) => isSameAddress(known.email, email)) === index);
}

function parse(text: string | null, now: number): readonly Registration[] {
  let found: unknown;
  try {
    found = JSON.parse(text ?? '[]');
  } catch {
    return [];
  }
  if (!Array.isArray(found)) return [];
  const entries = found.flatMap((item) => {
    const { success, data } = entry.safeParse(item);
    return success ? [data] : [];
  });
  return live(entries, now)
    .toSorted((one, other) => other.at - one.at)
    .slice(0, most);
}

function live(list: readonly Registration[], now: number): readonly Registration[] {
  return list.filter(({ at }) => now - at < lifetimeMs);
}
