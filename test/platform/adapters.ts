import { memoryKeys, type RotatableKeys } from '../../lambdas/adapters/keys/memory.ts';
import { type ClearableKeyValue, memoryStore } from '../../lambdas/adapters/kv/memory.ts';
import { redisStore } from '../../lambdas/adapters/kv/redis.ts';
import { type Mailbox, openMailbox } from '../../lambdas/adapters/mail/mailbox.ts';
import { type InProcessQueue, inProcessQueue } from '../../lambdas/adapters/queue/in-process.ts';
import type { Clock } from '../../lambdas/ports/clock.ts';
import type { Mail } from '../../lambdas/ports/mail.ts';
import { redisUrl } from '../services/databases.ts';
import type { Adapters } from './profiles.ts';

export interface OpenAdapters {
  store: ClearableKeyValue;
  mail: Mail;
  /** What was sent, whichever way it went. */
  inbox: Mailbox;
  queue: InProcessQueue;
  keys: RotatableKeys;
  /** Lets go of the adapters and ends the stand-ins behind them. */
  close(): Promise<void>;
}

/** Opens the adapters of a platform; those of AWS with stand-ins for this platform alone. */
export async function openAdapters(
  adapters: Adapters,
  clock: Clock,
  onError: (error: unknown) => void,
): Promise<OpenAdapters> {
  const inbox = await openMailbox({ clock });
  // The SDK takes a second to load, which the other tests do without.
  const inCloud = ['dynamodb', 'stream', 'ses', 'secrets-manager'].some((name) => includes(adapters, name));
  const cloud = inCloud ? await (await import('./cloud-adapters.ts')).openCloud(adapters, clock, inbox, onError) : null;
  const store =
    cloud?.store ?? (adapters.store === 'redis' ? redisStore({ ...redisUrl(), clock }) : memoryStore(clock));
  const queue = cloud?.queue ?? inProcessQueue(onError);
  return {
    store,
    mail: cloud?.mail ?? inbox,
    inbox,
    queue,
    keys: cloud?.keys ?? (await memoryKeys()),
    async close() {
      await queue.close();
      await store.close();
      await cloud?.stop();
    },
  };
}

function includes(adapters: Adapters, name: string): boolean {
  return Object.values<string>({ ...adapters }).includes(name);
}
