import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { root } from '../../rules/tree.ts';

/** What a stand-in for Next.js does when it is run. */
export interface Export {
  files?: Readonly<Record<string, string>>;
  /** Said on standard error by a run that fails. */
  failure?: string;
  /** The run waits until this file is there, from the root. */
  until?: string;
}

/** One run of the stand-in, as it saw itself. */
export interface Run {
  args: string[];
  brand: string;
  mode: string;
  telemetry: string;
  pid: number;
}

const page = '<!DOCTYPE html><html><head><meta charset="utf-8"/><title>T</title></head><body></body></html>';
export const smallSite = {
  'index.html': page,
  '404.html': page.replace('<title>T', '<title>Not found'),
  '_not-found.html': page,
  '_not-found/__next._tree.txt': 'x',
  'sign-in.html': page.replace('</body>', '<script>start()</script></body>'),
  '_local/gallery.html': page,
  '_next/static/chunks/a.js': 'start = () => {}',
};

const program = `
const fs = require('node:fs');
const path = require('node:path');
const { SITE_BRAND: brand, NODE_ENV: mode, NEXT_TELEMETRY_DISABLED: telemetry } = process.env;
const run = { args: process.argv.slice(2), brand, mode, telemetry, pid: process.pid };
fs.appendFileSync('runs', JSON.stringify(run) + '\\n');
const { files = {}, failure, until } = JSON.parse(fs.readFileSync('export.json', 'utf8'));
const work = () => {
  if (until && !fs.existsSync(until)) return setTimeout(work, 20);
  if (failure) {
    process.stderr.write(failure);
    process.exit(1);
  }
  fs.rmSync('web/out', { recursive: true, force: true });
  for (const [name, text] of Object.entries(files)) {
    const file = path.join('web/out', name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, text);
  }
};
work();
`;

/** Puts a stand-in for Next.js into a folder of sources, in place of the one that is there. */
export function standInForNext(folder: string): { will(next: Export): void; runs(): Run[] } {
  const bin = join(folder, 'node_modules/next/dist/bin/next');
  // In a copy of this repository it is a link to the original.
  rmSync(join(folder, 'node_modules/next'), { recursive: true, force: true });
  mkdirSync(dirname(bin), { recursive: true });
  writeFileSync(bin, program);
  const log = join(folder, 'runs');
  return {
    will: (next) => writeFileSync(join(folder, 'export.json'), JSON.stringify({ files: smallSite, ...next })),
    runs() {
      const lines = existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n') : [];
      return lines.map((line) => JSON.parse(line));
    },
  };
}

/** A folder with what a small site is made of, and the stand-in. */
export function sources() {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-sources-'));
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  write('web/app/page.tsx', 'export default () => null;');
  write('web/export/x.ts', '');
  cpSync(join(root, 'web/app/styles.css'), join(folder, 'web/app/styles.css'));
  write('package-lock.json', '{}');
  write('lambdas/flows/account/contract.ts', '');
  const next = standInForNext(folder);
  next.will({});
  return { root: folder, write, ...next, remove: () => rmSync(folder, { recursive: true }) };
}
