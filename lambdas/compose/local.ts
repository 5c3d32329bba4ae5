import { join } from 'node:path';
import { folderArchive } from '../adapters/archive/folder.ts';
import { openNodePostgres } from '../adapters/database/node-postgres.ts';
import { openPglite } from '../adapters/database/pglite.ts';
import { openFileKeys } from '../adapters/keys/file.ts';
import { memoryKeys } from '../adapters/keys/memory.ts';
import { type ClearableKeyValue, memoryStore } from '../adapters/kv/memory.ts';
import { redisStore } from '../adapters/kv/redis.ts';
import { type Mailbox, openMailbox } from '../adapters/mail/mailbox.ts';
import { givenSecrets } from '../adapters/providers/client-secrets.ts';
import { inProcessQueue } from '../adapters/queue/in-process.ts';
import type { Config } from '../kernel/config.ts';
import type { Log } from '../kernel/log.ts';
import { silentMetrics } from '../kernel/metrics.ts';
import type { Clock } from '../ports/clock.ts';
import type { Database } from '../ports/database.ts';
import { keepAuditFor } from '../workers/audit-months.ts';
import { migrate, readMigrations } from '../workers/migrate.ts';
import { breachCheck } from './breach-check.ts';
import { type Functions, type InProcessPlatform, joinInProcess } from './in-process.ts';
import { openProviders } from './providers.ts';

export interface LocalSettings {
  config: Config;
  clock: Clock;
  log: Log;
  /** Holds the embedded database, keys, mailbox and archive. It must be this process's alone. */
  dataFolder: string;
  /** Everything that the folder would hold is in memory, but for the archive. */
  inMemory: boolean;
  /** `postgres://…` instead of the embedded database. */
  database?: string | undefined;
  /** The client secrets of providers, by their ids. */
  providerSecrets?: Readonly<Record<string, string>>;
  /** `redis://…` instead of the store in memory. */
  redis?: string | undefined;
  /** Called before anything is changed in the database: whether it is the local platform's own. Throwing refuses it. */
  admit(database: Database): Promise<boolean>;
}

export interface LocalPlatform extends Functions {
  platform: InProcessPlatform;
  store: ClearableKeyValue;
  mailbox: Mailbox;
  /** What `admit` answered. */
  isOwn: boolean;
  /** Resolves when every nudge has been worked off. */
  settled(): Promise<void>;
  /** Works off what is queued, then lets go of everything. */
  close(): Promise<void>;
}

/** How often rows are looked for that no nudge told of, such as those that a killed process left. */
const sweepMs = 2_000;
const cleanUpMs = 3_600_000;
const cleanUpSeconds = 60;
const statisticsMs = 15_000;
const sealMs = 10_000;

/** The whole platform on this machine: adapters chosen, database migrated, workers running. */
export async function composeLocal(settings: LocalSettings): Promise<LocalPlatform> {
  const { config, clock, log, dataFolder, inMemory } = settings;
  const store = await openStore(settings);
  const fileOf = (name: string) => (inMemory ? undefined : join(dataFolder, name));
  const keyFile = fileOf('keys.json');
  const mailFile = fileOf('mailbox.ndjson');
  const [{ database, isOwn }, keys, mailbox] = await Promise.all([
    openDatabase(settings, fileOf('database')),
    keyFile === undefined ? memoryKeys() : openFileKeys(keyFile, clock),
    openMailbox(mailFile === undefined ? { clock } : { clock, file: mailFile }),
  ]);
  const queue = inProcessQueue((error, nudge) => log.error('worker failed', { kind: nudge.kind, id: nudge.id, error }));
  const archive = folderArchive(join(dataFolder, 'archive'));
  const providers = openProviders({ config, clock, secretOf: givenSecrets(settings.providerSecrets ?? {}) });
  const mail = mailbox;
  const platform = {
    config,
    clock,
    database,
    store,
    mail,
    queue,
    keys,
    archive,
    providers,
    ...breachCheck({ config, log }),
    log,
    metrics: silentMetrics,
  };
  const functions = joinInProcess(platform);
  const stops = [
    every(sweepMs, () => functions.outbox.sweep(), log),
    every(cleanUpMs, () => functions.cleanUp.run(cleanUpSeconds), log),
    every(cleanUpMs, () => functions.purge.run(cleanUpSeconds), log),
    every(cleanUpMs, () => functions.reEncryption.run(cleanUpSeconds), log),
    every(statisticsMs, () => functions.statistics.run(cleanUpSeconds), log),
    every(sealMs, () => functions.sealer.run(cleanUpSeconds), log),
  ];
  return {
    ...functions,
    platform,
    store,
    mailbox,
    isOwn,
    settled: () => queue.settled(),
    async close() {
      await Promise.all(stops.map((stop) => stop()));
      await queue.settled();
      await queue.close();
      await Promise.all([store.close(), database.close()]);
    },
  };
}

interface Opened {
  database: Database;
  isOwn: boolean;
}

async function openDatabase(settings: LocalSettings, folder: string | undefined): Promise<Opened> {
  const database = await connect(settings, folder);
  try {
    const isOwn = await settings.admit(database);
    await migrate(database, await readMigrations(new URL('../migrations', import.meta.url)), settings.clock);
    await keepAuditFor(database, settings.config.auditDays);
    return { database, isOwn };
  } catch (error) {
    await database.close();
    throw error;
  }
}

async function connect({ database, log }: LocalSettings, folder: string | undefined): Promise<Database> {
  if (database === undefined) return openPglite(folder === undefined ? {} : { folder });
  const onError = (error: Error) => log.warn('database connection lost', { error });
  return openNodePostgres({ connectionString: database, onError });
}

/** Throws `DependencyUnavailable` where nobody answers at the address that was given. */
async function openStore({ redis, clock, log }: LocalSettings): Promise<ClearableKeyValue> {
  if (redis === undefined) return memoryStore(clock);
  const store = redisStore({ url: redis, clock, onError: (error) => log.warn('store connection lost', { error }) });
  try {
    await store.ping();
    return store;
  } catch (error) {
    await store.close();
    throw error;
  }
}

/** Works by the clock, never twice at once; answers how to stop, which waits for the work that runs. */
function every(ms: number, work: () => Promise<unknown>, log: Log): () => Promise<void> {
  let running: Promise<unknown> | undefined;
  const timer = setInterval(() => {
    running ??= work()
      .catch((error: unknown) => log.error('work by the clock failed', { error }))
      .finally(() => {
        running = undefined;
      });
  }, ms).unref();
  return async () => {
    clearInterval(timer);
    await running;
  };
}
