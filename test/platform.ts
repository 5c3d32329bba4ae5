import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { folderArchive } from '../lambdas/adapters/archive/folder.ts';
import { type MovableClock, movableClock } from '../lambdas/adapters/clock/movable.ts';
import { openNodePostgres } from '../lambdas/adapters/database/node-postgres.ts';
import type { RotatableKeys } from '../lambdas/adapters/keys/memory.ts';
import type { Mailbox, MailboxMessage } from '../lambdas/adapters/mail/mailbox.ts';
import { type Api, api } from '../lambdas/api.ts';
import { joinInProcess } from '../lambdas/compose/in-process.ts';
import { readConfig } from '../lambdas/kernel/config.ts';
import type { Platform } from '../lambdas/kernel/context.ts';
import { type Client, createClient } from '../lambdas/kernel/http/client.ts';
import { createLog } from '../lambdas/kernel/log.ts';
import type { Database } from '../lambdas/ports/database.ts';
import type { OutboxWorker } from '../lambdas/workers/outbox.ts';
import { createGateway } from '../local/gateway/gateway.ts';
import { emptyDatabase } from '../local/reset.ts';
import { openAdapters } from './platform/adapters.ts';
import { type AnswerCheck, answerCheck } from './platform/answers.ts';
import { type Browser, type BrowserOptions, openBrowser } from './platform/browser.ts';
import { type Call, callThrough, fetchThrough } from './platform/call.ts';
import type { Fronts } from './platform/cloud-adapters.ts';
import { type BeforeStore, type Counts, counting } from './platform/counts.ts';
import { type Adapters, adaptersOf } from './platform/profiles.ts';
import { freshDataApiDatabase, freshDatabase, freshPglite } from './services/databases.ts';

/** Adapters that are not given are those of the run's profile: PGlite, and everything else in memory, by default. */
export interface PlatformOptions extends Partial<Adapters> {
  /** Rate limits; on where it is not given. */
  limits?: boolean;
  /** The clock stands still and moves by `advance` alone, for tests that are exact to the millisecond. */
  frozen?: boolean;
  /** Each service of AWS but the database stands behind a front that a test can make faulty: `fronts` of the platform. */
  faulty?: boolean;
  /** Further settings, by the name of their environment variable. */
  settings?: Readonly<Record<string, string>>;
}

/** The whole platform in this process, without sockets. Start one per test file, `reset` it before each test. */
export interface TestPlatform {
  platform: Platform & { keys: RotatableKeys };
  /** No browser: it sends neither `Origin` nor cookies. */
  client: Client<Api>;
  /** One raw request; its answer is held to the OpenAPI document like every other. */
  call: Call;
  /** A browser of its own, with its own address, user agent and cookies. */
  browser(options?: BrowserOptions): Browser;
  mailbox: TestMailbox;
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

export interface TestMailbox {
  /** Newest first, once everything queued is sent. */
  list(to?: string): Promise<MailboxMessage[]>;
  /** The newest one to that address; throws where there is none. */
  last(to: string): Promise<MailboxMessage>;
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
  const platform = { config, clock, database, store, mail, queue, keys, archive, log, metrics: counted.metrics };
  const { handlers, outbox } = joinInProcess(platform);
  const onFault = (error: unknown) => log.error('function failed', { error });
  const gateway = createGateway({ contracts: Object.values(api), handlers, clock, onFault });
  const call = callThrough(gateway, config.origin, await checkOf(gateway, config.origin));
  let browsers = 0;
  return {
    platform,
    client: createClient(api, { baseUrl: config.origin, fetch: fetchThrough(call) }),
    call,
    browser(given = {}) {
      browsers += 1;
      const own = { ip: `198.51.${100 + (browsers >> 8)}.${browsers & 255}`, userAgent: `Browser/${browsers}` };
      return openBrowser(call, config.origin, clock, { ...own, ...given });
    },
    mailbox: mailboxOf(inbox, () => queue.settled()),
    clock,
    counts: counted.counts,
    logs,
    beforeStore(hook) {
      before = hook;
    },
    fronts,
    outbox,
    settled: () => queue.settled(),
    async reset() {
      before = () => undefined;
      for (const front of Object.values(fronts)) front.play(null);
      await queue.settled();
      await emptyDatabase(database);
      await Promise.all([opened.store.clear(), inbox.clear()]);
      logs.length = 0;
      counted.counts.clear();
    },
    async close() {
      await queue.settled();
      await Promise.all([opened.close(), database.close(), rm(archiveFolder, { recursive: true, force: true })]);
    },
  };
}

function configOf({ limits = true, settings }: PlatformOptions) {
  return readConfig({
    GATEHOUSE_MODE: 'test',
    GATEHOUSE_ORIGIN: 'https://auth.example.com',
    GATEHOUSE_MAIL_FROM: 'no-reply@example.com',
    GATEHOUSE_SECURITY_CONTACT: 'mailto:security@example.com',
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

async function checkOf(gateway: Parameters<typeof callThrough>[0], origin: string): Promise<AnswerCheck> {
  const { text } = await callThrough(gateway, origin, () => undefined)('GET', '/api/v1/openapi.json');
  return answerCheck(JSON.parse(text));
}

function mailboxOf(inbox: Mailbox, settled: () => Promise<void>): TestMailbox {
  const list = async (to?: string) => {
    await settled();
    return inbox.list(to === undefined ? {} : { to });
  };
  return {
    list,
    async last(to) {
      const [newest] = await list(to);
      if (!newest) throw new Error(`no mail went to ${to}`);
      return newest;
    },
  };
}

/** The token in the link of a mail. */
export function tokenIn(message: MailboxMessage): string {
  const token = message.links.map((link) => /#token=([\w-]+)$/.exec(link)?.[1]).find(Boolean);
  if (token === undefined) throw new Error(`no link with a token in the mail "${message.subject}"`);
  return token;
}

/** `describe` where the services are there, else `describe.skip` with what is missing in its title. */
export { describeWith } from './services/databases.ts';
