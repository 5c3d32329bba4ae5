import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { movableClock } from '../../lambdas/adapters/clock/movable.ts';
import { dynamoDbQueue, type StreamHandling, streamHandler } from '../../lambdas/adapters/queue/dynamodb-stream.ts';
import type { InProcessQueue } from '../../lambdas/adapters/queue/in-process.ts';
import { nudgeKey } from '../../lambdas/adapters/queue/nudge-schema.ts';
import type { Nudge } from '../../lambdas/ports/queue.ts';
import { type DynamoDb, freshTable, startDynamoDb } from '../services/dynamodb.ts';
import { answering, type FaultyService, faults, startFaultyService } from '../services/faulty-service.ts';
import { deliver, startNudgeStream, streamRecord } from '../services/nudge-stream.ts';
import { freePort } from '../services/server.ts';
import { standIn } from '../services/stand-in.ts';
import { withinTwoSeconds } from './key-value-outage.ts';
import { nudge, queueSuite } from './queue.suite.ts';

const clock = movableClock({ start: new Date('2026-11-25T12:00:00.000Z'), frozen: true });
const both = (table: string) => ({ outbox: table, job: table });
let server: DynamoDb;
beforeAll(async () => {
  server = await startDynamoDb();
});
afterAll(() => server.stop());

describe('the queue over a DynamoDB stream', () => {
  let played: InProcessQueue;
  beforeEach(async () => {
    played = await startNudgeStream(server, clock, () => {});
  });
  afterEach(() => played.close());

  queueSuite((handler) => {
    played.subscribe(handler);
    return { queue: played, settled: played.settled };
  });

  it('nudges again for what was nudged before', async () => {
    const handled: string[] = [];
    played.subscribe(async ({ id }) => {
      handled.push(id);
    });
    await played.nudge([nudge('1')]);
    await played.settled();
    handled.length = 0;
    await played.nudge([nudge('1')]);
    await played.settled();
    expect(new Set(handled)).toEqual(new Set(['1']));
  });
});

describe('a nudge', () => {
  const rows = async (table: string) => (await server.client.send(new ScanCommand({ TableName: table }))).Items ?? [];

  it('is an item that carries the id alone and says when it is garbage', async () => {
    const table = await freshTable(server, nudgeKey);
    await dynamoDbQueue({ clock, tables: both(table), service: server.service }).nudge([nudge('1')]);
    const tomorrow = clock.now().getTime() / 1000 + 86_400;
    expect(await rows(table)).toEqual([
      { nudge: { S: 'outbox:1' }, nonce: { S: expect.any(String) }, remove_after: { N: `${tomorrow}` } },
    ]);
  });
  it('goes with 60 others, and once where it comes twice', async () => {
    const table = await freshTable(server, nudgeKey);
    const ids = Array.from({ length: 61 }, (_, n) => `${n}`);
    await dynamoDbQueue({ clock, tables: both(table), service: server.service }).nudge([...ids, ...ids].map(nudge));
    expect((await rows(table)).map((item) => item.nudge?.S).sort()).toEqual(ids.map((id) => `outbox:${id}`).sort());
  });

  describe('where DynamoDB does not work', () => {
    let between: FaultyService;
    let table: string;
    beforeAll(async () => {
      between = await startFaultyService(server.port);
      table = await freshTable(server, nudgeKey);
    });
    afterAll(() => between.close());

    const unavailable = { name: 'DependencyUnavailable', dependency: 'queue' };
    const open = () => dynamoDbQueue({ clock, tables: both(table), service: between.service });

    it.each(Object.entries(faults))('that %s is refused as unavailable within two seconds', async (_what, fault) => {
      const queue = open();
      await queue.nudge([nudge('before')]);
      between.play(fault);
      await expect(withinTwoSeconds(queue.nudge([nudge('1')]))).rejects.toMatchObject(unavailable);
      between.play(null);
      await queue.nudge([nudge('after')]);
      await queue.close();
    });
    it.each([
      [400, '{"__type":"ThrottlingException"}'],
      [400, '{"__type":"ResourceNotFoundException"}'],
      [400, '{"__type":"ValidationException"}'],
      [200, '{}'],
    ])('and answers %i %s is refused as unavailable', async (status, body) => {
      between.play(answering(status, body));
      await expect(open().nudge([nudge('1')])).rejects.toMatchObject(unavailable);
      between.play(null);
    });
    it('is refused as unavailable where nobody listens', async () => {
      const nowhere = dynamoDbQueue({ clock, tables: both(table), service: standIn(await freePort()) });
      await expect(nowhere.nudge([nudge('1')])).rejects.toMatchObject(unavailable);
    });
    it('is put again where DynamoDB left it unprocessed', async () => {
      const item = { nudge: { S: 'outbox:left' }, nonce: { S: 'n' } };
      const left = { UnprocessedItems: { [table]: [{ PutRequest: { Item: item } }] } };
      between.play(answering(200, JSON.stringify(left)), 1);
      await open().nudge([nudge('left')]);
      expect(await rows(table)).toContainEqual(item);
    });
  });
});

describe("the stream's handler", () => {
  let handled: string[];
  let errors: [string | undefined, string][];
  let failing: Set<string>;
  const handling: StreamHandling = {
    async handle({ id }: Nudge) {
      if (failing.has(id)) throw new Error(`${id} failed`);
      handled.push(id);
    },
    onError: (error, of) => errors.push([of?.id, (error as Error).message]),
  };
  const handler = streamHandler(handling);
  beforeEach(() => {
    handled = [];
    errors = [];
    failing = new Set();
  });
  const records = (...ids: string[]) => ids.map((id, n) => streamRecord(`outbox:${id}`, n + 1));

  it('hands on what each record names, once a batch, in order', async () => {
    expect(await handler({ Records: records('b', 'a', 'b') })).toEqual({ batchItemFailures: [] });
    expect(handled).toEqual(['b', 'a']);
  });
  it('hands on what changed and passes over what was removed', async () => {
    const changed = streamRecord('outbox:a', 1, 'MODIFY');
    expect(await handler({ Records: [changed, streamRecord('outbox:b', 2, 'REMOVE')] })).toEqual({
      batchItemFailures: [],
    });
    expect(handled).toEqual(['a']);
  });
  it('says which records failed, by their sequence numbers, and does the others', async () => {
    failing.add('b').add('d');
    const answer = await handler({ Records: records('a', 'b', 'c', 'd', 'b') });
    expect(answer.batchItemFailures).toEqual([2, 4].map((n) => ({ itemIdentifier: `${n}`.padStart(24, '0') })));
    expect(handled).toEqual(['a', 'c']);
    expect(errors).toEqual([
      ['b', 'b failed'],
      ['d', 'd failed'],
    ]);
  });
  it.each(['', 'outbox:', 'unknown:1', 'x'])('tells of a record that is no nudge, %j, and goes on', async (key) => {
    const answer = await handler({ Records: [streamRecord(key, 1), ...records('a')] });
    expect(answer).toEqual({ batchItemFailures: [] });
    expect(errors).toEqual([[undefined, 'a stream record is no nudge']]);
    expect(handled).toEqual(['a']);
  });
  it('gets what failed again from Lambda, until it is done', async () => {
    failing.add('b');
    let calls = 0;
    await deliver(records('a', 'b', 'c'), async (event) => {
      calls += 1;
      const answer = await handler(event);
      if (calls === 2) failing.clear();
      return answer;
    });
    expect(handled.slice(0, 5)).toEqual(['a', 'c', 'c', 'b', 'c']);
  });
});
