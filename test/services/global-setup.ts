import { ensureTemplate, postgresPrograms, startPostgres } from './postgres.ts';
import { redisProgram, startRedis } from './redis.ts';
import type { Server } from './server.ts';
import { pgliteSnapshot } from './templates.ts';

/** What this run started, for `global-teardown.ts`. */
export const started: Server[] = [];

/**
 * Once a run: a PGlite snapshot, a PostgreSQL and a Redis server, their addresses in the environment of every worker.
 * `TEST_POSTGRES_URL` and `TEST_REDIS_URL` that are set already are used as they are.
 */
export default async function globalSetup(): Promise<void> {
  // Far from UTC and with a summer time: whatever leans on the machine's zone fails.
  process.env.TZ = 'America/Chicago';
  process.env.TEST_PGLITE_SNAPSHOT = await pgliteSnapshot();
  if (process.env.TEST_POSTGRES_URL) await ensureTemplate(process.env.TEST_POSTGRES_URL);
  else if (postgresPrograms()) process.env.TEST_POSTGRES_URL = (await keep(startPostgres())).url;
  else skipped('PostgreSQL');
  if (process.env.TEST_REDIS_URL) return;
  if (redisProgram()) process.env.TEST_REDIS_URL = (await keep(startRedis())).url;
  else skipped('Redis');
}

async function keep(starting: Promise<Server>): Promise<Server> {
  const server = await starting;
  started.push(server);
  return server;
}

function skipped(service: string): void {
  process.stderr.write(`\nSKIPPED: ${service} is not installed, so the tests that need it do not run.\n`);
}
