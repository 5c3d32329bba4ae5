import { movableClock } from '../../lambdas/adapters/clock/movable.ts';
import { redisStore } from '../../lambdas/adapters/kv/redis.ts';
import type { Clock } from '../../lambdas/ports/clock.ts';
import { describeWith } from '../services/databases.ts';
import { type RedisCluster, startRedisCluster } from '../services/redis-cluster.ts';
import { keyValueSuite } from './key-value.suite.ts';
import { storeUnavailable, untilReachable, withinTwoSeconds } from './key-value-outage.ts';

describeWith('Redis', 'a store on a Redis cluster of several nodes, over TLS and with an account', () => {
  const clock = movableClock();
  let cluster: RedisCluster;
  beforeAll(async () => {
    cluster = await startRedisCluster();
  });
  afterAll(() => cluster.stop());

  const open = (url = cluster.url, at: Clock = clock) => redisStore({ url, ca: cluster.ca, cluster: true, clock: at });
  const refs = Array.from({ length: 30 }, (_, n) => ({ kind: 'challenge', key: `${n}` }) as const);

  describe('is like any other', () =>
    keyValueSuite(async (at) => redisStore({ ...urlOf(), cluster: true, clock: at })));
  const urlOf = () => ({ url: cluster.url, ca: cluster.ca });

  it('holds keys of every node, and reads them together', async () => {
    const store = open();
    await Promise.all(refs.map((ref) => store.put(ref, ref.key, 60)));
    expect(await store.get(refs)).toEqual(refs.map(({ key }) => key));
    await store.clear();
    expect(await store.get(refs)).toEqual(refs.map(() => null));
    await store.close();
  });
  it('is refused where the password is wrong', async () => {
    const store = open(cluster.urlWith('wrong'));
    await expect(withinTwoSeconds(store.get(refs))).rejects.toMatchObject(storeUnavailable);
    await store.close();
  });
  it('is used on after a replica took the place of its primary, and counts once', async () => {
    const [reader, counter] = [open(), open()];
    await Promise.all([counter.ping(), ...refs.map((ref) => reader.put(ref, ref.key, 60))]);
    await cluster.failOver();
    await untilReachable(reader);
    const counters = refs.map(({ key }) => ({ key, windowSeconds: 60, by: 1 }));
    expect(await counter.increment(counters)).toMatchObject(refs.map(() => ({ count: 1 })));
    expect(await reader.get(refs)).toEqual(refs.map(({ key }) => key));
    await Promise.all([reader.close(), counter.close()]);
  });

  // The last one: it does not come back.
  it('is refused at once where all of it is gone, though one node alone was connected to', async () => {
    const store = open();
    const [ref] = refs;
    const get = () => withinTwoSeconds(store.get(ref ? [ref] : []));
    await get();
    await cluster.stop();
    await expect(get()).rejects.toMatchObject(storeUnavailable);
    for (let times = 0; times < 3; times += 1) {
      await expect(get()).rejects.toMatchObject({ ...storeUnavailable, cause: { message: 'not connected' } });
    }
    await store.close();
  });
});
