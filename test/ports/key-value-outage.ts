/** What the tests of a store that is out of reach share. */
import type { KeyValue } from '../../lambdas/ports/key-value.ts';

export const ref = { kind: 'session', key: 'a' } as const;
export const counter = { key: 'k', windowSeconds: 60, by: 1 };
export const storeUnavailable = { name: 'DependencyUnavailable', dependency: 'store' };

export const operations: Record<string, (store: KeyValue) => Promise<unknown>> = {
  put: (store) => store.put(ref, 'value', 60),
  putIfNewer: (store) => store.putIfNewer(ref, 'value', 1, 60),
  get: (store) => store.get([ref]),
  take: (store) => store.take(ref, 'me'),
  increment: (store) => store.increment([counter]),
  ping: (store) => store.ping(),
};

/** What the port promises; both timers run in one event loop, so that a slow machine does not change who is first. */
export function withinTwoSeconds<T>(work: Promise<T>): Promise<T> {
  return Promise.race([
    work,
    new Promise<T>((_, reject) => setTimeout(() => reject(new Error('two seconds have passed')), 2_000).unref()),
  ]);
}

export async function untilReachable(store: KeyValue): Promise<void> {
  while (
    !(await store.ping().then(
      () => true,
      () => false,
    ))
  )
    await new Promise((resolve) => setTimeout(resolve, 50));
}
