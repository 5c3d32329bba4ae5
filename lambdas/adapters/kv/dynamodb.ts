import { whenUsed } from '../../kernel/when-used.ts';
import type { Clock } from '../../ports/clock.ts';
import type { KeyValue, Ref } from '../../ports/key-value.ts';
import { type AwsService, callService } from '../aws/service.ts';
import { addToCounter, type Counting } from './dynamodb-counter.ts';
import { partitionKey, timeToLive } from './dynamodb-schema.ts';
import type { Item, Table } from './dynamodb-table.ts';

export interface DynamoDbStoreOptions {
  clock: Clock;
  /** The name of a table of `dynamodb-schema.ts`. */
  table: string;
  service?: AwsService;
}

/** The port promises an answer or a refusal within two seconds. */
const deadlineMs = 1_500;
const attempts = { connectMs: 500, answerMs: 700, most: 3 };
/** DynamoDB's own expiry only collects garbage: it stays behind by what a clock of ours may be slow. */
const slackMs = 3_600_000;
/** What a taken or expired value, or one without a version, does not hold back. */
const mayReplace =
  'attribute_not_exists(version_no) or version_no <= :version or attribute_exists(taker) or expires_ms <= :now';

/**
 * DynamoDB, by conditions on single items and consistent reads alone: no acknowledged write is lost, so a copy is
 * believed until it expires. Several keys are read by one call; several counters by as many at once, which is one round
 * trip in time. Every operation may be tried again after a lost answer, which changes nothing.
 */
export function dynamoDbStore({ clock, table, service = {} }: DynamoDbStoreOptions): KeyValue {
  const opened = whenUsed(async () => (await import('./dynamodb-table.ts')).openTable(service, table, attempts));
  const now = () => clock.now().getTime();

  async function run<T>(work: (table: Table, signal: AbortSignal) => Promise<T>): Promise<T> {
    const ready = await opened();
    // A request that DynamoDB cannot read is a fault of this adapter; all else, a missing table too, is the store's.
    const calls = { dependency: 'store', deadlineMs, passed: ['ValidationException'] } as const;
    return callService(calls, (signal) => work(ready, signal));
  }

  function itemOf(ref: Ref, value: string, ttlSeconds: number): Item {
    const expires = now() + Math.ceil(ttlSeconds * 1000);
    return {
      [partitionKey]: { S: nameOf(ref) },
      content: { S: value },
      expires_ms: number(expires),
      [timeToLive]: number(garbageAfter(expires)),
    };
  }

  return {
    copyTrustSeconds: Number.POSITIVE_INFINITY,
    async put(ref, value, ttlSeconds) {
      await run((ready, signal) => ready.put(itemOf(ref, value, ttlSeconds), null, signal));
    },
    putIfNewer(ref, value, version, ttlSeconds) {
      const item = { ...itemOf(ref, value, ttlSeconds), version_no: number(version) };
      const values = { ':version': number(version), ':now': number(now()) };
      return run((ready, signal) => ready.put(item, { that: mayReplace, values }, signal));
    },
    async get(refs) {
      const names = refs.map(nameOf);
      const found = await run((ready, signal) => ready.readAll([...new Set(names)], signal));
      const time = now();
      return names.map((name) => liveContent(found.get(name), time));
    },
    async take(ref, taker) {
      const values = { ':taker': { S: taker }, ':now': number(now()) };
      const that = 'expires_ms > :now and (attribute_not_exists(taker) or taker = :taker)';
      const taken = await run((ready, signal) =>
        ready.update(nameOf(ref), 'set taker = :taker', { that, values }, signal),
      );
      return taken?.content?.S ?? null;
    },
    increment: (counters) =>
      run(async (ready, signal) => {
        const counting: Counting = { table: ready, clock, signal, garbageAfter };
        const last = new Map<string, Promise<unknown>>();
        return Promise.all(
          counters.map((counter) => {
            const turn = (last.get(counter.key) ?? Promise.resolve()).then(() => addToCounter(counting, counter));
            last.set(counter.key, turn);
            return turn;
          }),
        );
      }),
    async ping() {
      await run((ready, signal) => ready.read('ping', signal));
    },
    async close() {
      (await opened.loaded())?.close();
    },
  };
}

/** No kind has a colon in its name or is called `count`, so that no two references and no counter share one. */
function nameOf({ kind, key }: Ref): string {
  return `${kind}:${key}`;
}

function liveContent(item: Item | undefined, time: number): string | null {
  if (!item || item.taker || Number(item.expires_ms?.N) <= time) return null;
  return item.content?.S ?? null;
}

function garbageAfter(milliseconds: number): number {
  return Math.ceil((milliseconds + slackMs) / 1000);
}

function number(value: number): { N: string } {
  return { N: String(value) };
}
