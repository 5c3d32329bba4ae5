import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { bundleNames } from '../../infra/built.ts';
import type { Built } from '../../infra/platform.ts';

/** What the stacks pack, without building it: each function a line, each page a few. */
export function standInBuild(): Built {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-built-'));
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  for (const name of bundleNames()) write(`functions/${name}/index.mjs`, `export const handler = () => '${name}';\n`);
  for (const page of ['index', 'sign-in', 'account', 'account/security'])
    write(`site/${page}.html`, `<h1>${page}</h1>`);
  write(
    'site/404.html',
    '<meta http-equiv="Content-Security-Policy" content="x"><h1>Not here</h1><script>go()</script>',
  );
  write('site/_next/static/chunks/main.js', 'go();');
  write('site/_local/gallery.html', '<h1>of this machine alone</h1>');
  return { bundles: join(folder, 'functions'), site: join(folder, 'site') };
}
