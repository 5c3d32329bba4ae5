import type { Clock } from '../../ports/clock.ts';
import type { Count, Counter, KeyValue, Ref } from '../../ports/key-value.ts';

/** A store that the local platform can empty. */
export interface ClearableKeyValue extends KeyValue {
  clear(): Promise<void>;
}

export interface MemoryStore extends ClearableKeyValue {
  /** How many values and counters it holds, expired ones included. */
  size(): number;
}

interface Entry {
  value: string;
  version: number | null;
  taker: string | null;
  expiresAt: number;
}

interface Window {
  count: number;
  resetsAt: number;
}

/** So many writes are between two sweeps of what has expired: memory holds what lives, and at most so much more. */
const sweepEvery = 1_000;

/** The store within one process. It loses nothing while the process lives, so its copies may always be believed. */
export function memoryStore(clock: Clock): MemoryStore {
  const entries = new Map<string, Entry>();
  const windows = new Map<string, Window>();
  let writes = 0;

  const now = () => clock.now().getTime();

  function live(name: string): Entry | null {
    const entry = entries.get(name);
    return entry && entry.expiresAt > now() ? entry : null;
  }

  function set(name: string, entry: Entry): void {
    entries.set(name, entry);
    sweep();
  }

  function sweep(): void {
    writes += 1;
    if (writes % sweepEvery !== 0) return;
    const time = now();
    for (const [name, entry] of entries) if (entry.expiresAt <= time) entries.delete(name);
    for (const [key, window] of windows) if (window.resetsAt <= time) windows.delete(key);
  }

  function count({ key, windowSeconds, by }: Counter): Count {
    const time = now();
    let window = windows.get(key);
    if (!window || window.resetsAt <= time) {
      if (by <= 0) return { count: 0, resetsAt: new Date(time) };
      window = { count: 0, resetsAt: time + milliseconds(windowSeconds) };
      windows.set(key, window);
      sweep();
    }
    window.count = Math.max(0, window.count + by);
    return { count: window.count, resetsAt: new Date(window.resetsAt) };
  }

  return {
    copyTrustSeconds: Number.POSITIVE_INFINITY,
    async put(ref, value, ttlSeconds) {
      set(nameOf(ref), { value, version: null, taker: null, expiresAt: now() + milliseconds(ttlSeconds) });
    },
    async putIfNewer(ref, value, version, ttlSeconds) {
      const held = live(nameOf(ref));
      if (held && held.version !== null && held.taker === null && held.version > version) return false;
      set(nameOf(ref), { value, version, taker: null, expiresAt: now() + milliseconds(ttlSeconds) });
      return true;
    },
    async get(refs) {
      return refs.map((ref) => {
        const entry = live(nameOf(ref));
        return entry && entry.taker === null ? entry.value : null;
      });
    },
    async take(ref, taker) {
      const entry = live(nameOf(ref));
      if (!entry) return null;
      entry.taker ??= taker;
      return entry.taker === taker ? entry.value : null;
    },
    async increment(counters) {
      return counters.map(count);
    },
    async ping() {},
    async close() {},
    size: () => entries.size + windows.size,
    async clear() {
      entries.clear();
      windows.clear();
    },
  };
}

/** No kind has a colon in its name, so that no two references share one. */
function nameOf({ kind, key }: Ref): string {
  return `${kind}:${key}`;
}

function milliseconds(seconds: number): number {
  return Math.ceil(seconds * 1000);
}
