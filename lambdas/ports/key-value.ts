/**
 * The key-value store: hot copies of sessions, counters, challenges. Never the only home of anything that must last.
 *
 * Every adapter keeps these promises, and `test/ports/key-value.suite.ts` holds it to them:
 * - expiry is compared on read with the clock port, whatever the store itself still holds;
 * - each operation on one key is atomic;
 * - `get` and `increment` take several keys in one round trip, and operations issued together share one;
 * - a store that cannot be reached is a `DependencyUnavailable`, within two seconds.
 */
export interface KeyValue {
  /**
   * How many seconds a copy read from here may be believed. A store that can lose acknowledged writes at failover
   * (Redis) says 60; one that cannot says Infinity.
   */
  readonly copyTrustSeconds: number;
  put(ref: Ref, value: string, ttlSeconds: number): Promise<void>;
  /**
   * Writes unless a live value of a higher version is there (the same version is written again: it says the same, but
   * was read from the truth later). Answers whether it wrote.
   */
  putIfNewer(ref: Ref, value: string, version: number, ttlSeconds: number): Promise<boolean>;
  /** The values in the order of the references; null where there is none or it has expired. */
  get(refs: readonly Ref[]): Promise<(string | null)[]>;
  /**
   * Takes a value once. The first taker gets it; the same taker gets it again (a retry after a lost answer); every
   * other one gets null.
   */
  take(ref: Ref, taker: string): Promise<string | null>;
  /**
   * Adds to counters whose window starts with the first count. A negative `by` gives back: it never opens a window
   * and never goes below zero.
   */
  increment(counters: readonly Counter[]): Promise<Count[]>;
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** Namespaces: two kinds never share a key. */
export type Kind =
  | 'session'
  | 'rbac'
  | 'limit'
  | 'challenge'
  | 'oauth-state'
  | 'pending-sign-in'
  | 'outbox-due'
  | 'idempotency';

export interface Ref {
  kind: Kind;
  key: string;
}

export interface Counter {
  key: string;
  windowSeconds: number;
  by: number;
}

export interface Count {
  count: number;
  resetsAt: Date;
}
