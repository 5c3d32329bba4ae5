/** `npm run build`: builds the site into `dist/site`, says what each page loads, and fails where that is too much. */
import { ConfigurationError, settingNames } from '../../lambdas/kernel/config.ts';
import { unknownSettings } from '../../lambdas/kernel/known-settings.ts';
import { BrandError } from '../../web/export/brand.ts';
import { BuildError, buildSite } from '../../web/export/build.ts';
import { PolicyFault } from '../../web/export/content-policy.ts';
import { firstLoads } from '../../web/export/sizes.ts';
import { repository } from '../site/repository.ts';

/** Bytes of gzip that a page may load before it works. */
const budget = { route: '/sign-in', bytes: 200_000 };
/** Faults that say what mends them. */
const ours = [ConfigurationError, BrandError, BuildError, PolicyFault];

try {
  const unknown = unknownSettings(process.env, settingNames);
  if (unknown.length > 0) throw new ConfigurationError(unknown);
  const { files } = await buildSite({ root: repository, environment: process.env, folder: process.cwd() });
  const loads = firstLoads(files);
  const kilobytes = (bytes: number) => `${(bytes / 1000).toFixed(1)} kB`;
  const lines = loads.map(({ route, bytes }) => `  ${route.padEnd(24)}${kilobytes(bytes).padStart(9)}`);
  process.stdout.write(`dist/site: JavaScript of each page's first load, gzip\n${lines.join('\n')}\n`);
  const measured = loads.find(({ route }) => route === budget.route)?.bytes;
  if (measured === undefined) fail(`There is no page ${budget.route} to be measured.`);
  else if (measured > budget.bytes)
    fail(`${budget.route} loads ${kilobytes(measured)}: at most ${kilobytes(budget.bytes)} are allowed.`);
} catch (error) {
  if (!ours.some((kind) => error instanceof kind)) throw error;
  fail((error as Error).message);
}

function fail(message: string): void {
  process.stderr.write(`${message}\n`);
  process.exitCode = 1;
}
