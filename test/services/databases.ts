import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { sql } from 'drizzle-orm';
import { type DataApiOptions, openDataApi } from '../../lambdas/adapters/database/data-api.ts';
import { openNodePostgres } from '../../lambdas/adapters/database/node-postgres.ts';
import { openPglite, type PgliteDatabase, type PgliteOptions } from '../../lambdas/adapters/database/pglite.ts';
import type { Database } from '../../lambdas/ports/database.ts';
import { pgliteEngine, postgresEngine } from './data-api/engine.ts';
import { type DataApiServer, startDataApi } from './data-api/server.ts';
import { templateName, withDatabase } from './postgres.ts';

/** The server of this run, or undefined where PostgreSQL is not installed. */
export const postgresUrl = process.env.TEST_POSTGRES_URL;
/** The server of this run, or undefined where Redis is not installed. */
export const redisServerUrl = process.env.TEST_REDIS_URL;

/** `describe` where the service is there, `describe.skip` with its reason in the title where it is not. */
export function describeWith(service: 'PostgreSQL' | 'Redis', title: string, tests: () => void): void {
  const url = service === 'Redis' ? redisServerUrl : postgresUrl;
  describeUnless(url ? undefined : `${service} is not installed`, title, tests);
}

/** The same for whatever else may be missing, in words. */
export function describeUnless(missing: string | undefined, title: string, tests: () => void): void {
  if (missing === undefined) describe(title, tests);
  else describe.skip(`${title} (skipped: ${missing})`, tests);
}

/** A new database on this run's PostgreSQL with the migrations applied, or an empty one. Answers its URL. */
export async function freshDatabase(options: { empty?: boolean } = {}): Promise<string> {
  if (!postgresUrl) throw new Error('PostgreSQL is not installed');
  const template = options.empty ? 'template0' : await templateName();
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const admin = openNodePostgres({ connectionString: postgresUrl, maxConnections: 1 });
  try {
    await admin.rows(sql.raw(`create database ${name} template ${template}`));
  } finally {
    await admin.close();
  }
  return withDatabase(postgresUrl, name);
}

/** A PGlite with the migrations applied, in memory or in the folder given. */
export async function freshPglite(options: Omit<PgliteOptions, 'snapshot'> = {}): Promise<PgliteDatabase> {
  return openPglite({ ...options, snapshot: new Blob([await readFile(snapshotPath())]) });
}

function snapshotPath(): string {
  const path = process.env.TEST_PGLITE_SNAPSHOT;
  if (!path) throw new Error('TEST_PGLITE_SNAPSHOT is not set: run by jest, whose globalSetup makes it');
  return path;
}

/** What stands behind a stand-in of the Data API: the embedded database, or a fresh one on this run's PostgreSQL. */
export type DataApiEngine = 'PGlite' | 'PostgreSQL';

/** A stand-in of the Data API before a database of its own with the migrations applied, or before an empty PostgreSQL. */
export async function freshDataApi(engine: DataApiEngine, options: { empty?: boolean } = {}): Promise<DataApiServer> {
  if (engine === 'PGlite') return startDataApi(await pgliteEngine(snapshotPath()));
  return startDataApi(postgresEngine(await freshDatabase(options)));
}

export interface DataApiDatabase extends Database {
  server: DataApiServer;
}

/** A database behind the Data API that is waited for only shortly; closing it closes the stand-in too. */
export async function freshDataApiDatabase(
  engine: DataApiEngine,
  { empty = false, ...options }: Partial<DataApiOptions> & { empty?: boolean } = {},
): Promise<DataApiDatabase> {
  const server = await freshDataApi(engine, { empty });
  const database = openDataApi({ ...server.options, resumeSeconds: 0.5, ...options });
  let closed: Promise<void> | undefined;
  return {
    ...database,
    server,
    close() {
      closed ??= database.close().then(() => server.close());
      return closed;
    },
  };
}

/** This run's Redis and a prefix that nobody else has. */
export function redisUrl(): { url: string; prefix: string } {
  if (!redisServerUrl) throw new Error('Redis is not installed');
  return { url: redisServerUrl, prefix: `test-${randomUUID()}:` };
}
