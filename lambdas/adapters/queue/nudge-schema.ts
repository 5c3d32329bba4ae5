import type { Nudge } from '../../ports/queue.ts';

/**
 * A table of nudges: one item for each nudged thing, its key `outbox:<id>` or `job:<id>`. Its stream, of keys alone,
 * starts the workers: two at most, for of more readers of a shard some are refused. So jobs have a table of their own.
 */
export const nudgeKey = 'nudge';

/** The table's time-to-live attribute, in seconds: an item is garbage as soon as its stream record is written. */
export const nudgeTimeToLive = 'remove_after';

export function keyOf({ kind, id }: Nudge): string {
  return `${kind}:${id}`;
}

/** Null where it is none, or of a kind that a newer version knows. */
export function nudgeOf(key: string): Nudge | null {
  const [, kind, id] = /^(outbox|job):(.+)$/.exec(key) ?? [];
  return id === undefined ? null : { kind: kind === 'job' ? 'job' : 'outbox', id };
}
