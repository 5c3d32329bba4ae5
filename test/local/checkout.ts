import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { readTree, root } from '../rules/tree.ts';

/** A copy of the repository as it stands, to be changed and thrown away. */
export interface Checkout {
  folder: string;
  /** Puts a file into the copy. */
  write(path: string, text: string): void;
  /** Runs Node in the copy; `args` as on its command line. */
  node(...args: string[]): { status: number | null; output: string };
  remove(): void;
}

/**
 * Copies what is ours and links the files of `node_modules` one by one: everything resolves as in a clone, and no
 * program follows a link out of the copy. In `dist/`, since files can be linked within one file system only.
 *
 * @param packages `linked` links each package as a whole, in a moment, for programs that may follow such a link.
 */
export function checkout(packages: 'files' | 'linked' = 'files'): Checkout {
  const dist = join(root, 'dist');
  mkdirSync(dist, { recursive: true });
  const folder = mkdtempSync(join(dist, 'checkout-'));
  for (const path of [...readTree().keys()]) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    copyFileSync(join(root, path), join(folder, path));
  }
  const link = packages === 'linked' ? linkPackages : linkAll;
  link(join(root, 'node_modules'), join(folder, 'node_modules'));
  return {
    folder,
    write(path, text) {
      writeFileSync(join(folder, path), text);
    },
    node(...args) {
      const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
      return { status, output: stdout + stderr };
    },
    remove() {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function linkPackages(from: string, to: string): void {
  mkdirSync(to);
  for (const name of readdirSync(from)) symlinkSync(join(from, name), join(to, name));
}

function linkAll(from: string, to: string): void {
  mkdirSync(to);
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    if (entry.isDirectory()) {
      if (entry.name !== '.cache') linkAll(join(from, entry.name), join(to, entry.name));
    } else linkSync(join(from, entry.name), join(to, entry.name));
  }
}
