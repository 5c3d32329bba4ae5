/**
 * Lands tombstones of ended sessions, and finds what no nudge told of: nudged by the stream, and by the clock. Where the
 * database pauses it also does what a clock starts elsewhere: when it comes, the database is awake.
 */
import type { DynamoDBBatchResponse, DynamoDBStreamEvent, ScheduledEvent } from 'aws-lambda';
import { runAlongside } from '../../workers/alongside.ts';
import { createCleanUp } from '../../workers/clean-up.ts';
import { createOutboxWorker } from '../../workers/outbox.ts';
import { createPurge } from '../../workers/purge.ts';
import { createReEncryption } from '../../workers/re-encryption.ts';
import { createSealer } from '../../workers/sealer.ts';
import { createStatistics } from '../../workers/statistics.ts';
import { cloudPlatform } from '../cloud.ts';
import { cloudArchive } from '../cloud-archive.ts';
import { nudged } from '../nudged.ts';

const platform = cloudPlatform('sweeper', cloudArchive());
const worker = createOutboxWorker(platform, ['session_end', 'rbac']);
const alongside = [
  createSealer(platform),
  createCleanUp(platform),
  createPurge(platform),
  createReEncryption(platform),
  createStatistics(platform),
];
const handleNudges = nudged(platform, worker);

/** The clock may not wake a database that pauses: there only the flag of waiting rows is looked at. */
export async function handler(event: DynamoDBStreamEvent | ScheduledEvent): Promise<DynamoDBBatchResponse | undefined> {
  const answer = 'Records' in event ? await handleNudges(event) : undefined;
  const isAwake = answer ? answer.batchItemFailures.length === 0 : (await sweep()) > 0;
  if (!isAwake) return answer;
  for (const work of alongside) await runAlongside(platform, work);
  return answer;
}

function sweep(): Promise<number> {
  return platform.config.databasePauses ? worker.sweepIfFlagged() : worker.sweep();
}
