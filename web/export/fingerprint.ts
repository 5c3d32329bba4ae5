import { createHash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';

/** What the site is made of. Of the platform's code it is what the browser gets: contracts, error codes, the client. */
const made = [
  'web/**/*',
  'lambdas/flows/*/contract.ts',
  'lambdas/flows/*/*-routes.ts',
  'lambdas/kernel/errors.ts',
  'lambdas/kernel/http/*.ts',
  'package-lock.json',
  'tsconfig.json',
];

/** What a build leaves in the folder of its sources. */
const left = new Set(['out', '.next', 'next-env.d.ts', 'tsconfig.tsbuildinfo']);

/** The files that the site is made of, by path from `root`, in one order on every machine. */
export function siteSources(root: string): string[] {
  return globSync(made, { cwd: root, withFileTypes: true, exclude: (entry) => left.has(entry.name) })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(join(root, sep).length).replaceAll(sep, '/'))
    .sort();
}

/**
 * Changes whenever the site that is made of these files for this brand could become another one.
 *
 * @param brand whatever the brand was made from, as text.
 */
export function fingerprintOf(root: string, brand: string): string {
  const hash = createHash('sha256').update(brand);
  for (const path of siteSources(root)) {
    const bytes = readFileSync(join(root, path));
    hash.update(`\0${path}\0${bytes.length}\0`).update(bytes);
  }
  return hash.digest('hex');
}
