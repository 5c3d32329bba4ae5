import { readLoginSecret } from '../adapters/keys/login-secret.ts';
import type { OpenSecrets } from '../adapters/keys/secrets-when-used.ts';
import { storeByKind } from '../adapters/kv/by-kind.ts';
import { dynamoDbStore } from '../adapters/kv/dynamodb.ts';
import type { Clock } from '../ports/clock.ts';
import { DependencyUnavailable } from '../ports/dependency.ts';
import type { KeyValue, Kind } from '../ports/key-value.ts';
import type { CloudEnvironment } from './cloud-environment.ts';

type Cache = NonNullable<CloudEnvironment['cache']>;

/** What a function outside of the network, which cannot reach the cache, leaves for one beside it. */
const everybodys: readonly Kind[] = ['pending-sign-in'];

/** The cache; with it the table that every function reaches, where the function was given that as well. */
export function openStore({ cache, storeTable }: CloudEnvironment, clock: Clock, open: OpenSecrets): KeyValue | null {
  if (cache === undefined) return null;
  const store = openCache(cache, clock, open);
  return storeTable === undefined ? store : storeByKind(store, dynamoDbStore({ clock, table: storeTable }), everybodys);
}

/**
 * Its password is a secret, so its client is loaded and connected at the first call; every call waits for
 * that.
 */
function openCache(cache: Cache, clock: Clock, open: OpenSecrets): KeyValue {
  let opening: Promise<KeyValue> | undefined;
  const opened = () => {
    opening ??= connect(cache, clock, open).catch((error) => {
      opening = undefined;
      throw new DependencyUnavailable('store', error);
    });
    return opening;
  };
  return {
    copyTrustSeconds: 60,
    put: async (...args) => (await opened()).put(...args),
    putIfNewer: async (...args) => (await opened()).putIfNewer(...args),
    get: async (refs) => (await opened()).get(refs),
    take: async (...args) => (await opened()).take(...args),
    increment: async (counters) => (await opened()).increment(counters),
    ping: async () => (await opened()).ping(),
    close: async () => (await opening)?.close(),
  };
}

async function connect({ url, secret }: Cache, clock: Clock, open: OpenSecrets): Promise<KeyValue> {
  // The password travels while the client is loaded.
  const [{ text }, { redisStore }] = await Promise.all([
    open().then((secrets) => secrets.read(secret)),
    import('../adapters/kv/redis.ts'),
  ]);
  const { username, password } = readLoginSecret(text);
  const login = new URL(url);
  login.username = encodeURIComponent(username);
  login.password = encodeURIComponent(password);
  return redisStore({ url: login.href, cluster: true, clock });
}
