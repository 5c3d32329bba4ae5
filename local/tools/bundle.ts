/** `npm run bundle`: every function of both profiles below `dist/functions/<profile>`, with the size of each. */
import { join } from 'node:path';
import { bundleProfile } from '../bundle/bundle.ts';
import { profiles } from '../bundle/entries.ts';
import { zippedBytes } from '../bundle/zipped.ts';

const root = join(import.meta.dirname, '../..');

for (const profile of profiles) {
  const bundled = await bundleProfile(profile, join(root, 'dist', 'functions', profile));
  process.stdout.write(`${profile}\n`);
  for (const { entry, folder } of bundled)
    process.stdout.write(`  ${entry.name.padEnd(16)} ${Math.ceil((await zippedBytes(folder)) / 1024)} kB zipped\n`);
}
