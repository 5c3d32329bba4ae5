import { AsyncLocalStorage } from 'node:async_hooks';
import type { ClearableKeyValue } from '../../lambdas/adapters/kv/memory.ts';
import type { InProcessQueue } from '../../lambdas/adapters/queue/in-process.ts';
import { type Metrics, silentMetrics } from '../../lambdas/kernel/metrics.ts';

/** What requests cost. What the outbox worker does behind them is not counted. */
export interface Counts {
  /** Every statement that was sent, `begin` and `commit` too, in order. */
  statements: readonly string[];
  /** Store calls that were issued before the answer of an earlier one are one round trip. */
  storeRoundTrips: number;
  /** Evaluations of bcrypt. */
  hashes: number;
  /** Starts again from nothing. */
  clear(): void;
}

/** May delay or, by throwing, fail a store call: tests put in what should happen before it. */
export type BeforeStore = (operation: string, args: readonly unknown[]) => void | Promise<void>;

export interface Counting {
  counts: Counts;
  onStatement(sql: string): void;
  metrics: Metrics;
  store(store: ClearableKeyValue, before: BeforeStore): ClearableKeyValue;
  queue(queue: InProcessQueue): InProcessQueue;
}

export function counting(): Counting {
  const worker = new AsyncLocalStorage<true>();
  const statements: string[] = [];
  const counts = {
    statements,
    storeRoundTrips: 0,
    hashes: 0,
    clear() {
      statements.length = 0;
      counts.storeRoundTrips = 0;
      counts.hashes = 0;
    },
  };
  return {
    counts,
    onStatement(sql) {
      if (!worker.getStore()) statements.push(sql);
    },
    metrics: {
      ...silentMetrics,
      count(name) {
        if (name === 'PasswordHashed') counts.hashes += 1;
      },
    },
    store: (store, before) =>
      inWaves(store, async (operation, args, wave) => {
        if (!worker.getStore()) {
          if (wave.opened) counts.storeRoundTrips += 1;
          await wave.leaves;
        }
        await before(operation, args);
      }),
    queue: (queue) => ({
      ...queue,
      subscribe: (handler) => queue.subscribe((nudge) => worker.run(true, () => handler(nudge))),
    }),
  };
}

interface Wave {
  /** Whether this call is the first of its wave. */
  opened: boolean;
  /** Resolves when the wave is sent. */
  leaves: Promise<void>;
}

type Before = (operation: string, args: readonly unknown[], wave: Wave) => Promise<void>;

/**
 * Holds calls until the turn is over, as a pipelining client does: what is issued together leaves together, and a call
 * that needs an earlier answer cannot be among them.
 */
function inWaves(store: ClearableKeyValue, before: Before): ClearableKeyValue {
  let leaves: Promise<void> | undefined;
  const join = (): Wave => {
    if (leaves) return { opened: false, leaves };
    leaves = new Promise((resolve) =>
      setImmediate(() => {
        leaves = undefined;
        resolve();
      }),
    );
    return { opened: true, leaves };
  };
  const through =
    <Args extends unknown[], Result>(operation: string, call: (...args: Args) => Promise<Result>) =>
    async (...args: Args): Promise<Result> => {
      await before(operation, args, join());
      return call(...args);
    };
  return {
    ...store,
    put: through('put', store.put),
    putIfNewer: through('putIfNewer', store.putIfNewer),
    get: through('get', store.get),
    take: through('take', store.take),
    increment: through('increment', store.increment),
    ping: through('ping', store.ping),
  };
}
