import { readFile, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { connect as connectTls } from 'node:tls';
import { answers, end, freePort, launch, program, run, type Server, scratchFolder } from './server.ts';

export interface RedisOptions {
  /** For a server that comes back where another one was. */
  port?: number;
  /** A cluster of one node that serves every slot and refuses what a cluster refuses. */
  cluster?: boolean;
  /** Takes TLS alone, under a certificate that `ca` of the answer vouches for. Needs `openssl`. */
  tls?: boolean;
}

/** A server that is to be one of several. */
export interface NodeOptions extends RedisOptions {
  /** Holds its files, and with TLS `cert.pem` and `key.pem`. */
  folder: string;
  ca?: string;
  settings?: readonly string[];
}

export interface RedisServer extends Server {
  ca?: string;
}

/** The path of a Redis or Valkey server, or undefined. */
export function redisProgram(): string | undefined {
  return program('valkey-server') ?? program('redis-server');
}

/** Starts an empty server that keeps everything in memory alone. Throws where no program is installed. */
export async function startRedis(options: RedisOptions = {}): Promise<RedisServer> {
  const folder = await scratchFolder();
  const ca = options.tls ? await makeCertificate(folder, 'IP:127.0.0.1') : undefined;
  const { child, port } = await startNode({ ...options, folder, ...(ca ? { ca } : {}) });
  if (options.cluster) {
    await askRedis(port, 'CLUSTER ADDSLOTSRANGE 0 16383', /^\+OK/, ca);
    await answers(child, () => askRedis(port, 'CLUSTER INFO', /cluster_state:ok/, ca));
  }
  return {
    url: `${ca ? 'rediss' : 'redis'}://127.0.0.1:${port}`,
    port,
    ...(ca ? { ca } : {}),
    signal: (name) => child.kill(name),
    async stop() {
      await end(child, 'SIGKILL');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Starts the process of a server and waits for its first answer. */
export async function startNode(options: NodeOptions) {
  const path = redisProgram();
  if (!path) throw new Error('neither valkey-server nor redis-server is installed');
  const port = options.port ?? (await freePort());
  // By itself it would take 10,000 more than its port, which may be more than there are.
  const busPort = options.cluster ? await freePort() : 0;
  const child = launch(path, argumentsFor(options, port, busPort));
  await answers(child, () => askRedis(port, 'PING', /^\+PONG/, options.ca));
  return { child, port, busPort };
}

function argumentsFor(options: NodeOptions, port: number, busPort: number): string[] {
  const { folder, settings = [] } = options;
  const args = ['--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', folder, ...settings];
  if (options.cluster) {
    args.push('--cluster-enabled', 'yes', '--cluster-announce-ip', '127.0.0.1', '--cluster-port', String(busPort));
    args.push('--cluster-config-file', `nodes-${port}.conf`);
  }
  if (!options.tls) return [...args, '--port', String(port)];
  args.push('--port', '0', '--tls-port', String(port), '--tls-auth-clients', 'no');
  args.push('--tls-cert-file', join(folder, 'cert.pem'), '--tls-key-file', join(folder, 'key.pem'));
  args.push('--tls-ca-cert-file', join(folder, 'cert.pem'));
  return options.cluster ? [...args, '--tls-cluster', 'yes', '--tls-replication', 'yes'] : args;
}

/** A certificate for one name that vouches for itself, in PEM: `cert.pem` and `key.pem` of the folder. */
export async function makeCertificate(folder: string, name: string): Promise<string> {
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
  const names = ['-subj', '/CN=gatehouse-test', '-addext', `subjectAltName=${name}`];
  await run('openssl', ['req', '-x509', ...kind, ...names, '-keyout', key, '-out', cert]);
  return readFile(cert, 'utf8');
}

/** One inline command over a connection of its own; throws where the answer is not the expected one. */
export function askRedis(port: number, command: string, expected: RegExp, ca?: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const send = () => socket.write(`${command}\r\n`);
    // Who it is matters to the clients under test, not here.
    const tls = { port, host: '127.0.0.1', ca, checkServerIdentity: () => undefined };
    const socket = ca ? connectTls(tls, send) : connect(port, '127.0.0.1', send);
    socket.setTimeout(2_000, () => socket.destroy(new Error('no answer')));
    socket.once('error', reject);
    socket.once('data', (data) => {
      socket.destroy();
      if (expected.test(data.toString())) resolve(data.toString());
      else reject(new Error(`unexpected answer to ${command}: ${data}`));
    });
  });
}
