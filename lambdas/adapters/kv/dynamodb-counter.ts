import { randomUUID } from 'node:crypto';
import type { Clock } from '../../ports/clock.ts';
import type { Count, Counter } from '../../ports/key-value.ts';
import { timeToLive } from './dynamodb-schema.ts';
import type { Item, Table } from './dynamodb-table.ts';

/** One counter, with the clock that its window is compared with. */
export interface Counting {
  table: Table;
  clock: Clock;
  signal: AbortSignal;
  /** Seconds since 1970 after which the item is garbage. */
  garbageAfter(milliseconds: number): number;
}

/**
 * Adds by conditions on the one item: two calls where a window opens or a give-back meets zero, one else. Each update
 * leaves its own mark, by which the SDK's retry after a lost answer sees that it was done.
 */
export async function addToCounter(counting: Counting, counter: Counter): Promise<Count> {
  const { table, clock, signal } = counting;
  const name = `count:${counter.key}`;
  const mark = randomUUID();
  for (let tries = 0; ; tries += 1) {
    signal.throwIfAborted();
    const now = clock.now().getTime();
    const change = { name, mark, now, by: counter.by, until: now + Math.ceil(counter.windowSeconds * 1000) };
    const changed = await apply(counting, change);
    if (changed) return countOf(changed);
    // Most likely another one has just opened the window.
    if (counter.by > 0 && tries === 0) continue;
    const held = await table.read(name, signal);
    if (held && countOf(held).resetsAt.getTime() > now) {
      if (counter.by === 0 || held.mark?.S === mark) return countOf(held);
    } else if (counter.by <= 0) return { count: 0, resetsAt: new Date(now) };
    // Another one's update came between, so look again.
  }
}

interface Change {
  name: string;
  mark: string;
  now: number;
  by: number;
  until: number;
}

const live = 'resets_ms > :now and mark <> :mark';

async function apply({ table, signal, garbageAfter }: Counting, change: Change): Promise<Item | null> {
  const { name, by, until } = change;
  if (by === 0) return null;
  const values = { ':now': number(change.now), ':mark': { S: change.mark }, ':by': number(Math.abs(by)) };
  const end = { ':end': number(until), ':garbage': number(garbageAfter(until)) };
  const update = (expression: string, that: string, more: Item = {}) =>
    table.update(name, expression, { that, values: { ...values, ...more } }, signal);
  if (by > 0) {
    const open = `set counted = :by, mark = :mark, resets_ms = :end, ${timeToLive} = :garbage`;
    return (
      (await update('set counted = counted + :by, mark = :mark', live)) ??
      (await update(open, 'attribute_not_exists(resets_ms) or resets_ms <= :now', end))
    );
  }
  return (
    (await update('set counted = counted - :by, mark = :mark', `${live} and counted >= :by`)) ??
    (await update('set counted = :zero, mark = :mark', `${live} and counted < :by`, { ':zero': number(0) }))
  );
}

function countOf(item: Item): Count {
  const [count, resets] = [item.counted?.N, item.resets_ms?.N];
  if (count === undefined || resets === undefined) throw new Error('a counter was answered without its count');
  return { count: Number(count), resetsAt: new Date(Number(resets)) };
}

function number(value: number): { N: string } {
  return { N: String(value) };
}
