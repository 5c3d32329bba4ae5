import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as whole from 'zod/mini';
import { siteSources } from '../../../web/export/fingerprint.ts';
import { writeShakenZod } from '../../../web/export/shaken-zod.ts';
import { bundle } from '../../rules/bundles.ts';
import { readTree, root } from '../../rules/tree.ts';

const folder = mkdtempSync(join(tmpdir(), 'gatehouse-zod-'));
const file = join(folder, 'zod.mjs');
beforeAll(() => writeShakenZod(root, file));
afterAll(() => rmSync(folder, { recursive: true }));

const tree = readTree();
const bundled = siteSources(root).filter((path) => /\.tsx?$/.test(path) && !path.startsWith('web/export/'));

describe('what the site gets of zod', () => {
  it('is everything that its sources name, and as it is in the package', async () => {
    const shaken: typeof whole = await import(file);
    const named = bundled.flatMap((path) =>
      [...(tree.get(path) ?? '').matchAll(/\bz\.(\w+)/g)].map(([, name = '']) => name),
    );
    const there = new Set(named.filter((name) => Object.hasOwn(whole, name)));
    expect(there.size).toBeGreaterThan(10);
    expect(new Set(Object.keys(shaken))).toEqual(there);
    const { object, string } = shaken;
    expect(object({ name: string() }).safeParse({ name: 1 })).toMatchObject({
      success: false,
      error: { issues: [{ code: 'invalid_type', path: ['name'] }] },
    });
  });

  it('is named in one way, by which it is found', () => {
    const imports = bundled.flatMap((path) => (tree.get(path) ?? '').match(/import [^;]*? from 'zod[^']*'/g) ?? []);
    expect(imports.length).toBeGreaterThan(3);
    for (const one of imports) expect(one).toMatch(/^import (type )?\* as z from 'zod\/mini'$/);
  });

  it('is less than half of what the package would be', async () => {
    const { size } = await bundle('node_modules/zod/v4/mini/index.js');
    expect(statSync(file).size).toBeLessThan(size / 2);
  });
});
