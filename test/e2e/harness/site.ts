import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** `npm run build`, which leaves a site alone that is up to date. Throws what it said where it fails. */
export async function buildSite(): Promise<void> {
  await promisify(execFile)(process.execPath, ['--run', 'build'], { cwd: root });
}
