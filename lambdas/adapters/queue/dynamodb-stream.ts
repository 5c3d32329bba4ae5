import { randomUUID } from 'node:crypto';
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { whenUsed } from '../../kernel/when-used.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Nudge, Queue } from '../../ports/queue.ts';
import { type AwsService, callService } from '../aws/service.ts';
import { keyOf, nudgeKey, nudgeOf, nudgeTimeToLive } from './nudge-schema.ts';

export interface DynamoDbQueueOptions {
  clock: Clock;
  /** The names of tables of `nudge-schema.ts`, by what is nudged. */
  tables: Readonly<Record<Nudge['kind'], string>>;
  service?: AwsService;
}

export interface DynamoDbQueue extends Queue {
  close(): Promise<void>;
}

/** The request that nudges waits for it. */
const deadlineMs = 1_500;
/** A stream keeps its records for a day. */
const keptSeconds = 86_400;

/** Nudges are items of a DynamoDB table, whose stream starts the worker, in or outside of a VPC. */
export function dynamoDbQueue({ clock, tables, service = {} }: DynamoDbQueueOptions): DynamoDbQueue {
  const opened = whenUsed(async () => (await import('./nudge-table.ts')).openNudgeTables(service));

  function requestFor(key: string) {
    const garbageAfter = Math.ceil(clock.now().getTime() / 1000) + keptSeconds;
    // A put that changes nothing writes no stream record: the nonce makes each one a change.
    const item = { [nudgeKey]: { S: key }, nonce: { S: randomUUID() }, [nudgeTimeToLive]: { N: `${garbageAfter}` } };
    return { PutRequest: { Item: item } };
  }

  return {
    async nudge(nudges) {
      if (nudges.length === 0) return;
      const ready = await opened();
      const byTable = Map.groupBy(nudges, ({ kind }) => tables[kind]);
      await callService({ dependency: 'queue', deadlineMs }, (signal) =>
        Promise.all(
          [...byTable].map(([table, some]) => ready.put(table, [...new Set(some.map(keyOf))].map(requestFor), signal)),
        ),
      );
    },
    async close() {
      (await opened.loaded())?.close();
    },
  };
}

export interface StreamHandling {
  handle(nudge: Nudge): Promise<void>;
  /** Told of each nudge whose handling failed, and with null of a record that is none. */
  onError(error: unknown, nudge: Nudge | null): void;
}

/**
 * The handler of the stream's function. Records may come twice and in any order, as nudges may. Where one fails the
 * answer says so (`ReportBatchItemFailures`), and Lambda brings it again with those after it. A record that is no nudge
 * is told of and passed over: it would hold up the others for ever.
 */
export function streamHandler({ handle, onError }: StreamHandling) {
  return async ({ Records }: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> => {
    const failed: DynamoDBBatchResponse['batchItemFailures'] = [];
    for (const [key, record] of firstOfEach(Records)) {
      const nudge = nudgeOf(key);
      try {
        if (!nudge) throw new Error('a stream record is no nudge');
        await handle(nudge);
      } catch (error) {
        onError(error, nudge);
        if (nudge) failed.push({ itemIdentifier: record.dynamodb?.SequenceNumber ?? '' });
      }
    }
    return { batchItemFailures: failed };
  };
}

/** What is removed, by its time to live, nudges nobody. */
function firstOfEach(records: readonly DynamoDBRecord[]): Map<string, DynamoDBRecord> {
  const first = new Map<string, DynamoDBRecord>();
  for (const record of records) {
    const key = record.dynamodb?.Keys?.[nudgeKey]?.S ?? '';
    if (record.eventName !== 'REMOVE' && !first.has(key)) first.set(key, record);
  }
  return first;
}
