import { movableClock } from '../../lambdas/adapters/clock/movable.ts';
import { dynamoDbStore } from '../../lambdas/adapters/kv/dynamodb.ts';
import type { KeyValue } from '../../lambdas/ports/key-value.ts';
import { type DynamoDb, freshTable, startDynamoDb } from '../services/dynamodb.ts';
import {
  answering,
  type FaultyService,
  faults,
  losesTheAnswer,
  startFaultyService,
} from '../services/faulty-service.ts';
import { freePort } from '../services/server.ts';
import { standIn } from '../services/stand-in.ts';
import { counter, operations, ref, storeUnavailable, untilReachable, withinTwoSeconds } from './key-value-outage.ts';

const clock = movableClock();
const exceptionOf = (name: string, message = '') =>
  JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${name}`, message });
const throttled = answering(400, exceptionOf('ProvisionedThroughputExceededException'));

let server: DynamoDb;
let between: FaultyService;
let table: string;
let store: KeyValue;

beforeAll(async () => {
  server = await startDynamoDb();
  between = await startFaultyService(server.port);
});
beforeEach(async () => {
  between.play(null);
  table = await freshTable(server);
  store = dynamoDbStore({ clock, table, service: between.service });
  // The first call loads the SDK, which is no part of what a store may take.
  await store.ping();
});
afterEach(() => store.close());
afterAll(async () => {
  await between.close();
  await server.stop();
});

/** Runs every operation at once and answers how each one ended. */
function allAtOnce(of: KeyValue) {
  return Promise.allSettled(Object.values(operations).map((operation) => withinTwoSeconds(operation(of))));
}

const refused = Object.values(operations).map(() => ({ status: 'rejected', reason: storeUnavailable }));
const done = Object.values(operations).map(() => ({ status: 'fulfilled' }));

describe('a DynamoDB', () => {
  it.each(Object.entries({ ...faults, 'throttles everything': throttled }))(
    'that %s is unavailable to every operation, and used again once it works',
    async (_what, fault) => {
      between.play(fault);
      expect(await allAtOnce(store)).toMatchObject(refused);
      between.play(null);
      expect(await allAtOnce(store)).toMatchObject(done);
    },
  );
  it.each(
    Object.entries({ 'hangs up': faults['hangs up'], 'answers 500': faults['answers 500'], throttles: throttled }),
  )('that %s once is asked again by every operation', async (_what, fault) => {
    for (const operation of Object.values(operations)) {
      between.play(fault, 1);
      await operation(store);
      expect(between.requests()).toBeGreaterThan(1);
    }
  });
  it('that listens nowhere is unavailable to every operation', async () => {
    const nowhere = dynamoDbStore({ clock, table, service: standIn(await freePort()) });
    expect(await allAtOnce(nowhere)).toMatchObject(refused);
    await nowhere.close();
  });
  it('whose process hangs is unavailable, and used again once it goes on', async () => {
    server.signal('SIGSTOP');
    expect(await allAtOnce(store)).toMatchObject(refused);
    server.signal('SIGCONT');
    await untilReachable(store);
    await store.put(ref, 'value', 60);
    expect(await store.get([ref])).toEqual(['value']);
  });
  it.each(['ResourceNotFoundException', 'AccessDeniedException', 'UnrecognizedClientException'])(
    'that refuses by %s, which an operator must mend, is unavailable',
    async (name) => {
      between.play(answering(400, exceptionOf(name)));
      await expect(store.get([ref])).rejects.toMatchObject({ ...storeUnavailable, lasts: true, cause: { name } });
    },
  );
  it('that cannot read a request is told from one that is unavailable', async () => {
    between.play(answering(400, exceptionOf('ValidationException', 'no')));
    await expect(store.get([ref])).rejects.toMatchObject({ name: 'ValidationException' });
  });
  it.each(['get', 'take', 'increment'])('that answers an empty success is unavailable to %s', async (name) => {
    between.play(answering(200, '{}'));
    await expect(operations[name]?.(store)).rejects.toMatchObject(storeUnavailable);
  });
});

describe('an answer that is lost', () => {
  it('counts once all the same, gives back once and opens one window', async () => {
    const add = async (by: number) => {
      between.play(losesTheAnswer, 1);
      const [count] = await store.increment([{ ...counter, by }]);
      expect(between.requests()).toBeGreaterThan(1);
      return count?.count;
    };
    expect(await add(5)).toBe(5);
    expect(await add(2)).toBe(7);
    expect(await add(-1)).toBe(6);
    expect(await add(-10)).toBe(0);
    expect(await store.increment([{ ...counter, by: 0 }])).toMatchObject([{ count: 0 }]);
  });
  it('leaves a value with its taker', async () => {
    await store.put(ref, 'value', 60);
    between.play(losesTheAnswer, 1);
    expect(await store.take(ref, 'me')).toBe('value');
    expect(await store.take(ref, 'other')).toBeNull();
  });
  it('says of a version that it was written', async () => {
    between.play(losesTheAnswer, 1);
    expect(await store.putIfNewer(ref, 'value', 7, 60)).toBe(true);
  });
});

describe('several keys', () => {
  const refs = (count: number) =>
    Array.from({ length: count }, (_, n) => ({ kind: 'challenge', key: `${n}` }) as const);

  it('are read by one call, each one once', async () => {
    between.play(null);
    await store.get([...refs(50), ...refs(50)]);
    expect(between.requests()).toBe(1);
  });
  it('are read by as many calls as they need where they are more than one call takes', async () => {
    for (const one of refs(101)) await store.put(one, one.key, 60);
    expect(await store.get(refs(101))).toEqual(refs(101).map(({ key }) => key));
  });
  it('are asked for again where DynamoDB left them unprocessed', async () => {
    await store.put(ref, 'value', 60);
    const left = { [table]: { Keys: [{ pk: { S: 'session:a' } }], ConsistentRead: true } };
    between.play(answering(200, JSON.stringify({ Responses: { [table]: [] }, UnprocessedKeys: left })), 2);
    expect(await store.get([ref])).toEqual(['value']);
    expect(between.requests()).toBe(3);
  });
  it('are unavailable where DynamoDB never processes them', async () => {
    const left = { [table]: { Keys: [{ pk: { S: 'session:a' } }], ConsistentRead: true } };
    between.play(answering(200, JSON.stringify({ Responses: { [table]: [] }, UnprocessedKeys: left })));
    await expect(withinTwoSeconds(store.get([ref]))).rejects.toMatchObject(storeUnavailable);
  });
});
