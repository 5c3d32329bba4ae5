import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** The build was not made. The message is what it said, for whoever has to mend it. */
export class SiteBuildFailed extends Error {
  override readonly name = 'SiteBuildFailed';
}

/**
 * Builds the site in another process, so that this one goes on answering.
 *
 * @param signal ends that process, and those that it started; then this returns, whatever there is.
 * @throws SiteBuildFailed
 */
export async function buildInChild(
  signal: AbortSignal,
  program: string = join(import.meta.dirname, '../tools/build-site.ts'),
): Promise<void> {
  // A process group of its own: Next.js starts further processes, and all of them end together.
  const child = spawn(process.execPath, [program], { detached: true, stdio: ['ignore', 'ignore', 'pipe'] });
  const said: Buffer[] = [];
  child.stderr.on('data', (data: Buffer) => said.push(data));
  const end = () => child.pid !== undefined && endGroup(child.pid);
  signal.addEventListener('abort', end, { once: true });
  if (signal.aborted) end();
  const [code] = await once(child, 'close');
  signal.removeEventListener('abort', end);
  if (code !== 0 && !signal.aborted) throw new SiteBuildFailed(Buffer.concat(said).toString().trim());
}

function endGroup(leader: number): void {
  try {
    process.kill(-leader, 'SIGTERM');
  } catch (error) {
    // It has just ended by itself.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
