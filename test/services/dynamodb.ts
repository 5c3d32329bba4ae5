import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import {
  BatchWriteItemCommand,
  CreateTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  ListTablesCommand,
  ScanCommand,
} from '@aws-sdk/client-dynamodb';
import type { AwsService } from '../../lambdas/adapters/aws/service.ts';
import { dynamoDbStore } from '../../lambdas/adapters/kv/dynamodb.ts';
import { partitionKey } from '../../lambdas/adapters/kv/dynamodb-schema.ts';
import type { ClearableKeyValue } from '../../lambdas/adapters/kv/memory.ts';
import type { Clock } from '../../lambdas/ports/clock.ts';
import { answers, end, freePort, launch, type Server } from './server.ts';
import { standIn } from './stand-in.ts';

export interface DynamoDb extends Server {
  service: AwsService;
  client: DynamoDBClient;
}

const program = fileURLToPath(new URL('../../node_modules/dynalite/cli.js', import.meta.url));

/** Starts an empty dynalite that keeps everything in memory. */
export async function startDynamoDb(): Promise<DynamoDb> {
  const port = await freePort();
  const settings = ['--host', '127.0.0.1', '--port', String(port), '--createTableMs', '0', '--deleteTableMs', '0'];
  const child = launch(process.execPath, [program, ...settings]);
  const service = standIn(port);
  const client = new DynamoDBClient(service);
  await answers(child, async () => {
    await client.send(new ListTablesCommand());
  });
  return {
    url: service.endpoint,
    port,
    service,
    client,
    signal: (name) => child.kill(name),
    async stop() {
      client.destroy();
      await end(child, 'SIGKILL');
    },
  };
}

/** A table of one key and a name that nobody else has. */
export async function freshTable({ client }: DynamoDb, key: string = partitionKey): Promise<string> {
  const table = `test-${randomUUID()}`;
  await client.send(
    new CreateTableCommand({
      TableName: table,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: key, AttributeType: 'S' }],
      KeySchema: [{ AttributeName: key, KeyType: 'HASH' }],
    }),
  );
  // It is made after the answer, and until then whoever reads it is told that there is none.
  for (let status: string | undefined; status !== 'ACTIVE'; )
    status = (await client.send(new DescribeTableCommand({ TableName: table }))).Table?.TableStatus;
  return table;
}

/** A store on a table of its own, that a test can empty. `service` stands before the server where it is given. */
export async function freshDynamoDbStore(
  server: DynamoDb,
  clock: Clock,
  service: AwsService = server.service,
): Promise<ClearableKeyValue> {
  const table = await freshTable(server);
  const store = dynamoDbStore({ clock, table, service });
  return { ...store, clear: () => emptyTable(server, table) };
}

/** The same with a server of its own, which ends when the store is closed. */
export async function startDynamoDbStore(clock: Clock): Promise<ClearableKeyValue> {
  const server = await startDynamoDb();
  const store = await freshDynamoDbStore(server, clock);
  return {
    ...store,
    async close() {
      await store.close();
      await server.stop();
    },
  };
}

async function emptyTable({ client }: DynamoDb, table: string): Promise<void> {
  const { Items = [] } = await client.send(new ScanCommand({ TableName: table, ProjectionExpression: partitionKey }));
  for (let from = 0; from < Items.length; from += 25) {
    const removals = Items.slice(from, from + 25).map((Key) => ({ DeleteRequest: { Key } }));
    await client.send(new BatchWriteItemCommand({ RequestItems: { [table]: removals } }));
  }
}
