import type { Clock } from '../../lambdas/ports/clock.ts';

/** What every adapter of the clock port must show. */
export function clockSuite(open: () => Clock): void {
  it('never goes back', () => {
    const clock = open();
    const times = Array.from({ length: 1_000 }, () => clock.now().getTime());
    expect(times).toEqual([...times].sort((a, b) => a - b));
  });
  it('gives a date of its own to each caller', () => {
    const clock = open();
    clock.now().setFullYear(1970);
    expect(clock.now().getFullYear()).toBeGreaterThan(2000);
  });
}
