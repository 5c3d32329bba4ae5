import { readFile } from 'node:fs/promises';
import { PGlite, type Transaction as PgliteTransaction } from '@electric-sql/pglite';
import pg from 'pg';
import { pgliteStart } from '../../../lambdas/adapters/database/pglite.ts';

/** What stands behind the service. Values come and go as PostgreSQL's own text. */
export interface Engine extends EngineSession {
  begin(): Promise<EngineTransaction>;
  close(): Promise<void>;
}

interface EngineSession {
  query(text: string, values: (string | null)[]): Promise<EngineAnswer>;
}

export interface EngineTransaction extends EngineSession {
  end(how: 'commit' | 'rollback'): Promise<void>;
}

export interface EngineAnswer {
  columns: { name: string; typeId: number }[];
  rows: (string | null)[][];
  affected: number;
}

/** A server with real concurrency. */
export function postgresEngine(connectionString: string): Engine {
  const pool = new pg.Pool({ connectionString, max: 30, options: '-c TimeZone=UTC' });
  // Without a listener a connection that breaks while idle would end the process.
  pool.on('error', () => {});
  return {
    query: (text, values) => ask(pool, text, values),
    async begin() {
      const client = await pool.connect();
      await client.query('begin');
      return {
        query: (text, values) => ask(client, text, values),
        async end(how) {
          await client.query(how).then(
            () => client.release(),
            (error) => client.release(error),
          );
        },
      };
    },
    close: () => pool.end(),
  };
}

async function ask(to: pg.Pool | pg.PoolClient, text: string, values: (string | null)[]): Promise<EngineAnswer> {
  // The extended protocol takes one statement at a time, as the service does.
  const query = { text, values, rowMode: 'array' as const, queryMode: 'extended', types: asText };
  const { fields, rows, rowCount } = await to.query<(string | null)[]>(query);
  const columns = fields.map(({ name, dataTypeID }) => ({ name, typeId: dataTypeID }));
  return { columns, rows, affected: columns.length > 0 ? 0 : (rowCount ?? 0) };
}

const asText: pg.CustomTypesConfig = { getTypeParser: () => (text: unknown) => text };

/** The embedded database, from the snapshot of this run. While a transaction is open, everything else waits for it. */
export async function pgliteEngine(snapshot: string): Promise<Engine> {
  const client = await PGlite.create({
    loadDataDir: new Blob([await readFile(snapshot)]),
    startParams: pgliteStart,
  });
  await client.exec("set time zone 'UTC'");
  const parsers = Object.fromEntries(Object.keys(client.parsers).map((id) => [id, (text: string) => text]));
  const serializers = Object.fromEntries(Object.keys(client.serializers).map((id) => [id, (text: string) => text]));
  const askFrom = async (at: PGlite | PgliteTransaction, text: string, values: (string | null)[]) => {
    const options = { rowMode: 'array' as const, parsers, serializers };
    const { fields, rows, affectedRows } = await at.query<(string | null)[]>(text, values, options);
    const columns = fields.map(({ name, dataTypeID }) => ({ name, typeId: dataTypeID }));
    return { columns, rows: rows as unknown as (string | null)[][], affected: affectedRows ?? 0 };
  };
  return {
    query: (text, values) => askFrom(client, text, values),
    begin: () => holdOpen(client, askFrom),
    close: () => client.close(),
  };
}

type AskFrom = (at: PgliteTransaction, text: string, values: (string | null)[]) => Promise<EngineAnswer>;

/** PGlite runs a transaction as one function: this one waits until it is told how to end. */
function holdOpen(client: PGlite, askFrom: AskFrom): Promise<EngineTransaction> {
  return new Promise((resolve, reject) => {
    const rolledBack = new Error('rolled back');
    const done = client.transaction(
      (transaction) =>
        new Promise<void>((commit, rollback) => {
          resolve({
            query: (text, values) => askFrom(transaction, text, values),
            async end(how) {
              if (how === 'commit') commit();
              else rollback(rolledBack);
              await done.catch((error) => {
                if (error !== rolledBack) throw error;
              });
            },
          });
        }),
    );
    done.catch((error) => {
      if (error !== rolledBack) reject(error);
    });
  });
}
