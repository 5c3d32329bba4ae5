import { readLoginSecret } from '../adapters/keys/login-secret.ts';
import type { Clock } from '../ports/clock.ts';
import { DependencyUnavailable } from '../ports/dependency.ts';
import type { KeyValue } from '../ports/key-value.ts';
import type { CloudEnvironment } from './cloud-environment.ts';

/**
 * The cache. Its password is a secret, so its client is loaded and connected at the first call; every call waits for
 * that.
 */
export function openStore({ cache }: CloudEnvironment, clock: Clock): KeyValue | null {
  if (cache === undefined) return null;
  let opening: Promise<KeyValue> | undefined;
  const opened = () => {
    opening ??= connect(cache, clock).catch((error) => {
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

async function connect({ url, secret }: { url: string; secret: string }, clock: Clock): Promise<KeyValue> {
  const [{ openSecrets }, { redisStore }] = await Promise.all([
    import('../adapters/keys/secrets-manager-client.ts'),
    import('../adapters/kv/redis.ts'),
  ]);
  const { text } = await openSecrets({}).read(secret);
  const { username, password } = readLoginSecret(text);
  const login = new URL(url);
  login.username = encodeURIComponent(username);
  login.password = encodeURIComponent(password);
  return redisStore({ url: login.href, cluster: true, clock });
}
