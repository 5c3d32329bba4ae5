import { movableClock } from '../../lambdas/adapters/clock/movable.ts';
import { systemClock } from '../../lambdas/adapters/clock/system.ts';
import { clockSuite } from './clock.suite.ts';

const start = new Date('2026-11-25T12:00:00.000Z');

describe('the system clock', () => {
  clockSuite(() => systemClock);
});

describe('the movable clock', () => {
  let time: number;
  const machine = { now: () => new Date(time) };

  clockSuite(() => movableClock());

  it('shows the time of the machine where it was not moved', () => {
    time = start.getTime();
    expect(movableClock({ machine }).now()).toEqual(start);
  });
  it('runs on from where it starts', () => {
    time = 5_000;
    const clock = movableClock({ machine, start });
    time = 6_500;
    expect(clock.now()).toEqual(new Date('2026-11-25T12:00:01.500Z'));
  });
  it('is ahead by what it was advanced, added up', () => {
    time = 0;
    const clock = movableClock({ machine, start });
    clock.advance(60);
    clock.advance(0.25);
    time = 1_000;
    expect(clock.now()).toEqual(new Date('2026-11-25T12:01:01.250Z'));
    expect(clock.advanced()).toBe(60.25);
  });
  it('stands where the time of the machine is set back', () => {
    time = 100_000;
    const clock = movableClock({ machine, start });
    time = 160_000;
    const shown = clock.now();
    time = 0;
    expect(clock.now()).toEqual(shown);
  });
  it.each([-1, Number.NaN, Number.POSITIVE_INFINITY])('refuses to move by %p', (seconds) => {
    time = 0;
    const clock = movableClock({ machine, start, frozen: true });
    expect(() => clock.advance(seconds)).toThrow(RangeError);
    expect(clock.now()).toEqual(start);
  });
  it('stands still where it is frozen, until it is advanced', () => {
    time = 0;
    const clock = movableClock({ machine, start, frozen: true });
    time = 1_000_000;
    expect(clock.now()).toEqual(start);
    clock.advance(1);
    expect(clock.now()).toEqual(new Date('2026-11-25T12:00:01.000Z'));
  });
});
