import { movableClock } from '../../lambdas/adapters/clock/movable.ts';
import { storeByKind } from '../../lambdas/adapters/kv/by-kind.ts';
import { memoryStore } from '../../lambdas/adapters/kv/memory.ts';
import type { Ref } from '../../lambdas/ports/key-value.ts';

const session: Ref = { kind: 'session', key: 'a' };
const pending: Ref = { kind: 'pending-sign-in', key: 'a' };

function stores() {
  const clock = movableClock({ frozen: true });
  const [usual, apart] = [memoryStore(clock), memoryStore(clock)];
  return { usual, apart, store: storeByKind(usual, apart, ['pending-sign-in']) };
}

describe('a store of which one kind is kept in another', () => {
  it('writes each kind where it is kept, and reads several of both in their order', async () => {
    const { usual, apart, store } = stores();
    await store.put(session, 's', 60);
    await store.put(pending, 'p', 60);
    expect(await store.get([pending, session, { kind: 'pending-sign-in', key: 'b' }])).toEqual(['p', 's', null]);
    expect(await usual.get([session, pending])).toEqual(['s', null]);
    expect(await apart.get([session, pending])).toEqual([null, 'p']);
  });

  it('takes once what whoever writes there left', async () => {
    const { apart, store } = stores();
    await apart.put(pending, 'p', 60);
    expect([await store.take(pending, 'one'), await store.take(pending, 'two')]).toEqual(['p', null]);
  });

  it('refuses an older version where it is kept, and counts in the usual one', async () => {
    const { usual, apart, store } = stores();
    await apart.putIfNewer(pending, 'new', 2, 60);
    expect(await store.putIfNewer(pending, 'old', 1, 60)).toBe(false);
    expect(await store.putIfNewer(session, 'old', 1, 60)).toBe(true);
    await store.increment([{ key: 'k', windowSeconds: 60, by: 1 }]);
    const [count] = await usual.increment([{ key: 'k', windowSeconds: 60, by: 0 }]);
    expect([count?.count, store.copyTrustSeconds]).toEqual([1, usual.copyTrustSeconds]);
    await store.ping();
    await store.close();
  });
});
