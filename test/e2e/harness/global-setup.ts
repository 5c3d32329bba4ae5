import { pgliteSnapshot } from '../../services/templates.ts';
import { findChromium } from './chromium.ts';
import { buildSite } from './site.ts';

/** Once a run: a browser is there, the site is built, and so is the database that every platform starts with. */
export default async function globalSetup(): Promise<void> {
  process.env.TZ = 'America/Chicago';
  const { executablePath } = await findChromium();
  // For every worker: what was found, or unpacked, once.
  process.env.GATEHOUSE_CHROMIUM = executablePath;
  process.env.TEST_PGLITE_SNAPSHOT = await pgliteSnapshot();
  await buildSite();
}
