import type { Nudge, Queue } from '../../lambdas/ports/queue.ts';

export interface QueueUnderTest {
  queue: Queue;
  /** Resolves when everything that was nudged has been handled. */
  settled(): Promise<void>;
}

export const nudge = (id: string): Nudge => ({ kind: 'outbox', id });

/** What every adapter of the queue port must show, with the handler that it nudges. */
export function queueSuite(open: (handler: (nudge: Nudge) => Promise<void>) => QueueUnderTest): void {
  let handled: string[];
  const handler = async ({ id }: Nudge) => {
    if (id === 'bad') throw new Error('no');
    handled.push(id);
  };
  beforeEach(() => {
    handled = [];
  });

  it('hands every nudge to its handler', async () => {
    const { queue, settled } = open(handler);
    await queue.nudge([nudge('1'), nudge('2')]);
    await queue.nudge([nudge('3')]);
    await settled();
    expect(new Set(handled)).toEqual(new Set(['1', '2', '3']));
  });
  it('does nothing for no nudges', async () => {
    const { queue, settled } = open(handler);
    await queue.nudge([]);
    await settled();
    expect(handled).toEqual([]);
  });
  it('neither fails the one who nudges where the handler fails, nor stops', async () => {
    const { queue, settled } = open(handler);
    await queue.nudge([nudge('bad'), nudge('good')]);
    await settled();
    expect(handled).toContain('good');
  });
}
