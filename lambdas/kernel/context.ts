import { randomUUID } from 'node:crypto';
import type { SQL } from 'drizzle-orm';
import type { Archive } from '../ports/archive.ts';
import type { BreachedPasswords } from '../ports/breached-passwords.ts';
import type { Clock } from '../ports/clock.ts';
import type { Database } from '../ports/database.ts';
import type { IdentityProviders } from '../ports/identity-providers.ts';
import type { KeyValue } from '../ports/key-value.ts';
import type { Keys } from '../ports/keys.ts';
import type { Mail } from '../ports/mail.ts';
import type { Queue } from '../ports/queue.ts';
import type { Config } from './config.ts';
import type { Log } from './log.ts';
import type { Metrics } from './metrics.ts';

/** What lives as long as the process: made once by `compose/`, passed to everything. */
export interface Platform {
  config: Config;
  clock: Clock;
  database: Database;
  store: KeyValue;
  mail: Mail;
  queue: Queue;
  keys: Keys;
  archive: Archive;
  /** For functions that reach the internet. */
  providers: IdentityProviders;
  /** Absent where none is configured, or there is no way out. */
  breachedPasswords?: BreachedPasswords | undefined;
  log: Log;
  metrics: Metrics;
  /** The values of `x-origin-verify` that are accepted, none of them empty; absent where no edge stands in front. */
  edgeValues?: () => Promise<readonly string[]>;
}

/** The platform and what is known of one request. */
export interface Context extends Platform {
  request: RequestFacts;
  /**
   * Where a rule is run as a step of longer work: the write by which the step is taken. It stands in the statement of the
   * rule's own change, and where it touches no row, somebody else was first and nothing is changed.
   */
  step?: (when: SQL) => SQL;
}

/** Nobody's request: work by the clock or by an operator, whom the audit log names as the user agent. */
export function withoutRequest(platform: Platform, userAgent: string): Context {
  return { ...platform, request: { id: randomUUID(), clientId: null, ip: '', userAgent, browser: 'none' } };
}

export interface RequestFacts {
  /** Our own UUID, `X-Request-Id` of the answer. */
  id: string;
  /** The client's valid `X-Request-Id`, or null. */
  clientId: string | null;
  /** `x-viewer-ip` behind a right origin-verify header, else the socket's address. */
  ip: string;
  /** At most 512 characters; empty where there is none. */
  userAgent: string;
  /**
   * `page`: an allowed `Origin`, or `Sec-Fetch-Site: same-origin`. `none`: neither header, so no browser that could be
   * tricked. A refused origin never gets this far.
   */
  browser: 'page' | 'none';
  /** Who acts as the user, once that is known: whatever the audit log holds of the request was done by them. */
  actorId?: string;
}

/** Who is signed in, from the session's hot copy or its row. */
export interface Principal {
  userId: string;
  sessionId: string;
  roles: readonly string[];
  permissions: ReadonlySet<string>;
  authTime: Date;
  /** When the session last proved who it is, by sign-in or step-up. */
  steppedUpAt: Date;
  amr: readonly string[];
  /** The administrator who acts as the user, by which session of theirs. */
  actor?: Actor | undefined;
}

export interface Actor {
  userId: string;
  sessionId: string;
}
