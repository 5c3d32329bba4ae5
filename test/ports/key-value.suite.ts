import { type MovableClock, movableClock } from '../../lambdas/adapters/clock/movable.ts';
import type { ClearableKeyValue } from '../../lambdas/adapters/kv/memory.ts';
import type { Clock } from '../../lambdas/ports/clock.ts';
import { type Fixture, fifty } from './key-value.fixture.ts';
import { counterPromises } from './key-value-counters.suite.ts';

/** What every adapter of the key-value port must show. Each test has an empty store and a frozen clock. */
export function keyValueSuite(open: (clock: Clock) => Promise<ClearableKeyValue>): void {
  let clock: MovableClock;
  let store: ClearableKeyValue;
  const fixture: Fixture = { store: () => store, clock: () => clock };

  beforeAll(async () => {
    clock = movableClock({ start: new Date('2026-11-25T12:00:00Z'), frozen: true });
    store = await open(clock);
  });
  afterEach(() => store.clear());
  afterAll(() => store.close());

  it('answers a ping', () => expect(store.ping()).resolves.toBeUndefined());

  describe('put and get', () => valuePromises(fixture));
  describe('putIfNewer', () => versionPromises(fixture));
  describe('take', () => takePromises(fixture));
  describe('increment', () => counterPromises(fixture));
}

const a = { kind: 'session', key: 'a' } as const;
const b = { kind: 'session', key: 'b' } as const;

function valuePromises({ store, clock }: Fixture): void {
  it('answers the values in the order of the references, null where there is none', async () => {
    await store().put(a, 'first', 60);
    await store().put(b, 'second', 60);
    expect(await store().get([b, { kind: 'session', key: 'c' }, a, b])).toEqual(['second', null, 'first', 'second']);
  });
  it('answers nothing for no references', async () => {
    expect(await store().get([])).toEqual([]);
  });
  it.each([
    '',
    '|',
    '1|2|3|4',
    'line\nbreak\r\n',
    'NUL \0 within',
    'Zoë 🔑',
    JSON.stringify({ a: [1, null] }),
    'x'.repeat(100_000),
  ])('gives back value %# as it went in, also to its taker', async (value) => {
    await store().put(a, value, 60);
    expect(await store().get([a])).toEqual([value]);
    expect(await store().take(a, 'me')).toBe(value);
  });
  it.each([':', 'a:b', 'session:a', '{tag}', '*', 'a b', '[?]\\', 'ключ', 'k'.repeat(500)])(
    'holds the key %j apart from others',
    async (key) => {
      await store().put({ kind: 'challenge', key }, 'mine', 60);
      await store().put({ kind: 'challenge', key: `${key}2` }, 'other', 60);
      expect(await store().get([{ kind: 'challenge', key }])).toEqual(['mine']);
    },
  );
  it('holds kinds apart, and counters apart from values', async () => {
    const kinds = ['session', 'rbac', 'limit', 'challenge', 'oauth-state', 'pending-sign-in', 'outbox-due'] as const;
    const refs = kinds.map((kind) => ({ kind, key: 'same' }));
    await store().increment([{ key: 'same', windowSeconds: 60, by: 1 }]);
    for (const ref of refs) await store().put(ref, ref.kind, 60);
    expect(await store().get(refs)).toEqual(kinds);
    expect(await store().increment([{ key: 'same', windowSeconds: 60, by: 1 }])).toMatchObject([{ count: 2 }]);
  });
  it('replaces value and expiry', async () => {
    await store().put(a, 'old', 600);
    await store().put(a, 'new', 5);
    expect(await store().get([a])).toEqual(['new']);
    clock().advance(5);
    expect(await store().get([a])).toEqual([null]);
  });
  it('holds a value to the last millisecond of its time, by the clock port', async () => {
    await store().put(a, 'value', 60);
    clock().advance(59.999);
    expect(await store().get([a])).toEqual(['value']);
    clock().advance(0.001);
    expect(await store().get([a])).toEqual([null]);
  });
  it('holds a value through real time while the clock stands', async () => {
    await store().put(a, 'value', 0.01);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await store().get([a])).toEqual(['value']);
  });
  it('forgets everything on clear', async () => {
    await store().put(a, 'value', 60);
    await store().increment([{ key: 'k', windowSeconds: 60, by: 5 }]);
    await store().clear();
    expect(await store().get([a])).toEqual([null]);
    expect(await store().increment([{ key: 'k', windowSeconds: 60, by: 1 }])).toMatchObject([{ count: 1 }]);
  });
}

function versionPromises({ store, clock }: Fixture): void {
  it('writes where nothing is, and says so', async () => {
    expect(await store().putIfNewer(a, 'one', 1, 60)).toBe(true);
    expect(await store().get([a])).toEqual(['one']);
  });
  it.each([
    ['a lower version comes', 7, 6],
    ['the version that comes is lower, though higher as text', 10, 9],
  ])('leaves the value where %s, and says so', async (_title, held, late) => {
    await store().putIfNewer(a, 'held', held, 60);
    expect(await store().putIfNewer(a, 'late', late, 60)).toBe(false);
    expect(await store().get([a])).toEqual(['held']);
  });
  it('writes the same version again, with its own expiry', async () => {
    await store().putIfNewer(a, 'read first', 7, 60);
    expect(await store().putIfNewer(a, 'read again', 7, 600)).toBe(true);
    clock().advance(60);
    expect(await store().get([a])).toEqual(['read again']);
  });
  it('replaces a lower version, compared as numbers', async () => {
    await store().putIfNewer(a, 'nine', 9, 60);
    expect(await store().putIfNewer(a, 'ten', 10, 60)).toBe(true);
    expect(await store().get([a])).toEqual(['ten']);
  });
  it('does not let a refused write prolong the value', async () => {
    await store().putIfNewer(a, 'held', 2, 60);
    await store().putIfNewer(a, 'late', 1, 6_000);
    clock().advance(60);
    expect(await store().get([a])).toEqual([null]);
  });
  it('writes over a higher version that has expired', async () => {
    await store().putIfNewer(a, 'high', 9, 60);
    clock().advance(60);
    expect(await store().putIfNewer(a, 'low', 1, 60)).toBe(true);
    expect(await store().get([a])).toEqual(['low']);
  });
  it('writes over a value that has no version', async () => {
    await store().put(a, 'plain', 60);
    expect(await store().putIfNewer(a, 'versioned', 0, 60)).toBe(true);
    expect(await store().get([a])).toEqual(['versioned']);
  });
  it('ends with the highest of 50 parallel versions, in whatever order they come', async () => {
    const shuffled = fifty((n) => (n * 37) % 50);
    const wrote = await Promise.all(shuffled.map((n) => store().putIfNewer(a, `version ${n}`, n, 60)));
    expect(wrote[shuffled.indexOf(49)]).toBe(true);
    expect(await store().get([a])).toEqual(['version 49']);
  });
}

function takePromises({ store, clock }: Fixture): void {
  it('gives the value to its first taker, each time, and to nobody else', async () => {
    await store().put(a, 'value', 60);
    expect(await store().take(a, 'first')).toBe('value');
    expect(await store().take(a, 'second')).toBeNull();
    expect(await store().take(a, 'first')).toBe('value');
    expect(await store().get([a])).toEqual([null]);
  });
  it('tells takers apart whatever their names hold', async () => {
    const takers = ['', '|', 'a|b', 'a', '=', '%7C', 'é'];
    for (const taker of takers) {
      await store().put(a, taker, 60);
      expect(await store().take(a, taker)).toBe(taker);
      for (const other of takers.filter((name) => name !== taker)) expect(await store().take(a, other)).toBeNull();
      expect(await store().take(a, taker)).toBe(taker);
    }
  });
  it('gives nothing where there is nothing', async () => {
    expect(await store().take(a, 'me')).toBeNull();
  });
  it('gives nothing of what has expired, also not to its first taker', async () => {
    await store().put(a, 'value', 60);
    await store().put(b, 'value', 60);
    await store().take(a, 'me');
    clock().advance(60);
    expect(await store().take(a, 'me')).toBeNull();
    expect(await store().take(b, 'me')).toBeNull();
  });
  it('gives to one of 50 parallel takers', async () => {
    await store().put(a, 'value', 60);
    const taken = await Promise.all(fifty((n) => store().take(a, `taker ${n}`)));
    expect(taken.filter((value) => value === 'value')).toHaveLength(1);
    expect(taken.filter((value) => value === null)).toHaveLength(49);
  });
  it('gives a value that was put anew to a new taker', async () => {
    await store().put(a, 'old', 60);
    await store().take(a, 'first');
    await store().put(a, 'new', 60);
    expect(await store().take(a, 'second')).toBe('new');
  });
  it('lets a taken value hold back no version', async () => {
    await store().putIfNewer(a, 'old', 5, 60);
    await store().take(a, 'first');
    expect(await store().putIfNewer(a, 'new', 1, 60)).toBe(true);
    expect(await store().get([a])).toEqual(['new']);
  });
}
