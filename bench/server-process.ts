import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { program } from '../test/services/server.ts';

/** One server under measurement: a process of its own. */
export interface ServerProcess {
  port: number;
  /** User and system time of all its threads so far, in milliseconds. The kernel counts in ticks of 10 ms. */
  cpuMilliseconds(): number;
  /** Resident memory in megabytes. */
  residentMegabytes(): number;
  stop(): Promise<void>;
}

const taskset = program('taskset');
/** The server has a core to itself; client, database and store share the others. */
const pins = taskset !== undefined && availableParallelism() > 1;

/** Whether processes are bound to cores, in words. */
export const pinning = pins ? 'server on core 0, everything else on the other cores' : 'no process is bound to a core';

/** Binds this process's main thread, and what it starts from now on, to the cores that the servers do not have. */
export function leaveServerCore(): void {
  if (!pins) return;
  const others = `1-${availableParallelism() - 1}`;
  execFileSync(taskset, ['--cpu-list', '--pid', others, String(process.pid)], { stdio: 'ignore' });
}

const startMilliseconds = 30_000;

/** Starts a Node program that prints the address at which it listens. Throws where it ends or stays silent. */
export async function startServer(
  file: URL,
  args: readonly string[],
  nodeOptions: readonly string[] = [],
): Promise<ServerProcess> {
  const node = [process.execPath, ...nodeOptions, file.pathname, ...args];
  const [command = '', ...rest] = pins ? [taskset, '--cpu-list', '0', ...node] : node;
  const child = spawn(command, rest, { stdio: ['ignore', 'pipe', 'inherit'], env: bareEnvironment() });
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  const port = await portOf(child, file);
  return {
    port,
    cpuMilliseconds: () => cpuOf(child.pid ?? 0),
    residentMegabytes: () => Number(/VmRSS:\s+(\d+)/.exec(facts(child.pid ?? 0, 'status'))?.[1]) / 1024,
    async stop() {
      process.off('exit', kill);
      const gone = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await gone;
    },
  };
}

/** No setting of the operator's platform reaches the servers. */
function bareEnvironment(): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, HOME: process.env.HOME, NODE_ENV: 'production' };
}

function portOf(child: ChildProcess, { pathname }: URL): Promise<number> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`${pathname} does not start`)), startMilliseconds);
    let text = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      const port = /http:\/\/[\w.]+:(\d+)\s/.exec(text)?.[1];
      if (!port) return;
      clearTimeout(timer);
      resolve(Number(port));
    });
    child.once('exit', (code) => {
      clearTimeout(timer);
      reject(new Error(`${pathname} ended with ${code}`));
    });
  });
}

/** proc(5), /proc/[pid]/stat: utime and stime are fields 14 and 15, in ticks, of which Linux has 100 a second. */
function cpuOf(pid: number): number {
  const text = facts(pid, 'stat');
  // The command's name, in brackets, may hold spaces.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

function facts(pid: number, name: string): string {
  return readFileSync(`/proc/${pid}/${name}`, 'utf8');
}
