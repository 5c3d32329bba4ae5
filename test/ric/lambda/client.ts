import { createHash } from 'node:crypto';
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../../services/server.ts';
import { cached, digest } from '../../services/templates.ts';

/**
 * What runs a function of Node in Lambda (https://github.com/aws/aws-lambda-nodejs-runtime-interface-client). It is no
 * dependency, since its install script compiles: the package is fetched for these tests alone, and none of its scripts
 * is run.
 */
const version = '4.0.2';
const sha512 = 'FE5Vskx7mYNnqAnWWJXUOsLp2VGgdsJsCoRLFTa8L4Yk0QVtArqR8q58yPA++QC1a73ZWJXBQ2AH31nIAv7NOQ==';
const shim = new URL('./rapid-client.cjs', import.meta.url);

/** Where its program is, or why there is none. */
export type RuntimeClient = { program: string } | { missing: string };

/** Fetches it where an earlier run has not. Says aloud where that cannot be done. */
export async function runtimeClient(): Promise<RuntimeClient> {
  const name = `aws-lambda-ric-${version}-${digest(await readFile(shim, 'utf8'))}`;
  try {
    return { program: join(await cached(name, fetchInto), 'package/index.mjs') };
  } catch (error) {
    const why = (error instanceof Error ? error.message : String(error)).trim().split('\n').at(-1);
    process.stderr.write(`\nSKIPPED: aws-lambda-ric could not be fetched (${why}), so no bundle is run by it.\n`);
    return { missing: 'aws-lambda-ric could not be fetched' };
  }
}

async function fetchInto(folder: string): Promise<void> {
  await mkdir(folder);
  const quickly = ['--fetch-retries', '1', '--fetch-retry-mintimeout', '1000', '--fetch-timeout', '30000'];
  await run('npm', ['pack', '--silent', '--ignore-scripts', ...quickly, `aws-lambda-ric@${version}`], { cwd: folder });
  const archive = join(folder, `aws-lambda-ric-${version}.tgz`);
  const found = createHash('sha512')
    .update(await readFile(archive))
    .digest('base64');
  if (found !== sha512) throw new Error(`its archive is another one than that of ${version}`);
  await run('tar', ['-xzf', archive, '-C', folder]);
  await rm(archive);
  // It requires a file of this name. A folder of it is looked into, and no native module is loaded.
  const native = join(folder, 'package/rapid-client.node');
  await mkdir(native);
  await cp(shim, join(native, 'index.cjs'));
  await writeFile(join(native, 'package.json'), '{ "main": "index.cjs" }');
}
