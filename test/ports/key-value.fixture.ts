import type { MovableClock } from '../../lambdas/adapters/clock/movable.ts';
import type { ClearableKeyValue } from '../../lambdas/adapters/kv/memory.ts';

/** The store and the clock of the suite that runs. */
export interface Fixture {
  store: () => ClearableKeyValue;
  clock: () => MovableClock;
}

export function fifty<T>(make: (n: number) => T): T[] {
  return Array.from({ length: 50 }, (_, n) => make(n));
}
