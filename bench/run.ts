/**
 * CPU per request of the platform against a floor of bare Node with the same work, driven in turn, as a median of
 * ratios: a busy minute of the machine hits both.
 *
 *   npm run bench [-- --quick] [--strict] [--only TEXT] [--profile FOLDER]
 *
 * `--quick` takes less than a minute; `--strict` fails where a budget is missed or an answer was wrong; `--only` takes
 * the cases whose name holds the text; `--profile` writes the platform's CPU profile, which slows it.
 */
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { sql } from 'drizzle-orm';
import { openNodePostgres } from '../lambdas/adapters/database/node-postgres.ts';
import { startPostgres, templateName, withDatabase } from '../test/services/postgres.ts';
import { startRedis } from '../test/services/redis.ts';
import { account, type Case, type ClientMaker, cases } from './cases.ts';
import { type Client, drive } from './load.ts';
import { type Measured, type Round, report } from './report.ts';
import { leaveServerCore, pinning, type ServerProcess, startServer } from './server-process.ts';

const { values: options } = parseArgs({
  options: {
    quick: { type: 'boolean' },
    strict: { type: 'boolean' },
    only: { type: 'string' },
    profile: { type: 'string' },
  },
});
const chosen = cases.filter(({ name }) => name.includes(options.only ?? ''));
const connections = 8;
/** A hash fills its core for tens of milliseconds: more in flight only make a round end later. */
const slowConnections = 4;
const rounds = options.quick ? 5 : 9;
const seconds = options.quick ? { warm: 4, round: 0.5 } : { warm: 12, round: 2 };
/** A cold program costs several times what a warm one does: so many requests, or seconds, go before the first round. */
const warmRequests = options.quick ? 6_000 : 20_000;
const slowWarmRequests = 12;
const print = (text: string) => process.stdout.write(`${text}\n`);

process.once('SIGTERM', () => process.exit(143));
process.once('SIGINT', () => process.exit(130));
leaveServerCore();
print(`Node ${process.version}, ${cpus().length} x ${cpus()[0]?.model.trim()}; ${pinning}`);
print(`${connections} connections, ${rounds} rounds in turn; load average ${load()} before\n`);

const [postgres, redis] = await Promise.all([startPostgres(), startRedis()]);
const [platform, floor] = await Promise.all([startPlatform(), startFloor()]);
let missed = 0;
try {
  for (const measuredCase of chosen) missed += report(measuredCase, await measure(measuredCase), print) ? 0 : 1;
  print(
    `resident: platform ${platform.residentMegabytes().toFixed(0)} MB, floor ${floor.residentMegabytes().toFixed(0)} MB`,
  );
  print(`load average ${load()} after`);
} finally {
  await Promise.all([platform.stop(), floor.stop()]);
  await Promise.all([postgres.stop(), redis.stop()]);
}
process.exit(options.strict && missed > 0 ? 1 : 0);

/** The platform as `npm start` runs it, without its site, its limits and its log. */
async function startPlatform(): Promise<ServerProcess> {
  const services = ['--database', await database('bench_platform'), '--redis', redis.url];
  const bare = ['--port', '0', '--data', 'memory', '--no-web', '--no-limits'];
  const nodeOptions = options.profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${options.profile}`];
  return startServer(new URL('../local/main.ts', import.meta.url), [...bare, ...services], nodeOptions);
}

async function startFloor(): Promise<ServerProcess> {
  const services = ['--database', await database('bench_floor'), '--redis', redis.url];
  const seeded = ['--email', account.email, '--password', account.password];
  return startServer(new URL('./floor.ts', import.meta.url), [...services, ...seeded]);
}

async function database(name: string): Promise<string> {
  const admin = openNodePostgres({ connectionString: postgres.url, maxConnections: 1 });
  try {
    await admin.rows(sql.raw(`create database ${name} template ${await templateName()}`));
  } finally {
    await admin.close();
  }
  return withDatabase(postgres.url, name);
}

async function measure({ client, floorClient = client, slow }: Case): Promise<Measured> {
  const count = slow ? slowConnections : connections;
  const ours = await clientsOf(client, platform, count);
  const theirs = await clientsOf(floorClient, floor, count);
  const warm = slow ? slowWarmRequests : warmRequests;
  await warmUp(platform, ours, warm);
  await warmUp(floor, theirs, warm);
  const measured: Measured = { platform: [], floor: [] };
  for (let at = 0; at < rounds; at += 1) {
    measured.platform.push(await round(platform, ours));
    measured.floor.push(await round(floor, theirs));
  }
  return measured;
}

async function warmUp({ port }: ServerProcess, clients: Client[], requests: number): Promise<void> {
  const until = performance.now() + seconds.warm * 1000;
  for (let sent = 0; sent < requests && performance.now() < until; ) sent += (await drive(port, clients, 500)).requests;
}

async function clientsOf(make: ClientMaker, { port }: ServerProcess, count: number): Promise<Client[]> {
  const clients: Client[] = [];
  for (let at = 0; at < count; at += 1) clients.push(await make(port));
  return clients;
}

async function round(server: ServerProcess, clients: Client[]): Promise<Round> {
  const before = server.cpuMilliseconds();
  const driven = await drive(server.port, clients, seconds.round * 1000);
  return { ...driven, cpuMilliseconds: server.cpuMilliseconds() - before };
}

function load(): string {
  return loadavg()
    .map((value) => value.toFixed(2))
    .join(' ');
}
