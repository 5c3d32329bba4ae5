import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import * as zod from 'zod/mini';
import { siteSources } from './fingerprint.ts';

/**
 * Writes a `zod/mini` of what the sources of the site use of it. The bundler of Next.js keeps what a used module refers
 * to, and one module of zod refers to all kinds of values that there are: 12 kB of gzip on every page, which say nothing.
 *
 * @param root the folder of the repository.
 * @param file where to; `web/next.config.ts` puts it in place of the package.
 */
export async function writeShakenZod(root: string, file: string): Promise<void> {
  const contents = `export { ${zodMembers(root).join(', ')} } from 'zod/mini';`;
  await build({
    stdin: { contents, resolveDir: import.meta.dirname },
    bundle: true,
    format: 'esm',
    outfile: file,
    logLevel: 'silent',
  });
}

/** What is named as `z.…` anywhere in the sources, and is there when the program runs: a type is not. */
function zodMembers(root: string): string[] {
  const texts = siteSources(root)
    .filter((path) => /\.tsx?$/.test(path))
    .map((path) => readFileSync(join(root, path), 'utf8'));
  const named = texts.flatMap((text) => [...text.matchAll(/\bz\.(\w+)/g)].map(([, name = '']) => name));
  return [...new Set(named)].filter((name) => Object.hasOwn(zod, name)).sort();
}
