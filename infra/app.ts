/** The app for the CDK's own command: `cdk <command> --context stage=NAME` (cdk.json). */
import { fileURLToPath } from 'node:url';
import { builtFor, refuseUnbuilt } from './built.ts';
import { readStage } from './config.ts';
import { addPlatform, newApp } from './platform.ts';
import { stageNamed } from './stages.ts';

try {
  const app = newApp();
  const name: unknown = app.node.tryGetContext('stage');
  if (typeof name !== 'string') {
    throw new Error('Which stage? Say --context stage=NAME, with a name from infra/stages.ts');
  }
  const config = readStage(stageNamed(name));
  const built = builtFor(config.profile, fileURLToPath(new URL('..', import.meta.url)));
  refuseUnbuilt(built, config.name);
  addPlatform(app, config, built);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
