import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MovableClock } from '../lambdas/adapters/clock/movable.ts';

/** How far the clock was moved, kept in the data folder: tokens that were expired by hand stay so after a restart. */
export interface ClockFile {
  /** Moves the clock by what the folder says. */
  restore(clock: MovableClock): void;
  save(clock: MovableClock): void;
}

export function clockFile(folder: string): ClockFile {
  const path = join(folder, 'clock.json');
  return {
    restore: (clock) => clock.advance(readSeconds(path)),
    save(clock) {
      // Whole or not at all, whenever the process dies.
      writeFileSync(`${path}.next`, JSON.stringify({ advanced_seconds: clock.advanced() }), { mode: 0o600 });
      renameSync(`${path}.next`, path);
    },
  };
}

/** Throws without a cause: a start that fails shows the innermost words, and these say what to do. */
function readSeconds(path: string): number {
  let seconds: unknown;
  try {
    seconds = (JSON.parse(readFileSync(path, 'utf8')) as { advanced_seconds?: unknown } | null)?.advanced_seconds;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 0;
  }
  if (typeof seconds === 'number' && seconds >= 0) return seconds;
  throw new Error(`${path} cannot be read: remove it to return to the time of this machine`);
}
