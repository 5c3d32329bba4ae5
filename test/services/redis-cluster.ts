import { rm } from 'node:fs/promises';
import { askRedis, makeCertificate, startNode } from './redis.ts';
import { answers, end, scratchFolder } from './server.ts';

export interface RedisClusterOptions {
  /** Its only account; `app` by default. */
  user?: string;
  /** What that may do, as `ACL SETUSER` takes it; everything by default. */
  access?: string;
}

export interface RedisCluster {
  /** Names one node, by a name that its certificate bears, and the account. */
  url: string;
  ca: string;
  /** The same without the account's password. */
  urlWith(password: string): string;
  /** Puts the replica of the first primary in its place, and waits until all nodes know. */
  failOver(): Promise<void>;
  stop(): Promise<void>;
}

const slots = ['0 5460', '5461 10922', '10923 16383'];
const password = 'cluster-secret';

/**
 * Three primaries that share the slots and a replica of the first, over TLS alone. They tell their clients names and no
 * addresses, as ElastiCache does, and their certificate bears that name alone.
 */
export async function startRedisCluster(options: RedisClusterOptions = {}): Promise<RedisCluster> {
  const { user = 'app', access = 'on ~* &* +@all' } = options;
  const folder = await scratchFolder();
  const ca = await makeCertificate(folder, 'DNS:localhost');
  const names = ['--cluster-announce-hostname', 'localhost', '--cluster-preferred-endpoint-type', 'hostname'];
  const account = ['--user', user, `>${password}`, ...access.split(' ')];
  const settings = [...names, ...account, '--cluster-node-timeout', '2000'];
  const nodes = await Promise.all(
    [...slots, 'replica'].map(() => startNode({ cluster: true, tls: true, folder, ca, settings })),
  );
  const [first, , , replica] = nodes;
  if (!first || !replica) throw new Error('there are four nodes');
  const ask = (port: number, command: string, expected: RegExp) => askRedis(port, command, expected, ca);
  const all = (command: string, expected: RegExp) =>
    Promise.all(nodes.map(({ child, port }) => answers(child, () => ask(port, command, expected))));

  await Promise.all(slots.map((range, n) => ask(nodes[n]?.port ?? 0, `CLUSTER ADDSLOTSRANGE ${range}`, /^\+OK/)));
  for (const { port, busPort } of nodes) await ask(first.port, `CLUSTER MEET 127.0.0.1 ${port} ${busPort}`, /^\+OK/);
  await all('CLUSTER INFO', /cluster_state:ok.*cluster_known_nodes:4/s);
  const id = /[0-9a-f]{40}/.exec(await ask(first.port, 'CLUSTER MYID', /^\$40/))?.[0];
  await ask(replica.port, `CLUSTER REPLICATE ${id}`, /^\+OK/);
  await answers(replica.child, () => ask(replica.port, 'INFO replication', /master_link_status:up/));
  const urlWith = (secret: string) => `rediss://${user}:${secret}@localhost:${first.port}`;
  return {
    url: urlWith(password),
    ca,
    urlWith,
    async failOver() {
      await ask(replica.port, 'CLUSTER FAILOVER', /^\+OK/);
      await all('CLUSTER NODES', new RegExp(`:${replica.port}@[^\\n]* (myself,)?master `));
    },
    async stop() {
      await Promise.all(nodes.map(({ child }) => end(child, 'SIGKILL')));
      await rm(folder, { recursive: true, force: true });
    },
  };
}
