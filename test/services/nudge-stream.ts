import { type AttributeValue, ScanCommand } from '@aws-sdk/client-dynamodb';
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import type { AwsService } from '../../lambdas/adapters/aws/service.ts';
import { dynamoDbQueue, streamHandler } from '../../lambdas/adapters/queue/dynamodb-stream.ts';
import type { InProcessQueue } from '../../lambdas/adapters/queue/in-process.ts';
import { nudgeKey } from '../../lambdas/adapters/queue/nudge-schema.ts';
import type { Clock } from '../../lambdas/ports/clock.ts';
import type { Nudge } from '../../lambdas/ports/queue.ts';
import { type DynamoDb, freshTable } from './dynamodb.ts';

type Handler = (event: DynamoDBStreamEvent) => Promise<DynamoDBBatchResponse>;

const batchSize = 10;
const mostDeliveries = 3;

/** A record as a stream of keys alone brings it. */
export function streamRecord(
  key: string,
  sequence: number,
  eventName: 'INSERT' | 'MODIFY' | 'REMOVE' = 'INSERT',
): DynamoDBRecord {
  return {
    eventID: `event-${sequence}`,
    eventName,
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: 'eu-west-1',
    dynamodb: {
      ApproximateCreationDateTime: 1_795_000_000,
      Keys: { [nudgeKey]: { S: key } },
      SequenceNumber: `${sequence}`.padStart(24, '0'),
      SizeBytes: 42,
      StreamViewType: 'KEYS_ONLY',
    },
    eventSourceARN: 'arn:aws:dynamodb:eu-west-1:000000000000:table/nudges/stream/2026-11-25T00:00:00.000',
  };
}

/**
 * Delivers as Lambda does: in batches, and where a batch has failed, once more from its first failed record. What a
 * stream may do it does each time: it brings every batch twice, the second time in reverse.
 */
export async function deliver(records: readonly DynamoDBRecord[], handler: Handler): Promise<void> {
  for (let from = 0; from < records.length; from += batchSize) {
    const batch = records.slice(from, from + batchSize);
    let due = batch;
    for (let tries = 0; due.length > 0 && tries < mostDeliveries; tries += 1) {
      const { batchItemFailures } = await handler({ Records: due });
      const failed = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
      const first = due.findIndex(({ dynamodb }) => failed.has(dynamodb?.SequenceNumber ?? ''));
      due = first < 0 ? [] : due.slice(first);
    }
    await handler({ Records: batch.toReversed() });
  }
}

/** Answers what has changed in a table of nudges since it was last asked, as records of its stream. */
export function streamOf(server: DynamoDb, table: string): () => Promise<DynamoDBRecord[]> {
  const seen = new Map<string, string>();
  let sequence = 0;
  return async () => {
    const { Items = [] } = await server.client.send(new ScanCommand({ TableName: table, ConsistentRead: true }));
    const text = (value: AttributeValue | undefined) => value?.S ?? '';
    const changed = Items.filter((item) => seen.get(text(item[nudgeKey])) !== text(item.nonce));
    return changed.map((item) => {
      const key = text(item[nudgeKey]);
      const record = streamRecord(key, ++sequence, seen.has(key) ? 'MODIFY' : 'INSERT');
      seen.set(key, text(item.nonce));
      return record;
    });
  };
}

/**
 * The queue over a table of its own, for jobs as well, with a pump that plays its stream: dynalite has none. A nudge that was lost, as the
 * port allows, is found when the queue settles: so the sweeper is played too. `service` stands before the server where it
 * is given.
 */
export async function startNudgeStream(
  server: DynamoDb,
  clock: Clock,
  onError: (error: unknown, nudge: Nudge | null) => void,
  service: AwsService = server.service,
): Promise<InProcessQueue> {
  const table = await freshTable(server, nudgeKey);
  const queue = dynamoDbQueue({ clock, tables: { outbox: table, job: table }, service });
  const changes = streamOf(server, table);
  let handle: (nudge: Nudge) => Promise<void> = async () => {};
  let running: Promise<void> | undefined;
  let waiting = false;
  const lost: Nudge[] = [];

  async function pump(): Promise<void> {
    while (waiting) {
      waiting = false;
      await deliver(await changes(), streamHandler({ handle: (nudge) => handle(nudge), onError }));
    }
    running = undefined;
  }

  return {
    async nudge(nudges) {
      try {
        await queue.nudge(nudges);
      } catch (error) {
        lost.push(...nudges);
        throw error;
      }
      waiting = true;
      running ??= pump();
    },
    subscribe(next) {
      handle = next;
    },
    async settled() {
      while (running) await running;
      for (const nudge of lost.splice(0)) await handle(nudge);
    },
    async close() {
      await running;
      await queue.close();
    },
  };
}
