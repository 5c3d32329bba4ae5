import type { Clock } from '../../ports/clock.ts';
import { systemClock } from './system.ts';

export interface MovableClock extends Clock {
  /** Moves time forward by so many seconds, fractions allowed. Throws a `RangeError` on a move back. */
  advance(seconds: number): void;
  /** How many seconds this clock is ahead of where it would be had nobody moved it. */
  advanced(): number;
}

export interface MovableClockOptions {
  /** What the clock shows first; the time of `machine` where it is left out. */
  start?: Date;
  /** A frozen clock moves by `advance` alone, so that a model test replays alike. */
  frozen?: boolean;
  /** Whose seconds it runs with; the system's by default. */
  machine?: Clock;
}

/**
 * A clock for tests and for the local platform. It runs with the machine's time plus what it was advanced by, and never
 * goes back: a second that has expired something must not return.
 */
export function movableClock(options: MovableClockOptions = {}): MovableClock {
  const machine = options.machine ?? systemClock;
  const real = () => machine.now().getTime();
  const origin = real();
  const start = options.start?.getTime() ?? origin;
  let moved = 0;
  let shown = start;
  return {
    now() {
      const elapsed = options.frozen ? 0 : real() - origin;
      shown = Math.max(shown, start + elapsed + moved);
      return new Date(shown);
    },
    advance(seconds) {
      if (!(seconds >= 0 && Number.isFinite(seconds))) throw new RangeError('a clock only moves forward');
      moved += Math.round(seconds * 1000);
    },
    advanced: () => moved / 1000,
  };
}
