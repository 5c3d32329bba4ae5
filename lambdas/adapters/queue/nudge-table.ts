/** The one call of the SDK that puts nudges. It is imported when it is due: loading it takes time. */
import { setTimeout as wait } from 'node:timers/promises';
import { BatchWriteItemCommand, DynamoDBClient, type WriteRequest } from '@aws-sdk/client-dynamodb';
import { backoffMs } from '../aws/backoff.ts';
import { type AwsService, clientSettings } from '../aws/service.ts';

export interface NudgeTables {
  /** Rejects once the signal is aborted. */
  put(table: string, requests: readonly WriteRequest[], signal: AbortSignal): Promise<void>;
  close(): void;
}

const attempts = { connectMs: 500, answerMs: 700, most: 3 };
/** BatchWriteItem takes no more items. */
const batch = 25;
const unprocessedWaitMs = 50;

export function openNudgeTables(service: AwsService): NudgeTables {
  const client = new DynamoDBClient(clientSettings(service, attempts));

  async function putBatch(table: string, batched: WriteRequest[], signal: AbortSignal): Promise<void> {
    let requests = batched;
    for (let tries = 0; requests.length > 0; tries += 1) {
      if (tries > 0) await wait(backoffMs(unprocessedWaitMs, tries), undefined, { signal });
      const command = new BatchWriteItemCommand({ RequestItems: { [table]: requests } });
      const { UnprocessedItems } = await client.send(command, { abortSignal: signal });
      if (!UnprocessedItems) throw new Error('the batch was answered without what it left');
      requests = UnprocessedItems[table] ?? [];
    }
  }

  return {
    async put(table, requests, signal) {
      const batches = Array.from({ length: Math.ceil(requests.length / batch) }, (_, n) =>
        requests.slice(n * batch, (n + 1) * batch),
      );
      await Promise.all(batches.map((some) => putBatch(table, some, signal)));
    },
    close: () => client.destroy(),
  };
}
