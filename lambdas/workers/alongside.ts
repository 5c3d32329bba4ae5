/**
 * Work that a clock starts where the database never pauses. Where it does no clock may wake it: whoever has just worked
 * with it does this as well, for a moment, and no more often than the clock would.
 */
import type { Platform } from '../kernel/context.ts';

export interface Alongside {
  /** Of the work, and of the count in the store that keeps it rare. */
  name: string;
  /** At most once in so many seconds. */
  everySeconds: number;
  /** Does what can be done in that many seconds; what is left is done next time. */
  run(seconds: number): Promise<unknown>;
}

/** How long it may take. */
const momentSeconds = 20;

/** Never rejects: a failure is logged. Where the database does not pause nothing is done. */
export async function runAlongside({ config, store, log }: Platform, work: Alongside): Promise<void> {
  if (!config.databasePauses) return;
  try {
    const [count] = await store.increment([{ key: work.name, windowSeconds: work.everySeconds, by: 1 }]);
    if (count?.count === 1) await work.run(momentSeconds);
  } catch (error) {
    log.error(`${work.name} failed`, { error });
  }
}
