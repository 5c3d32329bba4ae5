import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readBrand } from './brand.ts';
import { filesBelow } from './files-below.ts';
import { fingerprintOf } from './fingerprint.ts';

/** What a site is built from. */
export interface SiteSources {
  /** The folder of the repository. */
  root: string;
  /** Where the brand's settings are read from. */
  environment: Readonly<Record<string, string | undefined>>;
  /** What a relative path of the settings is relative to. */
  folder: string;
}

export interface BuiltSite {
  /** What it was made of: the same text, the same site. */
  fingerprint: string;
  /** Its files by path. Those in `_local/` are for this machine alone: a deployment leaves them out. */
  files: ReadonlyMap<string, Buffer>;
}

/** Where the built site is: its files in `files/`, and beside them what they were made of. */
export function sitePaths(root: string) {
  const folder = join(root, 'dist', 'site');
  return { folder, files: join(folder, 'files'), fingerprint: join(folder, 'fingerprint') };
}

/**
 * What a site would be made of now.
 *
 * @throws BrandError with every fault of the settings.
 */
export function currentFingerprint({ root, environment, folder }: SiteSources): string {
  const { brand, files } = readBrand(environment, { root, folder });
  return fingerprintOf(root, JSON.stringify([brand, [...files.keys()]]));
}

/** What the built site was made of, or null where there is none. */
export function builtFingerprint(root: string): string | null {
  try {
    return readFileSync(sitePaths(root).fingerprint, 'utf8');
  } catch {
    return null;
  }
}

/** The built site, or null where there is none. */
export function readBuiltSite(root: string): BuiltSite | null {
  const fingerprint = builtFingerprint(root);
  if (fingerprint === null) return null;
  try {
    return { fingerprint, files: filesBelow(sitePaths(root).files) };
  } catch (error) {
    // Another build puts its own in place at this moment.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
