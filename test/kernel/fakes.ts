import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { type Config, readConfig } from '../../lambdas/kernel/config.ts';
import type { Platform, Principal } from '../../lambdas/kernel/context.ts';
import { AuthError } from '../../lambdas/kernel/errors.ts';
import type { Authenticator } from '../../lambdas/kernel/http/authenticator.ts';
import type { Fields, Log } from '../../lambdas/kernel/log.ts';
import type { Metrics } from '../../lambdas/kernel/metrics.ts';
import type { Database } from '../../lambdas/ports/database.ts';
import { DependencyUnavailable } from '../../lambdas/ports/dependency.ts';
import type { KeyValue } from '../../lambdas/ports/key-value.ts';

export const origin = 'https://auth.example.com';
export const startOfTime = new Date('2030-01-01T00:00:00.000Z');
export const userId = '01900000-0000-7000-8000-00000000000a';

export interface LogLine extends Fields {
  level: string;
  message: string;
}

export class CollectingLog implements Log {
  readonly lines: LogLine[] = [];
  debug(message: string, fields?: Fields) {
    this.lines.push({ ...fields, level: 'debug', message });
  }
  info(message: string, fields?: Fields) {
    this.lines.push({ ...fields, level: 'info', message });
  }
  warn(message: string, fields?: Fields) {
    this.lines.push({ ...fields, level: 'warn', message });
  }
  error(message: string, fields?: Fields) {
    this.lines.push({ ...fields, level: 'error', message });
  }
}

export class CollectingMetrics implements Metrics {
  readonly counts: { name: string; dimensions?: Record<string, string> | undefined }[] = [];
  readonly durations: string[] = [];
  count(name: string, dimensions?: Record<string, string>) {
    this.counts.push({ name, dimensions });
  }
  duration(name: string) {
    this.durations.push(name);
  }
}

/** Counts in memory; `down` makes every call fail as an unreachable store does. */
export class FakeStore implements KeyValue {
  readonly copyTrustSeconds = Number.POSITIVE_INFINITY;
  readonly counts = new Map<string, number>();
  readonly keys: string[] = [];
  down = false;

  private answer<T>(make: () => T): Promise<T> {
    return this.down ? Promise.reject(new DependencyUnavailable('store', new Error('ECONNREFUSED'))) : this.up(make);
  }
  private async up<T>(make: () => T): Promise<T> {
    return make();
  }
  put(): Promise<void> {
    return this.answer(() => undefined);
  }
  putIfNewer(): Promise<boolean> {
    return this.answer(() => true);
  }
  get(): Promise<(string | null)[]> {
    return this.answer(() => []);
  }
  take(): Promise<string | null> {
    return this.answer(() => null);
  }
  increment(counters: Parameters<KeyValue['increment']>[0]) {
    return this.answer(() =>
      counters.map(({ key, by, windowSeconds }) => {
        this.keys.push(key);
        const count = (this.counts.get(key) ?? 0) + by;
        this.counts.set(key, count);
        return { count, resetsAt: new Date(startOfTime.getTime() + windowSeconds * 1000) };
      }),
    );
  }
  ping(): Promise<void> {
    return this.answer(() => undefined);
  }
  async close() {}
}

export function fakePrincipal(over: Partial<Principal> = {}): Principal {
  return {
    userId,
    sessionId: '01900000-0000-7000-8000-00000000000b',
    roles: ['user'],
    permissions: new Set<string>(),
    authTime: startOfTime,
    steppedUpAt: startOfTime,
    amr: ['pwd'],
    ...over,
  };
}

/** Takes the token `good`, and `good-<n>` for further users; nothing else. */
export function fakeAuthenticator(principal: Partial<Principal> = {}): Authenticator {
  return {
    async verify(token) {
      const known = /^good(?:-(\d+))?$/.exec(token);
      if (!known) throw new AuthError('TOKEN_INVALID');
      return { userId: known[1] ? `user-${known[1]}` : userId, sessionId: 's', authTime: startOfTime, amr: ['pwd'] };
    },
    async load(claims) {
      return fakePrincipal({ userId: claims.userId, ...principal });
    },
    limited: async () => undefined,
    acted: async () => undefined,
  };
}

export function fakeConfig(over: Record<string, string> = {}): Config {
  return readConfig({
    GATEHOUSE_MODE: 'test',
    GATEHOUSE_ORIGIN: origin,
    GATEHOUSE_MAIL_FROM: 'no-reply@example.com',
    GATEHOUSE_SECURITY_CONTACT: 'mailto:security@example.com',
    ...over,
  });
}

export interface FakePlatform extends Platform {
  log: CollectingLog;
  metrics: CollectingMetrics;
  store: FakeStore;
}

function notUsed(): never {
  throw new Error('a kernel test does not use this');
}

/** Marks an error that the fake database calls unavailable. */
export class DatabaseAsleep extends Error {}

const database = {
  isUnavailable: (error: unknown) => error instanceof DatabaseAsleep,
  ping: async () => undefined,
  close: async () => undefined,
} as unknown as Database;

export function fakePlatform(over: Partial<Platform> = {}): FakePlatform {
  return {
    config: fakeConfig(),
    clock: { now: () => startOfTime },
    database,
    store: new FakeStore(),
    mail: { send: notUsed },
    queue: { nudge: notUsed },
    keys: { signing: notUsed, verifying: notUsed, ring: notUsed },
    archive: { put: notUsed, get: notUsed, list: notUsed },
    providers: { authorizationUrl: notUsed, redeem: notUsed },
    log: new CollectingLog(),
    metrics: new CollectingMetrics(),
    ...over,
  } as FakePlatform;
}

export interface EventOptions {
  method?: string;
  path?: string;
  query?: string;
  headers?: Record<string, string>;
  cookies?: string[];
  /** An object becomes JSON with its content type; a string goes as it is. */
  body?: unknown;
  base64?: boolean;
  ip?: string;
}

/** An API Gateway HTTP API event (payload v2), as the service writes it. */
export function httpEvent(options: EventOptions = {}): APIGatewayProxyEventV2 {
  const {
    method = 'GET',
    path = '/',
    query = '',
    headers = {},
    cookies,
    body,
    base64 = false,
    ip = '192.0.2.1',
  } = options;
  const isJson = body !== undefined && typeof body !== 'string';
  return {
    version: '2.0',
    routeKey: `${method} ${path}`,
    rawPath: path,
    rawQueryString: query,
    headers: { ...(isJson && { 'content-type': 'application/json' }), ...headers },
    ...(cookies && { cookies }),
    ...(body !== undefined && { body: isJson ? JSON.stringify(body) : String(body) }),
    isBase64Encoded: base64,
    requestContext: {
      accountId: '000000000000',
      apiId: 'api',
      domainName: 'auth.example.com',
      domainPrefix: 'auth',
      http: { method, path, protocol: 'HTTP/1.1', sourceIp: ip, userAgent: '' },
      requestId: 'gateway',
      routeKey: `${method} ${path}`,
      stage: '$default',
      time: '',
      timeEpoch: 0,
    },
  };
}
