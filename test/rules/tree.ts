import { readdirSync, readFileSync } from 'node:fs';
import { extname, join, posix, relative } from 'node:path';

/** The repository: path from its root, with `/`, to text (empty for an image). Fences read this and nothing else. */
export type Tree = ReadonlyMap<string, string>;

/** A fence answers one line for each breach, `path:line what is wrong`, and nothing for a clean tree. */
export type Fence = (tree: Tree) => string[];

export const root = join(import.meta.dirname, '../..');

const notOurs = new Set(['node_modules', '.git', '.gatehouse', 'dist', 'out', '.next', 'cdk.out', 'coverage']);
const textual = new Set([
  '.ts',
  '.tsx',
  '.mts',
  '.mjs',
  '.js',
  '.json',
  '.md',
  '.sql',
  '.yml',
  '.css',
  '.html',
  '.txt',
]);
const bare = new Set(['run', 'NOTICE', '.npmrc', '.gitignore', '.editorconfig']);

/** Reads every file below `directory` that is ours. */
export function readTree(directory: string = root): Tree {
  const tree = new Map<string, string>();
  const visit = (folder: string) => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) {
        if (!notOurs.has(entry.name)) visit(path);
      } else if (entry.isFile()) {
        const isText = textual.has(extname(entry.name)) || bare.has(entry.name);
        tree.set(relative(directory, path).replaceAll('\\', '/'), isText ? readFileSync(path, 'utf8') : '');
      }
    }
  };
  visit(directory);
  return tree;
}

/** The breaches that a fence finds once some files are added or replaced, and did not find before. */
export function caught(fence: Fence, files: Record<string, string>, tree: Tree = readTree()): string[] {
  const before = new Set(fence(tree));
  return fence(new Map([...tree, ...Object.entries(files)])).filter((fault) => !before.has(fault));
}

/** The program files, of the folders named or of all. */
export function sources(tree: Tree, ...folders: string[]): [path: string, text: string][] {
  return [...tree].filter(
    ([path]) =>
      /\.(ts|tsx|mts|mjs|js)$/.test(path) &&
      (folders.length === 0 || folders.some((folder) => path === folder || path.startsWith(`${folder}/`))),
  );
}

/** Where a relative import leads within the tree. */
export function resolveImport(from: string, specifier: string): string {
  return posix.normalize(posix.join(posix.dirname(from), specifier));
}
