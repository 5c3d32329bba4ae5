import { Cluster, type Redis } from 'iovalkey';
import type { Clock } from '../../ports/clock.ts';
import type { Count, Counter, Ref } from '../../ports/key-value.ts';
import type { ClearableKeyValue } from './memory.ts';
import { connectRedis, type RedisConnectionOptions } from './redis-connection.ts';

export interface RedisStoreOptions extends RedisConnectionOptions {
  clock: Clock;
  /** Stands before every key; `gatehouse:` by default. */
  prefix?: string;
}

/** Redis's own expiry only collects garbage: it stays behind by what a clock of ours may be slow. */
const slackMs = 3_600_000;

/**
 * Redis or Valkey. It may lose acknowledged writes at a failover, so its copies are believed for a minute. It connects
 * in the background; what cannot be reached is `DependencyUnavailable`, and is used again within a second of its
 * return.
 */
export function redisStore(options: RedisStoreOptions): ClearableKeyValue {
  const { clock, prefix = 'gatehouse:' } = options;
  const { client, run } = connectRedis(options);
  const now = () => clock.now().getTime();
  const nameOf = ({ kind, key }: Ref) => `${prefix}${kind}:${key}`;
  const entryOf = (value: string, version: number | '', ttlMs: number) => `${now() + ttlMs}|${version}||${value}`;

  function add({ key, windowSeconds, by }: Counter): Promise<[string, string]> {
    const windowMs = milliseconds(windowSeconds);
    const time = now();
    return client.addToCounter(`${prefix}count:${key}`, time, by, time + windowMs, windowMs + slackMs);
  }

  function countOf(answer: [string, string]): Count {
    return { count: Number(answer[0]), resetsAt: new Date(Number(answer[1])) };
  }

  return {
    copyTrustSeconds: 60,
    async put(ref, value, ttlSeconds) {
      const ttlMs = milliseconds(ttlSeconds);
      await run((send) => send(() => client.set(nameOf(ref), entryOf(value, '', ttlMs), 'PX', ttlMs + slackMs)));
    },
    async putIfNewer(ref, value, version, ttlSeconds) {
      const ttlMs = milliseconds(ttlSeconds);
      const entry = entryOf(value, version, ttlMs);
      const wrote = await run((send) =>
        send(() => client.putIfNewer(nameOf(ref), now(), version, entry, ttlMs + slackMs)),
      );
      return wrote === 1;
    },
    async get(refs) {
      // One GET for each, pipelined: a cluster refuses MGET over several slots.
      const held = await run((send) => Promise.all(refs.map((ref) => send(() => client.get(nameOf(ref))))));
      return held.map((entry) => liveValue(entry, now()));
    },
    take: (ref, taker) =>
      run((send) => send(() => client.takeOnce(nameOf(ref), now(), `=${encodeURIComponent(taker)}`))),
    async increment(counters) {
      const answers = await run((send) => Promise.all(counters.map((counter) => send(() => add(counter)))));
      return answers.map(countOf);
    },
    async ping() {
      // The client goes on in database 0 where the server refuses the one that the URL names; SELECT says so.
      const database = client instanceof Cluster ? 0 : (client.options.db ?? 0);
      await run(() => (database === 0 ? client.ping() : client.select(database)));
    },
    async close() {
      client.disconnect();
    },
    async clear() {
      const nodes = client instanceof Cluster ? client.nodes('master') : [client];
      await run(() => Promise.all(nodes.map((node) => removeAll(node, prefix))));
    },
  };
}

/** Reads what the scripts write, `expires|version|taker|value`: nothing where it has expired or was taken. */
function liveValue(entry: string | null, now: number): string | null {
  const parts = entry === null ? null : /^(\d+)\|\d*\|([^|]*)\|/.exec(entry);
  if (!entry || !parts || Number(parts[1]) <= now || parts[2] !== '') return null;
  return entry.slice(parts[0].length);
}

async function removeAll(node: Redis, prefix: string): Promise<void> {
  const pattern = `${prefix.replace(/[\\*?[\]]/g, '\\$&')}*`;
  let cursor = '0';
  do {
    const [next, keys] = await node.scan(cursor, 'MATCH', pattern, 'COUNT', 1_000);
    await Promise.all(keys.map((key) => node.unlink(key)));
    cursor = next;
  } while (cursor !== '0');
}

function milliseconds(seconds: number): number {
  return Math.ceil(seconds * 1000);
}
