import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pgliteFolder } from '../../services/templates.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const children = new Set<ChildProcess>();
const folders = new Set<string>();

/** `npm start` as a process of its own. */
export interface RunningChild {
  /** Where it answers, such as `http://localhost:40123`. */
  origin: string;
  process: ChildProcess;
  /** Everything that it wrote to standard output so far. */
  output(): string;
  /** Sends the signal and answers the exit code, or null where the signal itself ended it. */
  end(signal: NodeJS.Signals): Promise<number | null>;
}

/** A data folder with a migrated database in it, seconds faster than a first start. */
export async function preparedFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-data-'));
  folders.add(folder);
  await cp(await pgliteFolder(), join(folder, 'database'), { recursive: true });
  return folder;
}

export interface Finished {
  code: number | null;
  stdout: string;
  stderr: string;
}

type Environment = Readonly<Record<string, string>>;

/** A start runs most of the embedded database once: to optimise it costs a third of the start and pays for none of it. */
const nodeFlags = ['--liftoff-only'];

/** Runs it until it ends by itself. */
export async function runToEnd(args: readonly string[], environment: Environment = {}): Promise<Finished> {
  const { child, stdout, stderr } = launch(args, environment);
  const [code] = await once(child, 'close');
  return { code, stdout: stdout(), stderr: stderr() };
}

/** Runs it to its end, with a signal as soon as it has said the words. */
export async function endAfter(words: string, signal: NodeJS.Signals, args: readonly string[]): Promise<Finished> {
  const { child, stdout, stderr } = launch(args, {});
  const ended = once(child, 'close');
  const heard = () => stdout().includes(words) && child.kill(signal) && child.stdout?.off('data', heard);
  child.stdout?.on('data', heard);
  const [code] = await ended;
  return { code, stdout: stdout(), stderr: stderr() };
}

/** Starts it on a free port and waits until it says where it is; throws what it said where it ends before that. */
export async function startChild(
  args: readonly string[],
  environment: Environment = {},
  repository: string = root,
): Promise<RunningChild> {
  return running(launch(['--port', '0', ...args], environment, { repository }));
}

/** The same by `npm start`, which is what the signals of `end` go to. */
export async function startByNpm(args: readonly string[]): Promise<RunningChild> {
  return running(launch(['start', '--', '--port', '0', ...args], {}, { program: 'npm' }));
}

async function running({ child, stdout, stderr }: Launched): Promise<RunningChild> {
  const { promise: ended, resolve } = Promise.withResolvers<number | null>();
  child.once('close', resolve);
  for (;;) {
    const origin = /^Gatehouse runs at (\S+)\n/m.exec(stdout())?.[1];
    const end = async (signal: NodeJS.Signals) => {
      child.kill(signal);
      return ended;
    };
    if (origin !== undefined) return { origin, process: child, output: stdout, end };
    if (child.exitCode !== null) throw new Error(`it ended: ${stderr()}`);
    await new Promise((next) => setTimeout(next, 10));
  }
}

/** Ends what still runs and removes every folder. */
export async function cleanUp(): Promise<void> {
  for (const child of children) child.kill('SIGKILL');
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
  folders.clear();
}

interface Launched {
  child: ChildProcess;
  stdout(): string;
  stderr(): string;
}

interface Place {
  program?: 'npm';
  repository?: string;
}

function launch(
  args: readonly string[],
  environment: Environment,
  { program, repository = root }: Place = {},
): Launched {
  const { PATH = '', HOME = '' } = process.env;
  const env = { PATH, HOME, GATEHOUSE_HASH_COST: '4', GATEHOUSE_NO_WEB: 'true', ...environment };
  const command: [string, readonly string[]] = program
    ? [program, args]
    : [process.execPath, [...nodeFlags, 'local/main.ts', ...args]];
  const child = spawn(...command, { cwd: repository, env, stdio: ['ignore', 'pipe', 'pipe'] });
  children.add(child);
  child.once('close', () => children.delete(child));
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (data) => {
    stdout += data;
  });
  child.stderr.on('data', (data) => {
    stderr += data;
  });
  return { child, stdout: () => stdout, stderr: () => stderr };
}
