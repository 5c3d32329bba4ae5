/** `npm run cost`: what the example stages cost, from their templates and a table of prices. `-- --stage NAME`: that stage. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { builtFor, isSiteMissing, missingBundles } from '../../infra/built.ts';
import { readStage, type StageInput } from '../../infra/config.ts';
import { addPlatform, newApp } from '../../infra/platform.ts';
import { stageNamed, stages } from '../../infra/stages.ts';
import { inventoryOf, type Template } from '../cost/inventory.ts';
import { type Column, costReport } from '../cost/report.ts';
import { parsedOptions } from '../operator/parsed-options.ts';
import { repository } from '../site/repository.ts';
import { buildFor } from './cloud-build.ts';

try {
  const { values } = parsedOptions(
    { args: process.argv.slice(2), options: { stage: { type: 'string' } } },
    'cost -- [--stage NAME]',
  );
  const asked = values.stage === undefined ? stages : [stageNamed(values.stage)];
  process.stdout.write(`${costReport(asked.map(columnOf))}\n`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

function columnOf(input: StageInput): Column {
  const config = readStage(input);
  const built = builtFor(config.profile, repository);
  if (missingBundles(built).length > 0 || isSiteMissing(built)) buildFor(config, {});
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-cost-'));
  try {
    const app = newApp(folder);
    addPlatform(app, config, built);
    const templates = app.synth().stacks.map(({ template }) => template as Template);
    return { name: `${config.name} (${config.profile})`, stage: inventoryOf(templates, 'password-login') };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
