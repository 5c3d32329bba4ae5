import { accessSync, constants, mkdirSync, statSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';

/** The data folder cannot be had. The message says in one sentence why. */
export class FolderFault extends Error {
  override readonly name = 'FolderFault';
}

/**
 * Makes the folder, and those above it, for its owner alone, where it is not there. One at a time: where a file system
 * takes no folders, such as /proc, the recursive `mkdir` of Node tries for ever.
 *
 * @param folder an absolute path.
 * @throws FolderFault where a file is in the way, or the system refuses.
 */
export function makeFolder(folder: string): void {
  const parent = nearest(folder);
  refusing(folder, parent === folder ? 'written to' : 'created', () => {
    accessSync(parent, constants.W_OK | constants.X_OK);
    let path = parent;
    for (const name of relative(parent, folder).split(sep).filter(Boolean)) {
      path = join(path, name);
      if (!isFolder(folder, path)) makeOne(folder, path);
    }
  });
}

/** The folder itself or the first one above it that is there. */
function nearest(folder: string): string {
  let path = folder;
  while (!isFolder(folder, path)) path = dirname(path);
  return path;
}

function isFolder(folder: string, path: string): boolean {
  const found = refusing(folder, 'created', () => {
    try {
      return statSync(path);
    } catch (error) {
      // ENOTDIR: a file stands above it, and is come to.
      if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
      throw error;
    }
  });
  if (!found || found.isDirectory()) return found !== undefined;
  throw new FolderFault(
    path === folder
      ? `--data ${folder} is a file, not a folder`
      : `--data ${folder} cannot be created: ${path} is a file, not a folder`,
  );
}

function makeOne(folder: string, path: string): void {
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    // Another starter made it meanwhile.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || !isFolder(folder, path)) throw error;
  }
}

function refusing<T>(folder: string, what: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof FolderFault) throw error;
    throw new FolderFault(`--data ${folder} cannot be ${what} (${(error as NodeJS.ErrnoException).code})`);
  }
}
