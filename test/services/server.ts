import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

/** A throw-away server on a free loopback port. */
export interface Server {
  url: string;
  port: number;
  /** `SIGSTOP` makes it hang, `SIGCONT` lets it go on. */
  signal(name: NodeJS.Signals): void;
  /** Ends it at once and removes its folder. */
  stop(): Promise<void>;
}

export const run = promisify(execFile);

/** The full path of a program, looked for on PATH and in further folders; undefined where there is none. */
export function program(name: string, folders: readonly string[] = []): string | undefined {
  const searched = [...folders, ...(process.env.PATH ?? '').split(delimiter)];
  return searched.map((folder) => join(folder, name)).find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

const scratchName = /^gatehouse-server-(\d+)-/;

/**
 * A folder for one server of this process. Folders of processes that were killed before they could tidy up go first.
 */
export async function scratchFolder(): Promise<string> {
  for (const name of await readdir(tmpdir())) {
    const owner = scratchName.exec(name)?.[1];
    if (owner && !isAlive(Number(owner))) await rm(join(tmpdir(), name), { recursive: true, force: true });
  }
  return mkdtemp(join(tmpdir(), `gatehouse-server-${process.pid}-`));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** A port that was free a moment ago. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}

/** PostgreSQL refuses to run as root: there its servers and tools run as the user that the package made. */
export function asPostgres(): string[] {
  return process.getuid?.() === 0 ? ['--reuid=postgres', '--regid=postgres', '--init-groups'] : [];
}

/** Starts a server that dies with this process, even with one that is killed (prctl(2), PR_SET_PDEATHSIG). */
export function launch(path: string, args: readonly string[], privileges: readonly string[] = []): ChildProcess {
  const setpriv = program('setpriv');
  const command = setpriv ? [setpriv, '--pdeathsig=QUIT', ...privileges, path, ...args] : [path, ...args];
  const child = spawn(command[0] ?? path, command.slice(1), { stdio: 'ignore' });
  // A server does not keep the process of the tests alive.
  child.unref();
  return child;
}

/** Resolves once the process is gone. */
export function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.ref();
    child.once('exit', () => resolve());
    child.kill(signal);
  });
}

/** Asks until the server answers; throws what it said last after 30 seconds, or once its process has ended. */
export async function answers(child: ChildProcess, ask: () => Promise<unknown>): Promise<void> {
  for (let tries = 0; ; tries += 1) {
    try {
      await ask();
      return;
    } catch (error) {
      if (tries >= 600 || child.exitCode !== null) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
