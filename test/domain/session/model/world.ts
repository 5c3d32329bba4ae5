/** The session protocol on real adapters, without HTTP: what the commands drive. */
import { tmpdir } from 'node:os';
import { sql } from 'drizzle-orm';
import { folderArchive } from '../../../../lambdas/adapters/archive/folder.ts';
import { type MovableClock, movableClock } from '../../../../lambdas/adapters/clock/movable.ts';
import { memoryKeys } from '../../../../lambdas/adapters/keys/memory.ts';
import type { ClearableKeyValue } from '../../../../lambdas/adapters/kv/memory.ts';
import { type Mailbox, openMailbox } from '../../../../lambdas/adapters/mail/mailbox.ts';
import { givenSecrets } from '../../../../lambdas/adapters/providers/client-secrets.ts';
import { inProcessQueue } from '../../../../lambdas/adapters/queue/in-process.ts';
import { openProviders } from '../../../../lambdas/compose/providers.ts';
import { userRoles } from '../../../../lambdas/domain/role/role.table.ts';
import { systemRoles } from '../../../../lambdas/domain/role/role.ts';
import { createAuthenticator } from '../../../../lambdas/domain/session/authenticator.ts';
import { endNow } from '../../../../lambdas/domain/session/ending.ts';
import {
  planSession,
  publishSession,
  refreshSession,
  type Started,
} from '../../../../lambdas/domain/session/session.ts';
import { sessionInsert } from '../../../../lambdas/domain/session/sessions.ts';
import { signedIn } from '../../../../lambdas/domain/session/signed-in.ts';
import { together } from '../../../../lambdas/domain/statement.ts';
import { users } from '../../../../lambdas/domain/user/user.table.ts';
import type { User } from '../../../../lambdas/domain/user/user.ts';
import { findUser } from '../../../../lambdas/domain/user/users.ts';
import { readConfig } from '../../../../lambdas/kernel/config.ts';
import type { Context, Platform, Principal } from '../../../../lambdas/kernel/context.ts';
import { AuthError } from '../../../../lambdas/kernel/errors.ts';
import { newId } from '../../../../lambdas/kernel/id.ts';
import type { Database } from '../../../../lambdas/ports/database.ts';
import { createOutboxWorker } from '../../../../lambdas/workers/outbox.ts';
import { FaultyStore } from './faulty-store.ts';

export interface Tokens {
  sessionId: string;
  refreshToken: string;
  accessToken: string;
}

export type Answer = { ok: true; tokens: Tokens } | { ok: false; code: string; reason: unknown };

export class World {
  readonly clock: MovableClock;
  readonly store: FaultyStore;
  readonly mailbox: Mailbox;
  private readonly base: Platform;
  private readonly authenticator = createAuthenticator();
  private user: User | null = null;

  private constructor(base: Platform, clock: MovableClock, store: FaultyStore, mailbox: Mailbox) {
    this.mailbox = mailbox;
    this.base = base;
    this.clock = clock;
    this.store = store;
  }

  static async create(database: Database, store: ClearableKeyValue, clock: MovableClock): Promise<World> {
    const faulty = new FaultyStore(store);
    await faulty.flush();
    const silent = { debug() {}, info() {}, warn() {}, error() {} };
    const config = readConfig({
      GATEHOUSE_MODE: 'test',
      GATEHOUSE_ORIGIN: 'https://auth.example.com',
      GATEHOUSE_MAIL_FROM: 'no-reply@example.com',
      GATEHOUSE_SECURITY_CONTACT: 'mailto:security@example.com',
    });
    const mailbox = await openMailbox({ clock });
    const platform: Platform = {
      config,
      clock,
      database,
      store: faulty,
      mail: mailbox,
      keys: await memoryKeys(),
      queue: inProcessQueue(() => {}),
      archive: folderArchive(tmpdir()),
      providers: openProviders({ config, clock, secretOf: givenSecrets({}) }),
      log: silent,
      metrics: { count() {}, duration() {} },
    };
    const world = new World(platform, clock, faulty, mailbox);
    await world.addUser();
    return world;
  }

  context(userAgent = 'one'): Context {
    return {
      ...this.base,
      request: { id: newId(this.clock), clientId: null, ip: '192.0.2.1', userAgent, browser: 'page' },
    };
  }

  async start(delivery: 'cookie' | 'body'): Promise<Tokens> {
    if (!this.user) throw new Error('no user');
    const context = this.context();
    const started = await planSession(context, this.user, { delivery, amr: ['pwd'], deviceName: null, stepsUp: true });
    await context.database.rows(together({ session: sessionInsert(started.session, null) }, sql`select 1 as done`));
    await publishSession(context, started);
    return this.tokens(context, started);
  }

  async refresh(token: string, delivery: 'cookie' | 'body', userAgent: string): Promise<Answer> {
    const context = this.context(userAgent);
    try {
      return { ok: true, tokens: await this.tokens(context, await refreshSession(context, token, delivery)) };
    } catch (error) {
      if (!(error instanceof AuthError)) throw error;
      return { ok: false, code: error.code, reason: error.details.reason };
    }
  }

  async logout(sessionId: string): Promise<void> {
    const userId = this.user?.row.id ?? '';
    await endNow(this.context(), { session: { id: sessionId, userId }, reason: 'signed_out', actorId: userId });
  }

  /** The principal of an access token, or null where it is refused. */
  async access(token: string): Promise<Principal | null> {
    const context = this.context();
    try {
      return await this.authenticator.load(await this.authenticator.verify(token, context), context);
    } catch (error) {
      if (error instanceof AuthError && error.code === 'TOKEN_INVALID') return null;
      throw error;
    }
  }

  /** Does all outbox work that is due, as the workers would soon. */
  async sweep(): Promise<void> {
    const worker = createOutboxWorker(this.base);
    while ((await worker.sweep()) > 0);
  }

  async pendingOutbox(): Promise<number> {
    const [row] = await this.base.database.rows<{ count: number | string }>(
      sql`select count(*) as count from outbox where done_at is null`,
    );
    return Number(row?.count);
  }

  private async tokens(context: Context, started: Started): Promise<Tokens> {
    const { data } = await signedIn(context, started);
    return { sessionId: started.session.id, refreshToken: started.refreshToken, accessToken: data.access_token };
  }

  private async addUser(): Promise<void> {
    const { database } = this.base;
    const id = newId(this.clock);
    const now = this.clock.now();
    await database.rows(sql`delete from outbox`);
    await database.db.insert(users).values({
      id,
      email: `${id}@example.com`,
      emailKey: `${id}@example.com`,
      name: 'Model',
      isActive: true,
      emailVerifiedAt: now,
      version: 1,
      createdAt: now,
      updatedAt: now,
    });
    await database.db.insert(userRoles).values({ userId: id, roleId: systemRoles.support, grantedAt: now });
    this.user = await findUser(database, id);
  }
}

export function frozenClock(): MovableClock {
  return movableClock({ start: new Date('2030-01-01T00:00:00Z'), frozen: true });
}
