import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { folderArchive } from '../lambdas/adapters/archive/folder.ts';
import { type MovableClock, movableClock } from '../lambdas/adapters/clock/movable.ts';
import { openNodePostgres } from '../lambdas/adapters/database/node-postgres.ts';
import type { RotatableKeys } from '../lambdas/adapters/keys/memory.ts';
import { givenSecrets } from '../lambdas/adapters/providers/client-secrets.ts';
import { type Api, api } from '../lambdas/api.ts';
import { breachCheck } from '../lambdas/compose/breach-check.ts';
import { joinInProcess } from '../lambdas/compose/in-process.ts';
import { openProviders } from '../lambdas/compose/providers.ts';
import { readConfig } from '../lambdas/kernel/config.ts';
import type { Platform } from '../lambdas/kernel/context.ts';
import { type Client, createClient } from '../lambdas/kernel/http/client.ts';
import { createLog } from '../lambdas/kernel/log.ts';
import type { Database } from '../lambdas/ports/database.ts';
import type { OutboxWorker } from '../lambdas/workers/outbox.ts';
import { createGateway, type Gateway } from '../local/gateway/gateway.ts';
import { emptyDatabase } from '../local/reset.ts';
import { openAdapters } from './platform/adapters.ts';
import { fetchThrough } from './platform/call.ts';
import type { Fronts } from './platform/cloud-adapters.ts';
import { type BeforeStore, type Counts, counting } from './platform/counts.ts';
import { type Adapters, adaptersOf } from './platform/profiles.ts';
import { type Visited, visited } from './platform/visited.ts';
import { freshDataApiDatabase, freshDatabase, freshPglite } from './services/databases.ts';

/** Adapters that are not given are those of the run's profile: PGlite, and everything else in memory, by default. */
export interface PlatformOptions extends Partial<Adapters> {
  /** Rate limits; on where it is not given. */
  limits?: boolean;
  /** The clock stands still and moves by `advance` alone, for tests that are exact to the millisecond. */
  frozen?: boolean;
  /** Each service of AWS but the database stands behind a front that a test can make faulty: `fronts` of the platform. */
  faulty?: boolean;
  /** Where sign-in providers are reached instead of the internet, and their client secrets. */
  providers?: { fetch: typeof globalThis.fetch; secrets: Readonly<Record<string, string>> };
  /** Further settings, by the name of their environment variable. */
  settings?: Readonly<Record<string, string>>;
}

/** The whole platform in this process, without sockets. Start one per test file, `reset` it before each test. */
export interface TestPlatform extends Visited {
  platform: Platform & { keys: RotatableKeys };
  /** No browser: it sends neither `Origin` nor cookies. */
  client: Client<Api>;
  clock: MovableClock;
  counts: Counts;
  /** Every line of the log, as it would be written. */
  logs: string[];
  /** Lets a test delay or fail store calls; `reset` takes it out again. */
  beforeStore(hook: BeforeStore): void;
  /** Of a platform that is `faulty`, those of its services; `reset` makes them work again. */
  fronts: Fronts;
  outbox: OutboxWorker;
  /** Resolves when every nudge has been worked off. */
  settled(): Promise<void>;
  /** Empty tables, store, mailbox, logs and counts. Time stays where it is. */
  reset(): Promise<void>;
  close(): Promise<void>;
}

export async function startPlatform(options: PlatformOptions = {}): Promise<TestPlatform> {
  const clock = movableClock({ frozen: options.frozen ?? false });
  const counted = counting();
  const logs: string[] = [];
  const log = createLog({ clock, service: 'test', level: 'debug', write: (line) => logs.push(line) });
  let before: BeforeStore = () => undefined;
  const config = configOf(options);
  const adapters = adaptersOf(options);
  const [database, archiveFolder] = await Promise.all([
    openDatabase(adapters, counted.onStatement),
    mkdtemp(join(tmpdir(), 'gatehouse-archive-')),
  ]);
  // One after the other: PGlite keeps this thread busy while it opens, past every deadline of an adapter.
  const onWorkerError = (error: unknown) => log.error('worker failed', { error });
  const opened = await openAdapters(adapters, clock, onWorkerError, options.faulty ?? false);
  const { mail, keys, inbox, fronts } = opened;
  const store = counted.store(opened.store, (operation, args) => before(operation, args));
  const queue = counted.queue(opened.queue);
  const archive = folderArchive(archiveFolder);
  const providers = openProviders({
    config,
    clock,
    secretOf: givenSecrets(options.providers?.secrets ?? {}),
    fetch: options.providers?.fetch ?? noInternet,
  });
  const { metrics } = counted;
  const ports = { clock, database, store, mail, queue, keys, archive, providers };
  const platform = { config, ...ports, ...breachCheck({ config, log }), log, metrics };
  const { handlers, outbox } = joinInProcess(platform);
  const onFault = (error: unknown) => log.error('function failed', { error });
  const settled = () => queue.settled();
  const open = createGateway({ contracts: Object.values(api), handlers, clock, onFault });
  const gateway = options.frozen ? afterwards(open, settled) : open;
  const { call, browser, mailbox } = await visited({ gateway, origin: config.origin, clock, inbox, settled });
  return {
    platform,
    client: createClient(api, { baseUrl: config.origin, fetch: fetchThrough(call) }),
    call,
    browser,
    mailbox,
    clock,
    counts: counted.counts,
    logs,
    beforeStore(hook) {
      before = hook;
    },
    fronts,
    outbox,
    settled,
    async reset() {
      before = () => undefined;
      for (const front of Object.values(fronts)) front.play(null);
      await settled();
      await emptyDatabase(database);
      await Promise.all([opened.store.clear(), inbox.clear()]);
      logs.length = 0;
      counted.counts.clear();
    },
    async close() {
      await settled();
      await Promise.all([opened.close(), database.close(), rm(archiveFolder, { recursive: true, force: true })]);
    },
  };
}

/** While time stands still nothing else tells the mails of two calls apart: those of the first are sent before the next. */
function afterwards(gateway: Gateway, settled: () => Promise<void>): Gateway {
  return async (request) => {
    await settled();
    return gateway(request);
  };
}

const noInternet = () => Promise.reject(new Error('tests call nobody'));

function configOf({ limits = true, settings }: PlatformOptions) {
  return readConfig({
    GATEHOUSE_MODE: 'test',
    GATEHOUSE_ORIGIN: 'https://auth.example.com',
    GATEHOUSE_MAIL_FROM: 'no-reply@example.com',
    GATEHOUSE_SECURITY_CONTACT: 'mailto:security@example.com',
    GATEHOUSE_RP_ID: 'auth.example.com',
    GATEHOUSE_HASH_COST: '4',
    GATEHOUSE_RATE_LIMITS: String(limits),
    ...settings,
  });
}

async function openDatabase({ database }: Adapters, onStatement: (sql: string) => void): Promise<Database> {
  if (database === 'pglite') return freshPglite({ onStatement });
  if (database === 'data-api') return freshDataApiDatabase('PGlite', { onStatement });
  return openNodePostgres({ connectionString: await freshDatabase(), maxConnections: 20, onStatement });
}

export { tokenIn } from './platform/visited.ts';
/** `describe` where the services are there, else `describe.skip` with what is missing in its title. */
export { describeWith } from './services/databases.ts';
