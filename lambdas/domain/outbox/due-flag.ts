/**
 * A flag in the store that says whether rows of the outbox wait for another try. Where nothing periodic may wake a
 * paused database (the economy profile) the sweeper asks it, and only then the database.
 */
import type { Platform } from '../../kernel/context.ts';
import type { Ref } from '../../ports/key-value.ts';

const flag: Ref = { kind: 'outbox-due', key: 'outbox' };
/** Longer than the longest wait between two tries, each of which raises it again. */
const raisedSeconds = 86_400;

/**
 * Where the database does not pause the sweeper comes without it. A flag that could not be raised is raised by the next
 * try; the row itself is found with the next nudge of another.
 */
export async function raiseDueFlag({ store, log, config }: Platform): Promise<void> {
  if (!config.databasePauses) return;
  try {
    await store.put(flag, 'due', raisedSeconds);
  } catch (error) {
    log.warn('outbox flag not raised', { error });
  }
}

/** Lowers the flag; answers whether it was up. Whoever lowers it looks for rows, and raises it for those that stay. */
export async function lowerDueFlag({ store }: Platform, taker: string): Promise<boolean> {
  return (await store.take(flag, taker)) !== null;
}
