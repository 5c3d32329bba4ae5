import { sql } from 'drizzle-orm';
import { type PgDialect, type PgQueryResultHKT, PgTransaction } from 'drizzle-orm/pg-core';
import type { Db } from '../../ports/database.ts';
import { inTurn } from '../in-turn.ts';
import type { DataApiCalls } from './data-api-calls.ts';
import { DataApiSession, type Run, runner } from './data-api-session.ts';
import { RolledBack } from './rolled-back.ts';
import type { OnStatement } from './statements.ts';

export interface TransactionParts {
  calls: DataApiCalls;
  dialect: PgDialect;
  onStatement: OnStatement | undefined;
}

interface State {
  /** The first error since the beginning, or since the savepoint that it went back to. */
  failure: unknown;
  over: boolean;
}

/**
 * Runs work in a transaction of the service. It ends after three minutes without a call, and with its first error: what
 * the work makes of the error, nothing is committed then.
 */
export async function transact<T>(parts: TransactionParts, work: (tx: Db) => Promise<T>): Promise<T> {
  const { calls, dialect, onStatement } = parts;
  onStatement?.('begin');
  const id = await calls.begin();
  const state: State = { failure: undefined, over: false };
  const turn = inTurn();
  const session = new DataApiSession(guarded(runner(calls, id), state, turn), dialect, onStatement);
  const end = <Result>(how: 'commit' | 'rollback', call: () => Promise<Result>) => {
    state.over = true;
    onStatement?.(how);
    return turn(call);
  };
  try {
    const result = await work(new DataApiTransaction(dialect, session, state) as unknown as Db);
    if (state.failure !== undefined) throw new RolledBack(state.failure);
    const became = await end('commit', () => calls.commit(id));
    if (/roll(ed)? ?back/i.test(became)) throw new RolledBack();
    return result;
  } catch (error) {
    // Also after a commit that nobody answered: one that did not arrive leaves its locks for three minutes.
    await end('rollback', () => calls.rollback(id)).catch(() => {});
    throw error;
  }
}

/** The service takes one statement at a time, and none once the transaction is over. */
function guarded(run: Run, state: State, turn: ReturnType<typeof inTurn>): Run {
  return (text, values) =>
    turn(async () => {
      if (state.over) throw new Error('the transaction is over');
      try {
        return await run(text, values);
      } catch (error) {
        state.failure ??= error;
        throw error;
      }
    });
}

class DataApiTransaction extends PgTransaction<PgQueryResultHKT> {
  readonly #dialect: PgDialect;
  readonly #session: DataApiSession;
  readonly #state: State;

  constructor(dialect: PgDialect, session: DataApiSession, state: State, nestedIndex = 0) {
    super(dialect, session, undefined, nestedIndex);
    this.#dialect = dialect;
    this.#session = session;
    this.#state = state;
  }

  override async transaction<T>(work: (tx: DataApiTransaction) => Promise<T>): Promise<T> {
    const inner = new DataApiTransaction(this.#dialect, this.#session, this.#state, this.nestedIndex + 1);
    const name = sql.raw(`sp${inner.nestedIndex}`);
    await this.execute(sql`savepoint ${name}`);
    try {
      const result = await work(inner);
      await this.execute(sql`release savepoint ${name}`);
      return result;
    } catch (error) {
      await this.#goBack(name);
      throw error;
    }
  }

  /** Where this fails, the first failure stays and nothing will be committed. */
  async #goBack(name: ReturnType<typeof sql.raw>): Promise<void> {
    try {
      await this.execute(sql`rollback to savepoint ${name}`);
      this.#state.failure = undefined;
    } catch (error) {
      this.#state.failure ??= error;
    }
  }
}
