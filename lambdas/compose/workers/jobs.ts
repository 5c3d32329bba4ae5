/** Goes on with jobs, nudged by a stream of their own: what takes long holds up neither mails nor tombstones. */
import { streamHandler } from '../../adapters/queue/dynamodb-stream.ts';
import { createJobRunner } from '../../workers/jobs.ts';
import { createOutboxWorker } from '../../workers/outbox.ts';
import { cloudPlatform } from '../cloud.ts';
import { jobWorks } from '../jobs.ts';

/** Below the lease of a row; the next one's turn comes then. */
const seconds = 40;
const platform = cloudPlatform('jobs');
const worker = createOutboxWorker(platform, ['job'], createJobRunner(platform, jobWorks, seconds));

export const handler = streamHandler({
  handle: (nudge) => worker.handle(nudge),
  onError: (error, nudge) => platform.log.error('nudge not handled', { outbox_id: nudge?.id ?? null, error }),
});
