import { setTimeout as wait } from 'node:timers/promises';
import { Cluster, type CommonRedisOptions, Redis } from 'iovalkey';
import { DependencyUnavailable } from '../../ports/dependency.ts';
import { withinDeadline } from '../deadline.ts';
import { incrementScript, putIfNewerScript, takeScript } from './redis-scripts.ts';

export interface RedisConnectionOptions {
  /** `redis://host:port/db`, or `rediss://` for TLS. */
  url: string;
  /** The store is a cluster and the URL names one of its nodes; ElastiCache Serverless is one. */
  cluster?: boolean;
  /** The authority that signed the server's certificate (PEM), where the system does not know it. */
  ca?: string;
  /** Connections that nobody used for so long are looked at before the next use. */
  idleMs?: number;
  /** Told of each failed connection. */
  onError?: (error: Error) => void;
}

/** The client with the commands that are scripts of ours. */
export type RedisClient = (Redis | Cluster) & {
  putIfNewer(key: string, now: number, version: number, entry: string, ttlMs: number): Promise<number>;
  takeOnce(key: string, now: number, taker: string): Promise<string | null>;
  addToCounter(key: string, now: number, by: number, resetsAt: number, ttlMs: number): Promise<[string, string]>;
};

export interface RedisConnection {
  client: RedisClient;
  /**
   * Runs commands, each of them by `send`; throws `DependencyUnavailable` where the store does not answer them in time.
   */
  run<T>(work: (send: Send) => Promise<T>): Promise<T>;
}

type Send = <T>(command: () => Promise<T>) => Promise<T>;

/** The port promises an answer or a refusal within two seconds. A connection that is silent so long is dropped too. */
const deadlineMs = 1_500;
const retryDelayMs = (times: number) => Math.min(times * 50, 1_000);
/** Replies that blame the command, not the state of the server: faults of this adapter, not of the store. */
const ownFault = /^(ERR|WRONGTYPE|CROSSSLOT|NOPROTO)\b/;
/** Replies of a cluster to a command that it has not run, since another node serves its key now or soon will. */
const servedElsewhere = /^(MOVED|ASK|TRYAGAIN|CLUSTERDOWN)\b/;

/**
 * Connects in the background and again after each loss. A command waits for the first try and for one reconnection;
 * while further ones fail, every command is refused at once, so that an outage costs a request nothing.
 */
export function connectRedis(options: RedisConnectionOptions): RedisConnection {
  let failing = false;
  const waiting = new Set<{ resolve: () => void; reject: (error: Error) => void }>();

  const client = open(options, (times) => {
    if (times >= 2) {
      failing = true;
      for (const waiter of waiting) waiter.reject(new Error('the connection failed'));
      waiting.clear();
    }
    return retryDelayMs(times);
  });
  // Without a listener the client prints each failure to the console.
  client.on('error', (error: Error) => options.onError?.(error));
  client.on('ready', () => {
    failing = false;
    for (const waiter of waiting) waiter.resolve();
    waiting.clear();
  });

  function ready(): Promise<void> {
    if (failing || client.status === 'end') return Promise.reject(new Error('not connected'));
    return new Promise((resolve, reject) => waiting.add({ resolve, reject }));
  }

  let lastUse = performance.now();
  let looking: Promise<void> | undefined;
  /** While a function is frozen the other end may close a connection unheard: what is sent on it then is refused. */
  function heardFrom(): Promise<void> | undefined {
    const now = performance.now();
    const isStale = now - lastUse > (options.idleMs ?? 10_000);
    lastUse = now;
    if (isStale && client.status === 'ready') {
      const nodes = client instanceof Cluster ? client.nodes('all') : [client];
      looking = Promise.allSettled(nodes.map((node) => node.ping())).then(() => {
        looking = undefined;
      });
    }
    return looking;
  }

  if (client instanceof Cluster) rejoinWhenCutOff(client);
  const send = client instanceof Cluster ? following(client) : <T>(command: () => Promise<T>) => command();

  async function run<T>(work: (send: Send) => Promise<T>): Promise<T> {
    try {
      return await withinDeadline(deadlineMs, async () => {
        await heardFrom();
        if (client.status !== 'ready') await ready();
        return work(send);
      });
    } catch (error) {
      if (error instanceof Error && error.name === 'ReplyError' && ownFault.test(error.message)) throw error;
      throw new DependencyUnavailable('store', error);
    }
  }

  return { client, run };
}

function open(options: RedisConnectionOptions, retryStrategy: (times: number) => number): RedisClient {
  const url = new URL(options.url);
  const shared: CommonRedisOptions = {
    // What is issued together travels together: one round trip.
    enableAutoPipelining: true,
    connectTimeout: deadlineMs,
    socketTimeout: deadlineMs,
    keepAlive: 10_000,
    // A command whose answer was lost is refused, not sent again: a counter must not count twice.
    maxRetriesPerRequest: 0,
    // After a failover the old primary answers READONLY: connect anew, to the new one.
    reconnectOnError: (error) => error.message.startsWith('READONLY'),
    scripts: {
      putIfNewer: { numberOfKeys: 1, lua: putIfNewerScript },
      takeOnce: { numberOfKeys: 1, lua: takeScript },
      addToCounter: { numberOfKeys: 1, lua: incrementScript },
    },
  };
  const tls = /^(rediss|valkeys):$/.test(url.protocol)
    ? { tls: options.ca === undefined ? {} : { ca: options.ca } }
    : {};
  if (!options.cluster) {
    return new Redis(options.url, { ...shared, ...tls, enableOfflineQueue: false, retryStrategy }) as RedisClient;
  }
  const { enableAutoPipelining, scripts, ...node } = shared;
  const login = {
    ...(url.username ? { username: decodeURIComponent(url.username) } : {}),
    ...(url.password ? { password: decodeURIComponent(url.password) } : {}),
  };
  return new Cluster([{ host: url.hostname, port: Number(url.port || 6379) }], {
    enableAutoPipelining,
    scripts,
    enableOfflineQueue: false,
    clusterRetryStrategy: retryStrategy,
    slotsRefreshTimeout: deadlineMs,
    // The certificate bears the names of the nodes, not their addresses.
    dnsLookup: (address, callback) => callback(null, address),
    redisOptions: { ...node, ...tls, ...login },
  }) as RedisClient;
}

/**
 * Joins a cluster anew once every connection to it is lost. By itself the client counts on the nodes that it was never
 * connected to, and sends to the lost ones again and again, until the deadline of each command.
 */
function rejoinWhenCutOff(cluster: Cluster): void {
  const rejoin = () => {
    const states = cluster.nodes('all').map(({ status }) => status);
    const isCutOff = states.length > 0 && states.every((status) => ['wait', 'close', 'end'].includes(status));
    if (isCutOff && cluster.status === 'ready') cluster.disconnect(true);
  };
  // Told while the client is still removing the node.
  cluster.on('-node', () => setImmediate(rejoin));
}

/**
 * Sends a command again that a cluster has refused to run, once its map of the nodes is read anew. The client does so by
 * itself, but not for commands that travel together and go to different nodes now.
 */
function following(cluster: Cluster): Send {
  let refreshing: Promise<void> | undefined;
  const refreshed = () => {
    refreshing ??= new Promise<void>((resolve) => cluster.refreshSlotsCache(() => resolve())).finally(() => {
      refreshing = undefined;
    });
    return refreshing;
  };
  return async (command) => {
    for (let tries = 1; ; tries += 1) {
      try {
        return await command();
      } catch (error) {
        if (tries === 5 || !(error instanceof Error) || !servedElsewhere.test(error.message)) throw error;
      }
      await refreshed();
      if (tries > 1) await wait(retryDelayMs(tries));
    }
  };
}
