/**
 * `npm run synth`: makes the templates of every stage, without an AWS account and without a network, and says what they
 * hold. Fails on what cdk-nag or the template validation finds. `-- --stage NAME`: of that stage alone.
 */
import { join, relative } from 'node:path';
import { builtFor, isSiteMissing, missingBundles } from '../../infra/built.ts';
import type { StageInput } from '../../infra/config.ts';
import { addPlatform, newApp } from '../../infra/platform.ts';
import { stageNamed, stages } from '../../infra/stages.ts';
import { parsedOptions } from '../operator/parsed-options.ts';
import { repository } from '../site/repository.ts';
import { buildFor } from './cloud-build.ts';
import { readStageToBuild } from './stage-to-build.ts';

interface Template {
  Resources?: Record<string, { Type: string }>;
}

try {
  const { values } = parsedOptions(
    { args: process.argv.slice(2), options: { stage: { type: 'string' } } },
    'synth -- [--stage NAME]',
  );
  for (const stage of values.stage === undefined ? stages : [stageNamed(values.stage)]) synthesise(stage);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

function synthesise(input: StageInput): void {
  const config = readStageToBuild(input);
  const built = builtFor(config.profile, repository);
  // Under no brand: this machine's own site is built there, and templates name its files by their hash alone.
  if (missingBundles(built).length > 0 || isSiteMissing(built)) buildFor(config, {});
  const startedAt = performance.now();
  const folder = join(repository, 'cdk.out', config.name);
  const app = newApp(folder);
  addPlatform(app, config, built);
  const templates = app
    .synth()
    .stacks.map(({ stackName, template }) => ({ stackName, ...count(template as Template) }));
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  process.stdout.write(
    `${config.name} (${config.profile}, ${config.region}): ${relative(repository, folder)}, ${seconds} s\n`,
  );
  for (const { stackName, resources, functions } of templates) {
    process.stdout.write(
      `  ${stackName.padEnd(44)}${resources} resources${functions > 0 ? `, ${functions} functions` : ''}\n`,
    );
  }
}

function count({ Resources = {} }: Template): { resources: number; functions: number } {
  const types = Object.values(Resources).map(({ Type }) => Type);
  return { resources: types.length, functions: types.filter((type) => type === 'AWS::Lambda::Function').length };
}
