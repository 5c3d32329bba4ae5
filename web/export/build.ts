import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { readBrand } from './brand.ts';
import { type BuiltSite, currentFingerprint, readBuiltSite, type SiteSources, sitePaths } from './built-site.ts';
import { withScriptPolicy } from './content-policy.ts';
import { filesBelow } from './files-below.ts';
import { oneAtATime } from './one-at-a-time.ts';
import { writeShakenZod } from './shaken-zod.ts';

/** Next.js did not build the site. The message is what it said. */
export class BuildError extends Error {
  override readonly name = 'BuildError';
}

/**
 * Builds the site into `dist/site`, where it is not there already: the static export of Next.js, each page with the
 * policy of its own scripts, and the brand's files. The folder is made beside and put in place whole. One build runs at
 * a time; another one waits for it, and takes what it made where that is the same.
 *
 * @throws BrandError, BuildError, PolicyFault: each says what is to be mended.
 */
export async function buildSite(sources: SiteSources): Promise<BuiltSite> {
  const { root, environment, folder } = sources;
  const brand = readBrand(environment, { root, folder });
  const { folder: site } = sitePaths(root);
  mkdirSync(dirname(site), { recursive: true });
  return oneAtATime(`${site}.lock`, async () => {
    // Of the sources as they are now: what is changed during the build makes this site an old one.
    const fingerprint = currentFingerprint(sources);
    const built = readBuiltSite(root);
    if (built?.fingerprint === fingerprint) return built;
    await exportPages(root, environment, JSON.stringify(brand.brand));
    const files = new Map([...exportedPages(join(root, 'web', 'out')), ...brand.files]);
    putInPlace(site, { fingerprint, files });
    return { fingerprint, files };
  });
}

async function exportPages(root: string, environment: SiteSources['environment'], brand: string): Promise<void> {
  const zod = `${sitePaths(root).folder}.zod.mjs`;
  await writeShakenZod(root, zod);
  try {
    await runNext(root, { ...environment, SITE_BRAND: brand, SITE_ZOD: relative(join(root, 'web'), zod) });
  } finally {
    rmSync(zod);
  }
}

async function runNext(root: string, environment: SiteSources['environment']): Promise<void> {
  // Next.js builds for production alone: a NODE_ENV of a test would make it something else.
  const env = { ...environment, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' };
  const program = join(root, 'node_modules/next/dist/bin/next');
  // On what a build leaves there that was killed, later ones hang.
  rmSync(join(root, 'web', '.next'), { recursive: true, force: true });
  const child = spawn(process.execPath, [program, 'build', 'web'], {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data: Buffer) => said.push(data));
  const [code] = await once(child, 'close');
  if (code !== 0) throw new BuildError(Buffer.concat(said).toString().trim());
}

/** Of the two pages for a missing page one is served, `404.html`. No page fetches maps and sources of scripts. */
const unserved = /^_not-found[./]|\.map$|\.tsx?$/;

/** What Next.js exported, as it is served. */
function exportedPages(folder: string): Map<string, Buffer> {
  const files = new Map<string, Buffer>();
  for (const [path, bytes] of filesBelow(folder)) {
    if (unserved.test(path)) continue;
    files.set(path, path.endsWith('.html') ? Buffer.from(withScriptPolicy(path, bytes.toString())) : bytes);
  }
  return files;
}

function putInPlace(site: string, { fingerprint, files }: BuiltSite): void {
  removeLeftovers(site);
  const next = mkdtempSync(`${site}.next-`);
  for (const [path, bytes] of files) {
    const file = join(next, 'files', path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, bytes);
  }
  writeFileSync(join(next, 'fingerprint'), fingerprint);
  // A folder cannot be renamed over one that holds something. Who reads in between finds none.
  const old = mkdtempSync(`${site}.old-`);
  try {
    renameSync(site, join(old, 'site'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  renameSync(next, site);
  rmSync(old, { recursive: true });
}

/** What a build that was killed has left behind. */
function removeLeftovers(site: string): void {
  const left = new RegExp(`^${basename(site)}\\.(next|old)-`);
  for (const name of readdirSync(dirname(site)))
    if (left.test(name)) rmSync(join(dirname(site), name), { recursive: true });
}
