import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type MovableClock, movableClock } from '../lambdas/adapters/clock/movable.ts';
import { api } from '../lambdas/api.ts';
import { composeLocal, type LocalPlatform } from '../lambdas/compose/local.ts';
import { createLog, type Log } from '../lambdas/kernel/log.ts';
import { clockFile } from './clock-file.ts';
import { controlsOf } from './controls.ts';
import { answerLocal, type LocalControls } from './endpoints.ts';
import { createGateway, type Gateway } from './gateway/gateway.ts';
import { type Responder, serve } from './gateway/server.ts';
import { lockFolder } from './lock.ts';
import { hasLostKeys } from './lost-keys.ts';
import type { LocalOptions } from './options.ts';
import { ownershipOf } from './ownership.ts';
import { markLocal, seed, seededPassword, willMark } from './seed.ts';
import { type People, seedAccounts } from './seed-accounts.ts';
import { localConfig, originAt, providerSecretsOf } from './settings.ts';
import { localSite } from './site/local-site.ts';
import { noSite } from './site/waiting-pages.ts';

export interface Started extends People {
  /** Under which people reach it, and which mails and tokens name. */
  origin: string;
  /** The database holds passwords that the keys at hand cannot check. */
  lostKeys: boolean;
  /** How far the clock was moved before this start. */
  advancedSeconds: number;
  /** Builds the site where it is missing or old, once the rest answers. */
  refreshSite(): Promise<void>;
}

export interface RunningPlatform extends Started {
  /** Finishes the requests that run and the work that is queued, then lets go of everything. */
  close(): Promise<void>;
}

/** How to undo what was done so far, in the order in which it was done. */
type Undo = (() => unknown)[];

/** How long running requests may take once the platform stops. */
const graceMs = 10_000;

/**
 * Starts the platform: the folder is locked, the port taken, then the database opened, migrated and seeded. The port
 * takes connections at once; what comes before the platform is there waits for it. Whatever fails, all is let go again.
 *
 * @param say is told, in one sentence, of what takes long.
 */
export async function startLocal(options: LocalOptions, say: (words: string) => void): Promise<RunningPlatform> {
  const undo: Undo = [];
  const close = async () => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    return { ...(await start(options, undo, say)), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function start(options: LocalOptions, undo: Undo, say: (words: string) => void): Promise<Started> {
  // Faults of the settings come first, before anything is touched.
  localConfig(options, options.port);
  providerSecretsOf(options);
  const site = options.web ? localSite(options.settings, say) : null;
  const clock = movableClock();
  const { dataFolder, verbose, host, port } = options;
  const log = createLog({ clock, service: 'local', level: verbose ? 'debug' : 'warn' });
  const onFault = (error: unknown) => log.error('request failed', { error });
  const saved = dataFolder === undefined ? null : clockFile(dataFolder);
  if (dataFolder !== undefined) {
    const lock = lockFolder(dataFolder, clock.now());
    undo.push(() => lock.release());
  }
  saved?.restore(clock);
  const advancedSeconds = clock.advanced();
  const served = Promise.withResolvers<Served>();
  // Whoever waits gets a 500; that nobody waits must not end the process.
  served.promise.catch(() => undefined);
  const answerSite = site ? site.answer : async () => noSite();
  const server = await serve({ host, port, respond: responder(answerSite, served.promise), onFault });
  undo.push(() => server.close(graceMs));
  if (makesDatabase(options)) say('Making the database, this takes a few seconds…');
  try {
    const local = await compose(options, server.port, clock, log);
    // Before the server's: requests end before what they need does.
    undo.splice(-1, 0, () => local.close());
    undo.push(() => site?.close());
    const people = await settle(local, options);
    const lostKeys = await hasLostKeys(local.platform);
    const seedAgain = async () => {
      if (options.seed) await seed(local.platform, options.seedPassword);
    };
    const gateway = createGateway({ contracts: Object.values(api), handlers: local.handlers, clock, onFault });
    const controls = controlsOf({ local, clock, clockFile: saved, people, seedAgain });
    served.resolve({ gateway, controls });
    const refreshSite = async () => site?.refresh();
    return { ...people, origin: originAt(server.port), lostKeys, advancedSeconds, refreshSite };
  } catch (error) {
    served.reject(error);
    throw error;
  }
}

/** What answers once the platform is there. */
interface Served {
  controls: LocalControls;
  gateway: Gateway;
}

function responder(answerSite: Responder, served: Promise<Served>): Responder {
  return async (request) => {
    const path = request.target.split('?', 1)[0] ?? '';
    const isUnder = (top: string) => path === top || path.startsWith(`${top}/`);
    const { controls, gateway } = await served;
    if (isUnder('/api') || isUnder('/.well-known')) return gateway(request);
    if (isUnder('/_local')) return answerLocal(request, controls, answerSite);
    return answerSite(request);
  };
}

function makesDatabase({ database, dataFolder }: LocalOptions): boolean {
  return database === undefined && (dataFolder === undefined || !existsSync(join(dataFolder, 'database')));
}

async function compose(options: LocalOptions, port: number, clock: MovableClock, log: Log): Promise<LocalPlatform> {
  const { dataFolder, database, redis } = options;
  return composeLocal({
    config: localConfig(options, port),
    providerSecrets: providerSecretsOf(options),
    clock,
    log,
    dataFolder: dataFolder ?? join(tmpdir(), `gatehouse-${process.pid}`),
    inMemory: dataFolder === undefined,
    database,
    redis,
    admit: async (opened) => willMark(await ownershipOf(opened), seedingOf(options)),
  });
}

/** Marks and seeds, and says who can sign in. */
async function settle({ platform, isOwn }: LocalPlatform, options: LocalOptions): Promise<People> {
  if (isOwn) await markLocal(platform.database);
  if (options.seed) await seed(platform, options.seedPassword);
  const password = options.seed ? await seededPassword(platform.database) : null;
  return { signIns: password === null ? [] : seedAccounts, password };
}

function seedingOf({ seed: wanted, database }: LocalOptions) {
  return { wanted, embedded: database === undefined };
}
