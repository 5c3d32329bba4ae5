import { spawnSync } from 'node:child_process';
import { builtFor, isSiteMissing, missingBundles } from '../../infra/built.ts';
import type { StageConfig } from '../../infra/config.ts';
import { repository } from '../site/repository.ts';

/**
 * Builds what a stage packs: the functions, and the site under the settings given, such as those of the stage's brand.
 *
 * @throws with the name of the script that failed, or of what it did not make.
 */
export function buildFor(config: StageConfig, settings: Record<string, string>): void {
  for (const script of ['bundle', 'build']) {
    process.stdout.write(`npm run ${script}\n`);
    const { status } = spawnSync(process.execPath, ['--run', script], {
      cwd: repository,
      stdio: 'inherit',
      env: { ...process.env, ...settings },
    });
    if (status !== 0) throw new Error(`npm run ${script} failed: what it says above has to be mended first`);
  }
  const built = builtFor(config.profile, repository);
  const missing = missingBundles(built);
  if (missing.length > 0) throw new Error(`${built.bundles} lacks the bundles of ${missing.join(', ')}`);
  if (isSiteMissing(built)) throw new Error(`${built.site} has no pages`);
}
