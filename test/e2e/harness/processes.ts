/** The processes of `npm start` that journeys run against. */
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startChild } from '../../local/process/child.ts';

export interface StartedPlatform {
  origin: string;
  close(): Promise<void>;
}

export interface StartOptions {
  limits: boolean;
  settings: Readonly<Record<string, string>>;
}

/** Tests of the process itself need no site. */
const withSite = { GATEHOUSE_NO_WEB: 'false' };

/** Starts one on a data folder of its own, with a migrated database in it (global-setup.ts). */
export async function startPlatform({ limits, settings }: StartOptions): Promise<StartedPlatform> {
  const template = process.env.TEST_DATA_FOLDER;
  if (!template) throw new Error('TEST_DATA_FOLDER is not set: run by npm run e2e');
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-data-'));
  await cp(template, folder, { recursive: true });
  const flags = ['--data', folder, ...(limits ? [] : ['--no-limits'])];
  const { origin, end } = await startChild(flags, { ...withSite, ...settings });
  return {
    origin,
    async close() {
      await end('SIGKILL');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Where the platforms are that files share, one for each worker of the run, with spaces between. */
const sharedOrigins = 'TEST_SHARED_PLATFORMS';

/** Starts them. A start costs as much as three pages, and an emptied one does the same. */
export async function startShared(workers: number): Promise<StartedPlatform[]> {
  const starts = Array.from({ length: workers }, () => startPlatform({ limits: false, settings: {} }));
  const started = await Promise.all(starts);
  process.env[sharedOrigins] = started.map(({ origin }) => origin).join(' ');
  return started;
}

const patienceMs = 10_000;

/** Empties the one of this worker and says where it is; null where there is none, or it does not answer any more. */
export async function emptiedShared(): Promise<string | null> {
  const origin = process.env[sharedOrigins]?.split(' ')[Number(process.env.JEST_WORKER_ID) - 1];
  if (!origin) return null;
  const init = { method: 'POST', headers: { 'content-type': 'application/json' } };
  const answer = await fetch(`${origin}/_local/reset`, { ...init, signal: AbortSignal.timeout(patienceMs) }).catch(
    () => null,
  );
  return answer?.status === 204 ? origin : null;
}
