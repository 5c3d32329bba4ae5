import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freshPglite } from '../../services/databases.ts';
import { pgliteSnapshot } from '../../services/templates.ts';
import { findChromium } from './chromium.ts';
import { type StartedPlatform, startShared } from './processes.ts';
import { buildSite } from './site.ts';

/** What this run started, for `global-teardown.ts`. */
export const started: StartedPlatform[] = [];

/**
 * Once a run: a browser is there, the site is built, and so is the data folder that every platform gets a copy of; a
 * platform for each worker runs.
 */
export default async function globalSetup({ maxWorkers }: { maxWorkers: number }): Promise<void> {
  process.env.TZ = 'America/Chicago';
  const { executablePath } = await findChromium();
  // For every worker: what was found, or unpacked, once.
  process.env.GATEHOUSE_CHROMIUM = executablePath;
  process.env.TEST_PGLITE_SNAPSHOT = await pgliteSnapshot();
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-e2e-'));
  await (await freshPglite({ folder: join(folder, 'database') })).close();
  process.env.TEST_DATA_FOLDER = folder;
  await buildSite();
  started.push(...(await startShared(maxWorkers)));
}
