import { memoryKeys, type RotatableKeys } from '../../lambdas/adapters/keys/memory.ts';
import { type ClearableKeyValue, memoryStore } from '../../lambdas/adapters/kv/memory.ts';
import { redisStore } from '../../lambdas/adapters/kv/redis.ts';
import { type Mailbox, openMailbox } from '../../lambdas/adapters/mail/mailbox.ts';
import { type InProcessQueue, inProcessQueue } from '../../lambdas/adapters/queue/in-process.ts';
import type { Clock } from '../../lambdas/ports/clock.ts';
import type { Mail } from '../../lambdas/ports/mail.ts';
import { redisUrl } from '../services/databases.ts';
import type { Fronts } from './cloud-adapters.ts';
import type { Adapters } from './profiles.ts';

export interface OpenAdapters {
  store: ClearableKeyValue;
  mail: Mail;
  /** What was sent, whichever way it went. */
  inbox: Mailbox;
  queue: InProcessQueue;
  keys: RotatableKeys;
  fronts: Fronts;
  /** Lets go of the adapters and ends the stand-ins behind them. */
  close(): Promise<void>;
}

/** Opens the adapters of a platform; those of AWS with stand-ins for this platform alone, behind fronts where `faulty`. */
export async function openAdapters(
  adapters: Adapters,
  clock: Clock,
  onError: (error: unknown) => void,
  faulty: boolean,
): Promise<OpenAdapters> {
  const inbox = await openMailbox({ clock });
  const cloud = isInCloud(adapters)
    ? await (await import('./cloud-adapters.ts')).openCloud({ adapters, clock, inbox, onError }, faulty)
    : null;
  const store =
    cloud?.store ?? (adapters.store === 'redis' ? redisStore({ ...redisUrl(), clock }) : memoryStore(clock));
  const queue = cloud?.queue ?? inProcessQueue(onError);
  return {
    store,
    mail: cloud?.mail ?? inbox,
    inbox,
    queue,
    keys: cloud?.keys ?? (await memoryKeys()),
    fronts: cloud?.fronts ?? {},
    async close() {
      await queue.close();
      await store.close();
      await cloud?.stop();
    },
  };
}

/** The SDK takes a second to load, which the other tests do without. */
function isInCloud({ store, mail, queue, keys }: Adapters): boolean {
  return store === 'dynamodb' || mail === 'ses' || queue === 'stream' || keys === 'secrets-manager';
}
