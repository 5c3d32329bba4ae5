import type { InProcessQueue } from '../adapters/queue/in-process.ts';
import { createAuthenticator } from '../domain/session/authenticator.ts';
import type { Platform } from '../kernel/context.ts';
import { type HttpFunction, httpFunction } from '../kernel/http/function.ts';
import { type CleanUp, createCleanUp } from '../workers/clean-up.ts';
import { createOutboxWorker, type OutboxWorker } from '../workers/outbox.ts';
import { createReEncryption, type ReEncryption } from '../workers/re-encryption.ts';
import { createStatistics, type Statistics } from '../workers/statistics.ts';
import { flows } from './flows.ts';

/** A platform whose worker runs in its own process. */
export interface InProcessPlatform extends Platform {
  queue: InProcessQueue;
}

export interface Functions {
  /** The handler of each flow, by its name. */
  handlers: ReadonlyMap<string, HttpFunction>;
  outbox: OutboxWorker;
  cleanUp: CleanUp;
  reEncryption: ReEncryption;
  statistics: Statistics;
}

/** Makes the function of every flow and lets the outbox worker hear the queue's nudges. */
export function joinInProcess(platform: InProcessPlatform): Functions {
  const authenticator = createAuthenticator();
  const fromDatabase = createAuthenticator({ from: 'database' });
  const outbox = createOutboxWorker(platform);
  platform.queue.subscribe((nudge) => outbox.handle(nudge));
  const handlers = new Map(
    flows.map((flow) => {
      // As in the cloud, where such a function stands apart from the others' store.
      const reads = flow.contract.needs.includes('internet') ? fromDatabase : authenticator;
      return [flow.contract.flow, httpFunction({ flow, platform, authenticator: reads })] as const;
    }),
  );
  return {
    handlers,
    outbox,
    cleanUp: createCleanUp(platform),
    reEncryption: createReEncryption(platform),
    statistics: createStatistics(platform),
  };
}
