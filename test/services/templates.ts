import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sql } from 'drizzle-orm';
import { systemClock } from '../../lambdas/adapters/clock/system.ts';
import { openPglite } from '../../lambdas/adapters/database/pglite.ts';
import type { Database } from '../../lambdas/ports/database.ts';
import { type MigrationFile, migrate, readMigrations } from '../../lambdas/workers/migrate.ts';

/** What takes seconds to make and depends on the migrations alone is kept here between runs. */
const cacheFolder = fileURLToPath(new URL('../../node_modules/.cache/gatehouse', import.meta.url));
const weekMs = 7 * 86_400_000;

const migrationsFolder = new URL('../../lambdas/migrations', import.meta.url);

/** The platform's migrations, and a name for this state of them. */
export async function currentMigrations(): Promise<{ files: MigrationFile[]; key: string }> {
  const files = await readMigrations(migrationsFolder);
  return { files, key: digest(JSON.stringify(files)) };
}

export function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

/**
 * The path of a cached file or folder; `make` writes it to the path that it is given where it is not there yet. Two
 * runs at once may both make it: the last one's stays, and both are the same. What was not used for a week is removed.
 */
export async function cached(name: string, make: (path: string) => Promise<void>): Promise<string> {
  const path = join(cacheFolder, name);
  await mkdir(cacheFolder, { recursive: true });
  if (await touched(path)) return path;
  const draft = join(cacheFolder, `draft-${randomUUID()}`);
  try {
    await make(draft);
    // A folder cannot replace one that another run has put there meanwhile.
    await rename(draft, path).catch(async (error) => {
      if (!(await touched(path))) throw error;
    });
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  await removeUnused();
  return path;
}

/** A PGlite database with the migrations applied, as the tar that `openPglite` takes as `snapshot`. */
export async function pgliteSnapshot(): Promise<string> {
  const { files } = await currentMigrations();
  return cached(`${await pgliteName()}.tar`, async (path) => {
    const database = await openPglite();
    await migrate(database, files, systemClock);
    await dropTemplates(database);
    await writeFile(path, Buffer.from(await (await database.dump()).arrayBuffer()));
    await database.close();
  });
}

/** The same as a folder, to be copied: that is much faster than what PGlite does to write one. */
export async function pgliteFolder(): Promise<string> {
  return cached(`${await pgliteName()}-folder`, async (folder) => {
    const snapshot = new Blob([await readFile(await pgliteSnapshot())]);
    await (await openPglite({ folder, snapshot })).close();
  });
}

async function pgliteName(): Promise<string> {
  const manifest = new URL('../../node_modules/@electric-sql/pglite/package.json', import.meta.url);
  const { version } = JSON.parse(await readFile(manifest, 'utf8')) as { version: string };
  return `pglite-${version}-${(await currentMigrations()).key}-alone`;
}

/** Two further databases, empty ones, are more than half of the files that each start copies, and nobody connects to them. */
async function dropTemplates(database: Database): Promise<void> {
  await database.rows(sql`update pg_database set datistemplate = false`);
  for (const name of ['template0', 'template1']) await database.rows(sql`drop database ${sql.identifier(name)}`);
}

/** Notes the use in a file beside it: a changed time of the file itself breaks what another run is reading. */
async function touched(path: string): Promise<boolean> {
  try {
    await stat(path);
    await writeFile(`${path}.used`, '');
    return true;
  } catch {
    return false;
  }
}

async function removeUnused(): Promise<void> {
  const oldest = systemClock.now().getTime() - weekMs;
  for (const name of await readdir(cacheFolder)) {
    const path = join(cacheFolder, name);
    const used = await stat(`${path}.used`)
      .catch(() => stat(path))
      .catch(() => undefined);
    if (used && used.mtimeMs < oldest) await rm(path, { recursive: true, force: true });
  }
}
