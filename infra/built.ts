/** Where the builds put what the stacks pack, and what of it is missing. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { api } from '../lambdas/api.ts';
import type { Contract } from '../lambdas/kernel/http/contract.ts';
import { sitePaths } from '../web/export/built-site.ts';
import type { Profile } from './config.ts';
import { workers } from './constructs/workers.ts';
import type { Built } from './platform.ts';

/** The folders of a profile, whether or not anything is in them. */
export function builtFor(profile: Profile, root: string): Built {
  return { bundles: join(root, 'dist', 'functions', profile), site: sitePaths(root).files };
}

/** The bundle of every function, by name. */
export function bundleNames(): string[] {
  return [...Object.values<Contract>(api).map(({ flow }) => flow), ...workers.map(({ name }) => name)];
}

/** The bundles that are not there. */
export function missingBundles({ bundles }: Built): string[] {
  return bundleNames().filter((name) => !existsSync(join(bundles, name, 'index.mjs')));
}

export function isSiteMissing({ site }: Built): boolean {
  return !existsSync(join(site, 'index.html'));
}

/** @throws in one sentence with what builds it, where something that a stage packs is not there. */
export function refuseUnbuilt(built: Built, stage: string): void {
  const missing = [...missingBundles(built), ...(isSiteMissing(built) ? ['the site'] : [])];
  if (missing.length === 0) return;
  throw new Error(`Not built yet: ${missing.join(', ')}. Run first: npm run synth -- --stage ${stage}`);
}
