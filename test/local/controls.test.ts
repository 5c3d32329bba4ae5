import { movableClock } from '../../lambdas/adapters/clock/movable.ts';
import { controlsOf } from '../../local/controls.ts';

const century = 100 * 365 * 86_400;

test('moves the clock no further than times can be written, and keeps nothing of a move that was refused', () => {
  const clock = movableClock({ start: new Date('2026-11-25T12:00:00.000Z'), frozen: true });
  const saved: number[] = [];
  const clockFile = { restore: () => undefined, save: () => void saved.push(clock.advanced()) };
  const people = { signIns: [], password: null };
  const controls = controlsOf({
    local: { platform: {} } as never,
    clock,
    clockFile,
    people,
    seedAgain: async () => undefined,
  });

  let moves = 0;
  while (controls.advance(century)) moves += 1;

  expect(moves).toBe(69);
  expect(clock.now().toISOString()).toMatch(/^89\d\d-/);
  expect(saved).toHaveLength(moves);
  expect(controls.advance(1)).toMatchObject({ advancedSeconds: moves * century + 1 });
});
