import { rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { answers, end, freePort, launch, program, type Server, scratchFolder } from './server.ts';

export interface RedisOptions {
  /** For a server that comes back where another one was. */
  port?: number;
  /** A cluster of one node that serves every slot and refuses what a cluster refuses. */
  cluster?: boolean;
}

/** The path of a Redis or Valkey server, or undefined. */
export function redisProgram(): string | undefined {
  return program('valkey-server') ?? program('redis-server');
}

/** Starts an empty server that keeps everything in memory alone. Throws where no program is installed. */
export async function startRedis(options: RedisOptions = {}): Promise<Server> {
  const path = redisProgram();
  if (!path) throw new Error('neither valkey-server nor redis-server is installed');
  const port = options.port ?? (await freePort());
  const folder = await scratchFolder();
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', folder];
  if (options.cluster) args.push('--cluster-enabled', 'yes', '--cluster-announce-ip', '127.0.0.1');
  const child = launch(path, args);
  await answers(child, () => askRedis(port, 'PING', /^\+PONG/));
  if (options.cluster) {
    await askRedis(port, 'CLUSTER ADDSLOTSRANGE 0 16383', /^\+OK/);
    await answers(child, () => askRedis(port, 'CLUSTER INFO', /cluster_state:ok/));
  }
  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    signal: (name) => child.kill(name),
    async stop() {
      await end(child, 'SIGKILL');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** One inline command over a connection of its own; throws where the answer is not the expected one. */
export function askRedis(port: number, command: string, expected: RegExp): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(`${command}\r\n`));
    socket.setTimeout(2_000, () => socket.destroy(new Error('no answer')));
    socket.once('error', reject);
    socket.once('data', (data) => {
      socket.destroy();
      if (expected.test(data.toString())) resolve();
      else reject(new Error(`unexpected answer to ${command}: ${data}`));
    });
  });
}
