/** The calls of the SDK that the store makes. It is imported when the first of them is due: loading it takes time. */
import { setTimeout as wait } from 'node:timers/promises';
import {
  type AttributeValue,
  BatchGetItemCommand,
  ConditionalCheckFailedException,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { backoffMs } from '../aws/backoff.ts';
import { type Attempts, type AwsService, clientSettings } from '../aws/service.ts';
import { partitionKey } from './dynamodb-schema.ts';

export type Item = Record<string, AttributeValue>;

export interface Condition {
  that: string;
  values?: Item;
}

/** Every call rejects once its signal is aborted. Reads are consistent. */
export interface Table {
  /** Answers false where the condition does not hold. */
  put(item: Item, condition: Condition | null, signal: AbortSignal): Promise<boolean>;
  /** Answers the item as it then is, or null where the condition does not hold. */
  update(name: string, expression: string, condition: Condition, signal: AbortSignal): Promise<Item | null>;
  read(name: string, signal: AbortSignal): Promise<Item | null>;
  /** The items that there are, by their names; at most 16 MB. */
  readAll(names: readonly string[], signal: AbortSignal): Promise<Map<string, Item>>;
  close(): void;
}

/** BatchGetItem takes no more keys. */
const batch = 100;
const unprocessedWaitMs = 50;

export function openTable(service: AwsService, table: string, attempts: Attempts): Table {
  const client = new DynamoDBClient(clientSettings(service, attempts));

  async function readBatch(names: readonly string[], found: Map<string, Item>, signal: AbortSignal): Promise<void> {
    let keys = names.map(keyOf);
    for (let tries = 0; keys.length > 0; tries += 1) {
      if (tries > 0) await wait(backoffMs(unprocessedWaitMs, tries), undefined, { signal });
      const request = { RequestItems: { [table]: { Keys: keys, ConsistentRead: true } } };
      const { Responses, UnprocessedKeys } = await client.send(new BatchGetItemCommand(request), {
        abortSignal: signal,
      });
      if (!Responses) throw new Error('the batch was answered without responses');
      for (const item of Responses[table] ?? []) found.set(item[partitionKey]?.S ?? '', item);
      keys = UnprocessedKeys?.[table]?.Keys ?? [];
    }
  }

  return {
    async put(item, condition, signal) {
      const command = new PutItemCommand({
        TableName: table,
        Item: item,
        ...(condition ? conditional(condition) : {}),
      });
      return (await whereItHolds(client.send(command, { abortSignal: signal }))) !== null;
    },
    async update(name, expression, condition, signal) {
      const command = new UpdateItemCommand({
        TableName: table,
        Key: keyOf(name),
        UpdateExpression: expression,
        ...conditional(condition),
        ReturnValues: 'ALL_NEW',
      });
      const answer = await whereItHolds(client.send(command, { abortSignal: signal }));
      if (answer && !answer.Attributes) throw new Error('the update was answered without the item');
      return answer?.Attributes ?? null;
    },
    async read(name, signal) {
      const command = new GetItemCommand({ TableName: table, Key: keyOf(name), ConsistentRead: true });
      return (await client.send(command, { abortSignal: signal })).Item ?? null;
    },
    async readAll(names, signal) {
      const found = new Map<string, Item>();
      const batches = Array.from({ length: Math.ceil(names.length / batch) }, (_, n) =>
        names.slice(n * batch, (n + 1) * batch),
      );
      await Promise.all(batches.map((some) => readBatch(some, found, signal)));
      return found;
    },
    close: () => client.destroy(),
  };
}

function keyOf(name: string): Item {
  return { [partitionKey]: { S: name } };
}

function conditional({ that, values }: Condition) {
  return { ConditionExpression: that, ...(values ? { ExpressionAttributeValues: values } : {}) };
}

async function whereItHolds<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return null;
    throw error;
  }
}
