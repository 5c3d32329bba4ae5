/** Goes on with jobs, nudged by a stream of their own: what takes long holds up neither mails nor tombstones. */
import { createJobRunner } from '../../workers/jobs.ts';
import { createOutboxWorker } from '../../workers/outbox.ts';
import { cloudPlatform } from '../cloud.ts';
import { jobWorks } from '../jobs.ts';
import { nudged } from '../nudged.ts';

/** Below the lease of a row; the next one's turn comes then. */
const seconds = 40;
const platform = cloudPlatform('jobs');
const worker = createOutboxWorker(platform, ['job'], createJobRunner(platform, jobWorks, seconds));

export const handler = nudged(platform, worker);
