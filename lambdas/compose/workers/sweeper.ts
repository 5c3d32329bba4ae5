/** Lands tombstones of ended sessions, and finds what no nudge told of: nudged by the stream, and every minute. */
import type { DynamoDBBatchResponse, DynamoDBStreamEvent, ScheduledEvent } from 'aws-lambda';
import { streamHandler } from '../../adapters/queue/dynamodb-stream.ts';
import { createOutboxWorker } from '../../workers/outbox.ts';
import { cloudPlatform } from '../cloud.ts';

const platform = cloudPlatform('sweeper');
const worker = createOutboxWorker(platform, ['session_end']);
const nudged = streamHandler({
  handle: (nudge) => worker.handle(nudge),
  onError: (error, nudge) => platform.log.error('nudge not handled', { outbox_id: nudge?.id ?? null, error }),
});

/** The clock may not wake a database that pauses: there only the flag of waiting rows is looked at. */
export async function handler(event: DynamoDBStreamEvent | ScheduledEvent): Promise<DynamoDBBatchResponse | undefined> {
  if ('Records' in event) return nudged(event);
  await (platform.config.databasePauses ? worker.sweepIfFlagged() : worker.sweep());
  return undefined;
}
