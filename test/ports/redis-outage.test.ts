import { execFileSync } from 'node:child_process';
import { createServer, type Server as TcpServer } from 'node:net';
import { movableClock } from '../../lambdas/adapters/clock/movable.ts';
import type { ClearableKeyValue } from '../../lambdas/adapters/kv/memory.ts';
import { redisStore } from '../../lambdas/adapters/kv/redis.ts';
import { describeWith, redisUrl } from '../services/databases.ts';
import { askRedis, startRedis } from '../services/redis.ts';
import { startRelay } from '../services/relay.ts';
import { freePort } from '../services/server.ts';
import { counter, operations, ref, storeUnavailable, untilReachable, withinTwoSeconds } from './key-value-outage.ts';

const clock = movableClock();

describe('where no store listens', () => {
  let store: ClearableKeyValue;
  beforeAll(async () => {
    store = redisStore({ url: `redis://127.0.0.1:${await freePort()}`, clock });
  });
  afterAll(() => store.close());

  it.each(Object.entries(operations))('refuses %s as unavailable', async (_name, operation) => {
    await expect(withinTwoSeconds(operation(store))).rejects.toMatchObject(storeUnavailable);
  });
});

describe('where a store accepts and says nothing', () => {
  let silent: TcpServer;
  let store: ClearableKeyValue;
  beforeAll(async () => {
    silent = createServer();
    const port = await freePort();
    await new Promise<void>((resolve) => silent.listen(port, '127.0.0.1', resolve));
    store = redisStore({ url: `redis://127.0.0.1:${port}`, clock });
  });
  afterAll(async () => {
    await store.close();
    silent.close();
  });

  it.each(Object.entries(operations))('refuses %s as unavailable', async (_name, operation) => {
    await expect(withinTwoSeconds(operation(store))).rejects.toMatchObject(storeUnavailable);
  });
});

describeWith('Redis', 'a store that goes away', () => {
  it.each([false, true])(
    'is refused while it is gone and used again once it is back, without what was refused (cluster: %p)',
    async (cluster) => {
      const server = await startRedis({ cluster });
      const store = redisStore({ url: server.url, cluster, clock });
      expect(await store.increment([counter])).toMatchObject([{ count: 1 }]);
      await server.stop();
      for (const operation of Object.values(operations)) {
        await expect(withinTwoSeconds(operation(store))).rejects.toMatchObject(storeUnavailable);
      }
      const successor = await startRedis({ port: server.port, cluster });
      await untilReachable(store);
      expect(await store.get([ref])).toEqual([null]);
      expect(await store.increment([counter])).toMatchObject([{ count: 1 }]);
      await store.close();
      await successor.stop();
    },
  );

  it('is refused while it hangs, and used again once it goes on', async () => {
    const server = await startRedis();
    const store = redisStore({ url: server.url, clock });
    await store.ping();
    server.signal('SIGSTOP');
    const refused = Object.values(operations).map((operation) => withinTwoSeconds(operation(store)));
    for (const outcome of await Promise.allSettled(refused)) {
      expect(outcome).toMatchObject({ status: 'rejected', reason: storeUnavailable });
    }
    server.signal('SIGCONT');
    await untilReachable(store);
    await store.put(ref, 'value', 60);
    expect(await store.get([ref])).toEqual(['value']);
    await store.close();
    await server.stop();
  });

  it('runs its scripts also after the server has forgotten them', async () => {
    const server = await startRedis();
    const store = redisStore({ url: server.url, clock });
    await store.increment([counter]);
    await askRedis(server.port, 'SCRIPT FLUSH', /^\+OK/);
    expect(await store.increment([counter, counter])).toMatchObject([{ count: 2 }, { count: 3 }]);
    expect(await store.putIfNewer(ref, 'value', 1, 60)).toBe(true);
    await store.close();
    await server.stop();
  });
});

describeWith('Redis', 'a store over TLS', () => {
  it.each([false, true])(
    'is used where its authority is known, and refused where not (cluster: %p)',
    async (cluster) => {
      const server = await startRedis({ tls: true, cluster });
      const known = redisStore({ url: server.url, cluster, clock, ...(server.ca ? { ca: server.ca } : {}) });
      await known.put(ref, 'value', 60);
      expect(await known.get([ref])).toEqual(['value']);
      const unknown = redisStore({ url: server.url, cluster, clock });
      await expect(withinTwoSeconds(unknown.get([ref]))).rejects.toMatchObject(storeUnavailable);
      await Promise.all([known.close(), unknown.close()]);
      await server.stop();
    },
  );
});

describeWith('Redis', 'a connection that falls silent', () => {
  it('is dropped and replaced', async () => {
    const server = await startRedis();
    const relay = await startRelay(server.port);
    const store = redisStore({ url: `redis://127.0.0.1:${relay.port}`, clock });
    await store.put(ref, 'value', 60);
    relay.silence();
    await expect(withinTwoSeconds(store.get([ref]))).rejects.toMatchObject(storeUnavailable);
    await untilReachable(store);
    expect(await store.get([ref])).toEqual(['value']);
    await store.close();
    await relay.close();
    await server.stop();
  });
});

describeWith('Redis', 'a connection that was closed while nobody looked', () => {
  it.each([false, true])('is replaced before it is used (cluster: %p)', async (cluster) => {
    const server = await startRedis({ cluster });
    const store = redisStore({ url: server.url, cluster, clock, idleMs: 10 });
    await store.increment([counter]);
    // Nothing is heard in this process meanwhile, as in one that is frozen.
    const kill = `require('net').connect(${server.port}, '127.0.0.1', function () {
      this.once('data', () => this.destroy()).write('CLIENT KILL TYPE normal\\r\\n'); })`;
    execFileSync(process.execPath, ['-e', kill]);
    // The second one finds the first looking, and waits for it.
    const both = await Promise.all([store.increment([counter]), store.increment([counter])]);
    expect(both).toMatchObject([[{ count: 2 }], [{ count: 3 }]]);
    await store.close();
    await server.stop();
  });
});

describeWith('Redis', 'a closed store', () => {
  it('refuses as unavailable', async () => {
    const store = redisStore({ ...redisUrl(), clock });
    await store.ping();
    await store.close();
    await expect(store.get([ref])).rejects.toMatchObject(storeUnavailable);
  });
});

describeWith('Redis', 'round trips', () => {
  it('sends what is issued together in one write', async () => {
    const server = await startRedis();
    const relay = await startRelay(server.port);
    const store = redisStore({ url: `redis://127.0.0.1:${relay.port}`, clock });
    // The first run of a script carries its text; from the second on its digest alone.
    await Promise.all(Object.values(operations).map((operation) => operation(store)));
    relay.reset();
    await store.get([ref, { kind: 'rbac', key: 'version' }, ref]);
    expect(relay.writes()).toBe(1);
    relay.reset();
    await store.increment([counter, { ...counter, key: 'other' }, { ...counter, key: 'third' }]);
    expect(relay.writes()).toBe(1);
    relay.reset();
    await Promise.all(Object.values(operations).map((operation) => operation(store)));
    expect(relay.writes()).toBe(1);
    await store.close();
    await relay.close();
    await server.stop();
  });
});
