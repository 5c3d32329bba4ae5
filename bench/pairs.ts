import { sql } from 'drizzle-orm';
import { openNodePostgres } from '../lambdas/adapters/database/node-postgres.ts';
import { startPostgres, templateName, withDatabase } from '../test/services/postgres.ts';
import { startRedis } from '../test/services/redis.ts';
import { account, type Case, type ClientMaker } from './cases.ts';
import { type Client, drive } from './load.ts';
import type { Measured, Round } from './report.ts';
import { type ServerProcess, startServer } from './server-process.ts';

export interface Effort {
  rounds: number;
  roundSeconds: number;
  /** A cold program costs several times what a warm one does: so many requests, or seconds, go before the first round. */
  warmRequests: number;
  warmSeconds: number;
}

/** The platform and the floor, both up, each with a database of its own on one server. */
export interface Pair {
  platform: ServerProcess;
  floor: ServerProcess;
  stop(): Promise<void>;
}

export const connections = 8;
/** A hash fills its core for tens of milliseconds: more in flight only make a round end later. */
const slowConnections = 4;
const slowWarmRequests = 12;

/** Starts PostgreSQL, Redis and both servers; the platform writes its CPU profile into the folder where one is named. */
export async function startPair(profileFolder: string | undefined): Promise<Pair> {
  const undo: (() => Promise<void>)[] = [];
  const started = async <Server extends { stop(): Promise<void> }>(starting: Promise<Server>): Promise<Server> => {
    const server = await starting;
    undo.unshift(() => server.stop());
    return server;
  };
  const stop = async () => {
    for (const step of undo.splice(0)) await step();
  };
  try {
    const postgres = await started(startPostgres());
    const redis = await started(startRedis());
    const services = async (name: string) => [
      '--database',
      await freshDatabase(postgres.url, name),
      '--redis',
      redis.url,
    ];
    const platform = await started(startPlatform(await services('bench_platform'), profileFolder));
    const floor = await started(startFloor(await services('bench_floor')));
    return { platform, floor, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** As `npm start` runs it, without its site, its limits and its log. */
function startPlatform(services: readonly string[], profileFolder: string | undefined): Promise<ServerProcess> {
  const bare = ['--port', '0', '--data', 'memory', '--no-web', '--no-limits'];
  const nodeOptions = profileFolder === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profileFolder}`];
  return startServer(new URL('../local/main.ts', import.meta.url), [...bare, ...services], nodeOptions);
}

function startFloor(services: readonly string[]): Promise<ServerProcess> {
  const seeded = ['--email', account.email, '--password', account.password];
  return startServer(new URL('./floor.ts', import.meta.url), [...services, ...seeded]);
}

async function freshDatabase(serverUrl: string, name: string): Promise<string> {
  const admin = openNodePostgres({ connectionString: serverUrl, maxConnections: 1 });
  try {
    await admin.rows(sql.raw(`create database ${name} template ${await templateName()}`));
  } finally {
    await admin.close();
  }
  return withDatabase(serverUrl, name);
}

/** Drives both servers in turn, so that a busy moment of the machine hits both. */
export async function measure({ platform, floor }: Pair, measured: Case, effort: Effort): Promise<Measured> {
  const { client, floorClient = client, slow } = measured;
  const count = slow ? slowConnections : connections;
  const ours = await clientsOf(client, platform, count);
  const theirs = await clientsOf(floorClient, floor, count);
  const requests = slow ? slowWarmRequests : effort.warmRequests;
  await warmUp(platform, ours, requests, effort.warmSeconds);
  await warmUp(floor, theirs, requests, effort.warmSeconds);
  const found: Measured = { platform: [], floor: [] };
  for (let at = 0; at < effort.rounds; at += 1) {
    found.platform.push(await round(platform, ours, effort.roundSeconds));
    found.floor.push(await round(floor, theirs, effort.roundSeconds));
  }
  return found;
}

async function clientsOf(make: ClientMaker, { port }: ServerProcess, count: number): Promise<Client[]> {
  const clients: Client[] = [];
  for (let at = 0; at < count; at += 1) clients.push(await make(port));
  return clients;
}

async function warmUp({ port }: ServerProcess, clients: Client[], requests: number, seconds: number): Promise<void> {
  const until = performance.now() + seconds * 1000;
  for (let sent = 0; sent < requests && performance.now() < until; ) sent += (await drive(port, clients, 500)).requests;
}

async function round(server: ServerProcess, clients: Client[], seconds: number): Promise<Round> {
  const before = server.cpuMilliseconds();
  const driven = await drive(server.port, clients, seconds * 1000);
  return { ...driven, cpuMilliseconds: server.cpuMilliseconds() - before };
}
