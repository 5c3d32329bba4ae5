import type { Nudge, Queue } from '../../ports/queue.ts';

export interface InProcessQueue extends Queue {
  /** Who is nudged. Nudges before this are lost, as the port allows. */
  subscribe(handler: (nudge: Nudge) => Promise<void>): void;
  /** Resolves when nothing is queued or running, with what the handlers nudged themselves. */
  settled(): Promise<void>;
  /** Waits for the handler that runs; what is still queued is left to the sweeper, and later nudges are lost. */
  close(): Promise<void>;
}

/** Nudges within one process: after the turn that nudged, one at a time. A handler's error goes to `onError` alone. */
export function inProcessQueue(onError: (error: unknown, nudge: Nudge) => void): InProcessQueue {
  const queued: Nudge[] = [];
  let handler: ((nudge: Nudge) => Promise<void>) | undefined;
  let closed = false;
  let running: Promise<void> | undefined;

  async function drain(): Promise<void> {
    // The answer of the request that nudged goes out first.
    await new Promise((resolve) => setImmediate(resolve));
    for (let nudge = queued.shift(); nudge; nudge = closed ? undefined : queued.shift()) {
      try {
        await handler?.(nudge);
      } catch (error) {
        onError(error, nudge);
      }
    }
    queued.length = 0;
    running = undefined;
  }

  return {
    async nudge(nudges) {
      if (closed) return;
      queued.push(...nudges);
      if (queued.length > 0) running ??= drain();
    },
    subscribe(next) {
      handler = next;
    },
    async settled() {
      while (running) await running;
    },
    async close() {
      closed = true;
      await running;
    },
  };
}
