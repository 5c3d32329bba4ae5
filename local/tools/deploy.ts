/**
 * `npm run deploy -- --stage NAME`: builds functions and site and deploys every stack of the stage. Whatever follows a
 * second `--` goes to `cdk deploy` as it is.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { StageConfig } from '../../infra/config.ts';
import { stageNamed, stages } from '../../infra/stages.ts';
import { parsedOptions } from '../operator/parsed-options.ts';
import { repository } from '../site/repository.ts';
import { buildFor } from './cloud-build.ts';
import { brandSettings, readStageToBuild } from './stage-to-build.ts';

try {
  const { values, positionals } = parsedOptions(
    { args: process.argv.slice(2), options: { stage: { type: 'string' } }, allowPositionals: true },
    'deploy -- --stage NAME [-- OPTIONS OF CDK DEPLOY]',
  );
  if (values.stage === undefined) {
    throw new Error(
      `Say which stage: npm run deploy -- --stage NAME. There are: ${stages.map(({ name }) => name).join(', ')}`,
    );
  }
  const config = readStageToBuild(stageNamed(values.stage));
  await refuseWithoutCredentials(config);
  buildFor(config, brandSettings(config));
  process.exitCode = deploy(config, positionals);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

/** The credentials that the CDK would take too. That they are of the stage's account is what it asks AWS itself. */
async function refuseWithoutCredentials({ account, region }: StageConfig): Promise<void> {
  const client = new SecretsManagerClient({ region });
  try {
    await client.config.credentials();
  } catch {
    throw new Error(
      `There are no AWS credentials here. Sign in to the account ${account} first, for example with "aws sso login", and name its profile in AWS_PROFILE`,
    );
  } finally {
    client.destroy();
  }
}

function deploy({ name }: StageConfig, further: readonly string[]): number {
  const cdk = join(repository, 'node_modules', 'aws-cdk', 'bin', 'cdk');
  const args = ['deploy', '--all', '--context', `stage=${name}`, '--output', join('cdk.out', name), ...further];
  return spawnSync(process.execPath, [cdk, ...args], { cwd: repository, stdio: 'inherit' }).status ?? 1;
}
