/**
 * `npm run restore -- --stage NAME`: the last step of a restore (docs/operations/backup.md). Raises the platform epoch to
 * this moment and deploys: every session, token and mailed link from before it is dead.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { stageNamed } from '../../infra/stages.ts';
import { confirmStage } from '../operator/confirm.ts';
import { epochParameter } from '../operator/epoch.ts';
import { readRestore } from '../operator/options.ts';

try {
  const { config, yes, further } = readRestore(process.argv.slice(2), stageNamed);
  const consequence = `Everybody is signed out of ${config.name}, in the account ${config.account}, and must sign in again.`;
  if (!yes) await confirmStage(config.name, consequence, { input: process.stdin, output: process.stdout });
  const deploy = [join(import.meta.dirname, 'deploy.ts'), '--stage', config.name, '--'];
  const args = [...deploy, ...epochParameter(config, new Date()), ...further];
  process.exitCode = spawnSync(process.execPath, args, { stdio: 'inherit' }).status ?? 1;
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
