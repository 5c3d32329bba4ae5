import type { Nudge } from '../../ports/queue.ts';

/**
 * The table of nudges: one item for each nudged thing, its key `outbox:<id>`. Its stream, of keys alone, starts the
 * worker.
 */
export const nudgeKey = 'nudge';

/** The table's time-to-live attribute, in seconds: an item is garbage as soon as its stream record is written. */
export const nudgeTimeToLive = 'remove_after';

export function keyOf({ kind, id }: Nudge): string {
  return `${kind}:${id}`;
}

/** Null where it is none, or of a kind that a newer version knows. */
export function nudgeOf(key: string): Nudge | null {
  const id = /^outbox:(.+)$/.exec(key)?.[1];
  return id === undefined ? null : { kind: 'outbox', id };
}
