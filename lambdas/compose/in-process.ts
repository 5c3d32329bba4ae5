import type { InProcessQueue } from '../adapters/queue/in-process.ts';
import { createAuthenticator } from '../domain/session/authenticator.ts';
import type { Platform } from '../kernel/context.ts';
import { type HttpFunction, httpFunction } from '../kernel/http/function.ts';
import { type CleanUp, createCleanUp } from '../workers/clean-up.ts';
import { createJobRunner } from '../workers/jobs.ts';
import { allButJobs, createOutboxWorker, type OutboxWorker } from '../workers/outbox.ts';
import { createPurge, type Purge } from '../workers/purge.ts';
import { createReEncryption, type ReEncryption } from '../workers/re-encryption.ts';
import { createSealer, type Sealer } from '../workers/sealer.ts';
import { createStatistics, type Statistics } from '../workers/statistics.ts';
import { flows } from './flows.ts';
import { jobWorks } from './jobs.ts';

/** A platform whose worker runs in its own process. */
export interface InProcessPlatform extends Platform {
  queue: InProcessQueue;
}

export interface Functions {
  /** The handler of each flow, by its name. */
  handlers: ReadonlyMap<string, HttpFunction>;
  outbox: OutboxWorker;
  cleanUp: CleanUp;
  purge: Purge;
  reEncryption: ReEncryption;
  statistics: Statistics;
  sealer: Sealer;
}

/** For how long a job goes on at once: mails of the same process wait for it. */
const jobSeconds = 2;

/** Makes the function of every flow and lets the outbox worker hear the queue's nudges. */
export function joinInProcess(platform: InProcessPlatform): Functions {
  const authenticator = createAuthenticator();
  const fromDatabase = createAuthenticator({ from: 'database' });
  const jobs = createJobRunner(platform, jobWorks, jobSeconds);
  const outbox = createOutboxWorker(platform, [...allButJobs, 'job'], jobs);
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
    purge: createPurge(platform),
    reEncryption: createReEncryption(platform),
    statistics: createStatistics(platform),
    sealer: createSealer(platform),
  };
}
