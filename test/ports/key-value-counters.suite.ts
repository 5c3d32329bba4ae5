import { type Fixture, fifty } from './key-value.fixture.ts';

/** What `increment` of the key-value port promises. */
export function counterPromises({ store, clock }: Fixture): void {
  const minute = 60;
  const add = async (by: number, key = 'k') => (await store().increment([{ key, windowSeconds: minute, by }]))[0];
  const inSeconds = (seconds: number) => new Date(clock().now().getTime() + seconds * 1000);

  it('counts, and says when the window ends', async () => {
    expect(await add(1)).toEqual({ count: 1, resetsAt: inSeconds(minute) });
    expect(await add(2)).toEqual({ count: 3, resetsAt: inSeconds(minute) });
  });
  it('answers several counters in their order, one that comes twice too', async () => {
    const counters = ['x', 'y', 'x', 'z'].map((key, n) => ({ key, windowSeconds: minute * (n + 1), by: n + 1 }));
    expect(await store().increment(counters)).toEqual([
      { count: 1, resetsAt: inSeconds(minute) },
      { count: 2, resetsAt: inSeconds(2 * minute) },
      { count: 4, resetsAt: inSeconds(minute) },
      { count: 4, resetsAt: inSeconds(4 * minute) },
    ]);
    expect(await store().increment([])).toEqual([]);
  });
  it('starts the window with the first count and lets later counts not prolong it', async () => {
    const end = (await add(1))?.resetsAt;
    clock().advance(59.999);
    expect(await add(1)).toEqual({ count: 2, resetsAt: end });
    clock().advance(0.001);
    expect(await add(1)).toEqual({ count: 1, resetsAt: inSeconds(minute) });
  });
  it('gives back within the window', async () => {
    const end = (await add(3))?.resetsAt;
    clock().advance(30);
    expect(await add(-1)).toEqual({ count: 2, resetsAt: end });
    expect(await add(1)).toEqual({ count: 3, resetsAt: end });
  });
  it('never goes below zero', async () => {
    await add(1);
    expect(await add(-5)).toMatchObject({ count: 0 });
    expect(await add(1)).toMatchObject({ count: 1 });
  });
  it.each([-1, 0])('opens no window by %d', async (by) => {
    expect(await add(by)).toMatchObject({ count: 0 });
    clock().advance(30);
    expect(await add(1)).toEqual({ count: 1, resetsAt: inSeconds(minute) });
  });
  it('gives nothing back into a window that is over', async () => {
    await add(1);
    clock().advance(minute);
    expect(await add(-1)).toMatchObject({ count: 0 });
    expect(await add(1)).toEqual({ count: 1, resetsAt: inSeconds(minute) });
  });
  it('loses none of 50 parallel counts and answers each number once', async () => {
    const counts = await Promise.all(fifty(async () => (await add(1))?.count));
    expect(counts.sort((x, y) => Number(x) - Number(y))).toEqual(fifty((n) => n + 1));
  });
  it('loses nothing where counts and give-backs run in parallel', async () => {
    await add(100);
    await Promise.all(fifty((n) => add(n % 2 === 0 ? 3 : -2)));
    expect(await add(0)).toMatchObject({ count: 125 });
  });
}
