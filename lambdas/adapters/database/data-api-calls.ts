import { randomInt } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { ExecuteStatementCommandOutput, RDSDataClient, SqlParameter } from '@aws-sdk/client-rds-data';
import { whenUsed } from '../../kernel/when-used.ts';
import { DependencyUnavailable } from '../../ports/dependency.ts';
import { type AwsService, clientSettings } from '../aws/service.ts';
import { withinDeadline } from '../deadline.ts';
import type { KeptConnections } from './data-api-connections.ts';
import { fateOf, portError } from './data-api-errors.ts';

export interface DataApiCallOptions {
  resourceArn: string;
  secretArn: string;
  database: string;
  service: AwsService;
  statementMs: number;
  resumeMs: number;
  callMs: number;
  idleMs: number;
}

/** The calls of the service, each with its deadline. They throw what `portError` makes of a failure. */
export interface DataApiCalls {
  execute(sql: string, parameters: SqlParameter[], transactionId?: string): Promise<ExecuteStatementCommandOutput>;
  /** Answers the transaction's id. */
  begin(): Promise<string>;
  /** Answers what the service says became of it. */
  commit(transactionId: string): Promise<string>;
  rollback(transactionId: string): Promise<void>;
  close(): void;
}

interface Loaded {
  sdk: typeof import('./data-api-sdk.ts');
  client: RDSDataClient;
  connections: KeptConnections;
}

interface Budget {
  /** Whether it may be sent again though it may have been carried out. */
  repeatable: boolean;
  milliseconds: number;
}

const connectMs = 1_000;
const mostTries = 4;
/** Nobody waits for a rollback that is not heard: the service does it by itself after three minutes. */
const rollbackMs = 2_000;

/**
 * A statement is sent again only where that cannot do its work twice: where it did not run, or where it only reads. The
 * rest is an outage to its caller, who knows whether to ask anew. A lost begin leaves an empty transaction, which holds
 * no lock and expires; rolling back twice is rolling back once. A commit is never sent twice: of the second answer,
 * `TransactionNotFoundException`, nobody could tell whether the first one was carried out.
 */
export function dataApiCalls(options: DataApiCallOptions): DataApiCalls {
  const { resourceArn, secretArn, database, statementMs, callMs } = options;
  const resumeMs = Math.min(options.resumeMs, callMs);
  const cluster = { resourceArn, secretArn };
  let closed = false;

  const opened = whenUsed(async (): Promise<Loaded> => {
    const sdk = await import('./data-api-sdk.ts');
    // It tries once: the SDK's own retries do not know what a statement may do twice, nor of a database that wakes.
    const { requestHandler, ...settings } = clientSettings(options.service, {
      connectMs,
      // Each call has its own deadline, which comes before.
      answerMs: callMs + statementMs,
      most: 1,
    });
    const connections = sdk.keptConnections(options.idleMs);
    const client = new sdk.RDSDataClient({ ...settings, requestHandler: { ...requestHandler, ...connections.agents } });
    return { sdk, client, connections };
  });

  async function send<T>(call: (loaded: Loaded, abortSignal: AbortSignal) => Promise<T>, budget: Budget): Promise<T> {
    if (closed) throw new DependencyUnavailable('database', new Error('closed'));
    const loaded = await opened();
    const began = performance.now();
    let deadline = began + budget.milliseconds;
    for (let tries = 1; ; tries += 1) {
      loaded.connections.dropStale();
      try {
        return await withinDeadline(Math.max(1, deadline - performance.now()), (signal) => call(loaded, signal));
      } catch (error) {
        const now = performance.now();
        const fate = fateOf(error);
        if (fate === 'asleep' && now - began < resumeMs) {
          const waitMs = Math.min(jittered(Math.min(500 * 2 ** (tries - 1), 4_000)), began + resumeMs - now);
          // Its whole time once it is awake, as far as whoever asked can still wait for it.
          deadline = Math.min(now + waitMs + budget.milliseconds, began + callMs);
          await pause(waitMs);
          continue;
        }
        const waitMs = jittered(100 * 2 ** (tries - 1));
        const isSafe = fate === 'refused' || (fate === 'unknown' && budget.repeatable);
        if (!isSafe || tries >= mostTries || now + waitMs >= deadline) throw portError(error);
        await pause(waitMs);
      }
    }
  }

  const once = { repeatable: false, milliseconds: statementMs };
  const again = { repeatable: true, milliseconds: statementMs };

  return {
    execute: (sql, parameters, transactionId) =>
      send(
        ({ sdk, client }, abortSignal) => {
          const input = { ...cluster, database, sql, parameters, transactionId, includeResultMetadata: true };
          return client.send(new sdk.ExecuteStatementCommand(input), { abortSignal });
        },
        // In a transaction the first of the two may still be running, and it takes one statement at a time.
        transactionId === undefined && onlyReads(sql) ? again : once,
      ),
    begin: () =>
      send(async ({ sdk, client }, abortSignal) => {
        const command = new sdk.BeginTransactionCommand({ ...cluster, database });
        const { transactionId } = await client.send(command, { abortSignal });
        if (!transactionId) throw new Error('the service began a transaction without an id');
        return transactionId;
      }, again),
    commit: (transactionId) =>
      send(async ({ sdk, client }, abortSignal) => {
        const command = new sdk.CommitTransactionCommand({ ...cluster, transactionId });
        return (await client.send(command, { abortSignal })).transactionStatus ?? '';
      }, once),
    rollback: (transactionId) =>
      send(
        async ({ sdk, client }, abortSignal) => {
          await client.send(new sdk.RollbackTransactionCommand({ ...cluster, transactionId }), { abortSignal });
        },
        { repeatable: true, milliseconds: rollbackMs },
      ),
    close() {
      closed = true;
      opened
        .loaded()
        ?.then(({ client }) => client.destroy())
        .catch(() => {});
    },
  };
}

/** A plain select. `with` may write; and no function that our selects call changes anything. */
function onlyReads(sql: string): boolean {
  return /^\s*select\b/i.test(sql);
}

/** Between half of it and all of it, so that those who were refused together do not come back together. */
function jittered(milliseconds: number): number {
  return randomInt(Math.ceil(milliseconds / 2), milliseconds + 1);
}
