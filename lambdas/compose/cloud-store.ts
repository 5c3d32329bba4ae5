import type { OpenSecrets } from '../adapters/keys/secrets-when-used.ts';
import { dynamoDbStore } from '../adapters/kv/dynamodb.ts';
import type { Clock } from '../ports/clock.ts';
import type { KeyValue } from '../ports/key-value.ts';
import type { CloudEnvironment } from './cloud-environment.ts';

/**
 * The store of a function that stands outside of the network, as all do in the economy profile. For a function beside
 * the cache `cloud-store-redis.ts` takes this file's place when it is bundled.
 */
export function openStore({ storeTable }: CloudEnvironment, clock: Clock, _open: OpenSecrets): KeyValue | null {
  return storeTable === undefined ? null : dynamoDbStore({ clock, table: storeTable });
}
