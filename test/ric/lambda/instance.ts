import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { inTurn } from '../../../lambdas/adapters/in-turn.ts';
import { end, program } from '../../services/server.ts';
import { startRuntimeApi } from './runtime-api.ts';

export interface InstanceOptions {
  /** The program of the runtime interface client. */
  client: string;
  /** The function's folder, whose `index.mjs` exports `handler`. */
  folder: string;
  /** The function's name, and who its calls to services are signed by. */
  name: string;
  environment: Readonly<Record<string, string>>;
  timeoutSeconds: number;
}

/** One execution environment of a function: a process that is frozen whenever it has no event. */
export interface Instance {
  /** What the handler answers; rejects with a `FunctionError` where it throws, and once its time is over. */
  invoke(event: unknown): Promise<unknown>;
  /** Every line that it has written to standard output. */
  lines: readonly string[];
  /** Everything that it has written to standard error. */
  complaints(): string;
  stop(): Promise<void>;
}

/** Starts one and waits until it asks for its first event. Throws what its module threw. */
export async function startInstance(options: InstanceOptions): Promise<Instance> {
  const { name, timeoutSeconds } = options;
  const api = await startRuntimeApi({
    onIdle: () => child.kill('SIGSTOP'),
    onBusy: () => child.kill('SIGCONT'),
  });
  const child = launch(options, api.address);
  const lines: string[] = [];
  let complaints = '';
  if (child.stdout) createInterface(child.stdout).on('line', (line) => lines.push(line));
  child.stderr?.on('data', (chunk: Buffer) => {
    complaints += chunk.toString();
  });
  child.once('exit', (code, signal) => api.fail(new Error(`${name} ended by ${signal ?? code}: ${complaints}`)));
  const queued = inTurn();

  async function stop(): Promise<void> {
    await end(child, 'SIGKILL');
    await api.close();
  }

  async function invoke(event: unknown): Promise<unknown> {
    const functionArn = `arn:aws:lambda:eu-west-1:000000000000:function:${name}`;
    const timer = setTimeout(() => {
      api.fail(new Error(`${name} timed out after ${timeoutSeconds} seconds`));
      child.kill('SIGKILL');
    }, timeoutSeconds * 1000);
    return api.invoke(event, { functionArn, timeoutMs: timeoutSeconds * 1000 }).finally(() => clearTimeout(timer));
  }

  try {
    await api.ready;
  } catch (error) {
    await stop();
    throw error;
  }
  return { invoke: (event) => queued(() => invoke(event)), lines, complaints: () => complaints, stop };
}

/** A frozen process takes no signal but SIGKILL: with that it dies with this one (prctl(2), PR_SET_PDEATHSIG). */
function launch({ client, folder, name, environment }: InstanceOptions, runtimeApi: string): ChildProcess {
  const setpriv = program('setpriv');
  const [command = '', ...rest] = [...(setpriv ? [setpriv, '--pdeathsig=KILL'] : []), process.execPath, client];
  return spawn(command, rest, {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...lambdaEnvironment(name, folder), AWS_LAMBDA_RUNTIME_API: runtimeApi, ...environment },
  });
}

/** "Defined runtime environment variables", AWS Lambda developer guide; and nothing of this process's own. */
export function lambdaEnvironment(name: string, folder: string): Record<string, string> {
  return {
    PATH: process.env.PATH ?? '',
    LANG: 'en_US.UTF-8',
    HOME: folder,
    _HANDLER: 'index.handler',
    LAMBDA_TASK_ROOT: folder,
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    AWS_LAMBDA_FUNCTION_NAME: name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '512',
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: '2026/11/25/[$LATEST]0123456789abcdef0123456789abcdef',
    AWS_LAMBDA_LOG_FORMAT: 'JSON',
    AWS_LAMBDA_LOG_LEVEL: 'INFO',
    AWS_REGION: 'eu-west-1',
    AWS_DEFAULT_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: name,
    AWS_SECRET_ACCESS_KEY: 'stand-in',
    AWS_SESSION_TOKEN: 'stand-in',
  };
}
