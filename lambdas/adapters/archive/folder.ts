import { randomUUID } from 'node:crypto';
import { link, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { AlreadyArchived, type Archive } from '../../ports/archive.ts';
import { archiveName } from './name.ts';

/** An archive in a folder. Throws a `RangeError` for a name that could lead out of it. */
export function folderArchive(folder: string): Archive {
  const pathOf = (name: string) => join(folder, ...archiveName(name).split('/'));

  return {
    async put(name, content) {
      const path = pathOf(name);
      await mkdir(dirname(path), { recursive: true });
      // A link is made whole and only where nothing is: neither a crash nor a twin leaves half a file.
      const draft = join(dirname(path), `.${randomUUID()}`);
      try {
        await writeFile(draft, content, { flag: 'wx', mode: 0o400, flush: true });
        await link(draft, path);
      } catch (error) {
        if (codeOf(error) === 'EEXIST') throw new AlreadyArchived(name, { cause: error });
        throw error;
      } finally {
        await rm(draft, { force: true });
      }
    },
    async get(name) {
      try {
        return new Uint8Array(await readFile(pathOf(name)));
      } catch (error) {
        if (['ENOENT', 'ENOTDIR', 'EISDIR'].includes(codeOf(error) ?? '')) return null;
        throw error;
      }
    },
    async list(prefix) {
      return (await filesUnder(folder)).filter((name) => name.startsWith(prefix)).sort();
    },
  };
}

async function filesUnder(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
      .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'));
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  }
}

function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code;
}
