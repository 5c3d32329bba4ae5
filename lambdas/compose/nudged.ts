import { streamHandler } from '../adapters/queue/dynamodb-stream.ts';
import type { Platform } from '../kernel/context.ts';
import type { OutboxWorker } from '../workers/outbox.ts';

/** The handler of a worker that a stream of nudges wakes. */
export function nudged({ log }: Platform, worker: Pick<OutboxWorker, 'handle'>): ReturnType<typeof streamHandler> {
  return streamHandler({
    handle: (nudge) => worker.handle(nudge),
    onError: (error, nudge) => log.error('nudge not handled', { outbox_id: nudge?.id ?? null, error }),
  });
}
