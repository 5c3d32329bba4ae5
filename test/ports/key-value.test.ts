import { movableClock } from '../../lambdas/adapters/clock/movable.ts';
import { memoryStore } from '../../lambdas/adapters/kv/memory.ts';
import { redisStore } from '../../lambdas/adapters/kv/redis.ts';
import { describeWith, redisUrl } from '../services/databases.ts';
import { type DynamoDb, freshDynamoDbStore, startDynamoDb } from '../services/dynamodb.ts';
import { startRedis } from '../services/redis.ts';
import type { Server } from '../services/server.ts';
import { keyValueSuite } from './key-value.suite.ts';

describe('the store in memory', () => {
  keyValueSuite(async (clock) => memoryStore(clock));

  it('may be believed for ever, for it loses no write', () => {
    expect(memoryStore(movableClock()).copyTrustSeconds).toBe(Number.POSITIVE_INFINITY);
  });
  it('holds no more than what lives and a thousand that have expired', async () => {
    const clock = movableClock({ frozen: true });
    const store = memoryStore(clock);
    for (let n = 0; n < 5_000; n += 1) {
      await store.put({ kind: 'challenge', key: `${n}` }, 'value', 1);
      await store.increment([{ key: `${n}`, windowSeconds: 1, by: 1 }]);
      clock.advance(1);
    }
    expect(store.size()).toBeLessThanOrEqual(1_002);
  });
});

describeWith('Redis', 'the store on Redis', () => {
  keyValueSuite(async (clock) => redisStore({ ...redisUrl(), clock }));

  it('is believed for a minute, for a failover may lose writes', async () => {
    const store = redisStore({ ...redisUrl(), clock: movableClock() });
    expect(store.copyTrustSeconds).toBe(60);
    await store.close();
  });
});

describeWith('Redis', 'the store on a Redis cluster', () => {
  let server: Server;
  beforeAll(async () => {
    server = await startRedis({ cluster: true });
  });
  afterAll(() => server.stop());

  keyValueSuite(async (clock) => redisStore({ url: server.url, cluster: true, clock }));
});

describe('the store on DynamoDB', () => {
  let server: DynamoDb;
  beforeAll(async () => {
    server = await startDynamoDb();
  });
  afterAll(() => server.stop());

  keyValueSuite((clock) => freshDynamoDbStore(server, clock));

  it('is believed until its values expire, for it loses no write', async () => {
    const store = await freshDynamoDbStore(server, movableClock());
    expect(store.copyTrustSeconds).toBe(Number.POSITIVE_INFINITY);
  });
});
