/**
 * `npm run restore -- --stage NAME`: the last step of a restore (docs/operations/backup.md). Raises the platform epoch to
 * this moment and deploys: every session, token and mailed link from before it is dead. Then accounts that were disabled or
 * deleted after the backup are disabled again, by what the archive of the audit log says.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { StageConfig } from '../../infra/config.ts';
import { stageNamed } from '../../infra/stages.ts';
import { closedSince } from '../../lambdas/workers/disable-again.ts';
import { disable } from '../operator/administrator-function.ts';
import { openStageAudit } from '../operator/audited.ts';
import { confirmStage } from '../operator/confirm.ts';
import { epochParameter } from '../operator/epoch.ts';
import { readRestore } from '../operator/options.ts';

async function disabledAgain(config: StageConfig): Promise<string> {
  const { database, archive, chain, close } = await openStageAudit(config);
  try {
    const closed = await closedSince(database, archive, chain);
    const disabled = closed.length === 0 ? 0 : await disable(config, closed);
    return `The archive names ${closed.length} accounts that were disabled or deleted after the backup: ${disabled} of them could be used, and are disabled.\n`;
  } finally {
    await close();
  }
}

try {
  const { config, yes, further } = readRestore(process.argv.slice(2), stageNamed);
  const consequence = `Everybody is signed out of ${config.name}, in the account ${config.account}, and must sign in again.`;
  if (!yes) await confirmStage(config.name, consequence, { input: process.stdin, output: process.stdout });
  const deploy = [join(import.meta.dirname, 'deploy.ts'), '--stage', config.name, '--'];
  const args = [...deploy, ...epochParameter(config, new Date()), ...further];
  process.exitCode = spawnSync(process.execPath, args, { stdio: 'inherit' }).status ?? 1;
  if (process.exitCode === 0) process.stdout.write(await disabledAgain(config));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
