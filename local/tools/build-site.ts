/** The build of the site as a process of its own, beside the platform that waits for it. Says why it fails. */
import { buildSite } from '../../web/export/build.ts';
import { repository } from '../site/repository.ts';

try {
  await buildSite({ root: repository, environment: process.env, folder: process.cwd() });
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
