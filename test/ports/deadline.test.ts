import { readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { withinDeadline } from '../../lambdas/adapters/deadline.ts';

/** This process does nothing else for so long, as if it were frozen. */
function standStill(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

describe('a deadline', () => {
  it('ends work that never does, and tells it so', async () => {
    let signal: AbortSignal | undefined;
    const never = withinDeadline(120, (given) => {
      signal = given;
      return new Promise(() => {});
    });
    await expect(never).rejects.toThrow('no answer within 120 ms');
    expect(signal?.aborted).toBe(true);
  });
  it('passes on an answer, and a failure as it is', async () => {
    expect(await withinDeadline(5_000, async () => 'an answer')).toBe('an answer');
    const failure = new Error('refused');
    await expect(withinDeadline(5_000, () => Promise.reject(failure))).rejects.toBe(failure);
  });
  it('does not count time in which this process did not run', async () => {
    // The answer is there when the process goes on, but read only after what is due by the clock.
    const answer = withinDeadline(100, () => readFile(new URL(import.meta.url)));
    await pause(1);
    standStill(300);
    expect(String(await answer)).toContain('standStill');
  });
  it('ends in a process that stands still again and again', async () => {
    const standing = setInterval(() => standStill(60), 1);
    await expect(withinDeadline(120, () => new Promise(() => {}))).rejects.toThrow('no answer');
    clearInterval(standing);
  });
  it('keeps its time in a process that is busy', async () => {
    let turns = 0;
    const busy = setInterval(() => {
      turns += 1;
      standStill(15);
    }, 1);
    await expect(withinDeadline(600, () => new Promise(() => {}))).rejects.toThrow('no answer');
    clearInterval(busy);
    // As many as there is time for; were each piece counted as its length alone, there would be a third more.
    expect(turns).toBeLessThan(45);
  });
});
