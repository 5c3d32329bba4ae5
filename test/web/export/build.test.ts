import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { BuildError, buildSite } from '../../../web/export/build.ts';
import { builtFingerprint, currentFingerprint, readBuiltSite } from '../../../web/export/built-site.ts';
import { PolicyFault } from '../../../web/export/content-policy.ts';
import { siteSources } from '../../../web/export/fingerprint.ts';
import { importsOf } from '../../rules/syntax.ts';
import { readTree, root } from '../../rules/tree.ts';
import { smallSite, sources } from './stand-in.ts';

let at: ReturnType<typeof sources>;
beforeEach(() => {
  at = sources();
});
afterEach(() => at.remove());

const settings = (environment: Record<string, string> = {}) => ({ root: at.root, environment, folder: at.root });
const build = (environment?: Record<string, string>) => buildSite(settings(environment));
const names = (files: ReadonlyMap<string, Buffer>) => [...files.keys()].filter((file) => !file.startsWith('brand/'));
const left = () => readdirSync(join(at.root, 'dist')).sort();

describe('a build', () => {
  it('is the export of Next.js, each page with its policy, the brand beside, one page for what is missing', async () => {
    at.will({ files: { ...smallSite, '_next/static/media/a.ts': 'x', '_next/static/chunks/a.js.map': 'x' } });
    const { files } = await build();
    expect(names(files).sort()).toEqual(
      ['404.html', 'index.html', 'sign-in.html', '_local/gallery.html', '_next/static/chunks/a.js'].sort(),
    );
    for (const [file, bytes] of files)
      if (file.endsWith('.html')) expect(bytes.toString()).toContain('http-equiv="Content-Security-Policy"');
    expect(files.get('_next/static/chunks/a.js')?.toString()).toBe(smallSite['_next/static/chunks/a.js']);
    expect(at.runs()).toMatchObject([{ args: ['build', 'web'], mode: 'production', telemetry: '1' }]);
    expect(JSON.parse(at.runs()[0]?.brand ?? '')).toMatchObject({ name: 'Gatehouse', icon: expect.any(String) });
  });

  it('lies in dist/site as it was answered, and nothing is left beside it', async () => {
    const built = await build();
    const read = readBuiltSite(at.root);
    expect(read?.fingerprint).toBe(built.fingerprint);
    expect(new Map(read?.files)).toEqual(new Map([...built.files].sort(([a], [b]) => (a < b ? -1 : 1))));
    expect(left()).toEqual(['site', 'site.lock']);
  });

  it('replaces the one before, and what a killed build has left', async () => {
    mkdirSync(join(at.root, 'dist/site.next-abc/files'), { recursive: true });
    mkdirSync(join(at.root, 'dist/site.old-abc/site'), { recursive: true });
    await build();
    at.write('web/app/page.tsx', 'export default () => 1;');
    at.will({ files: { 'index.html': smallSite['index.html'] } });
    const { files } = await build();
    expect(names(files)).toEqual(['index.html']);
    expect(left()).toEqual(['site', 'site.lock']);
  });

  it('is not made again where it is there', async () => {
    const first = await build();
    const second = await build();
    expect(at.runs()).toHaveLength(1);
    expect(second.fingerprint).toBe(first.fingerprint);
  });

  it('is one, for two that are asked for at once', async () => {
    const built = await Promise.all([build(), build()]);
    expect(at.runs()).toHaveLength(1);
    expect(built[0].fingerprint).toBe(built[1].fingerprint);
  });

  it('is an old one as soon as its sources change while it runs', async () => {
    at.will({ until: 'go' });
    const building = build();
    while (at.runs().length === 0) await setTimeout(10);
    at.write('web/app/page.tsx', 'export default () => 2;');
    at.write('go', '');
    await building;
    expect(builtFingerprint(at.root)).not.toBe(currentFingerprint(settings()));
  });
});

describe('a build that fails', () => {
  it('says what Next.js said, and leaves the site that was there', async () => {
    const before = await build();
    at.write('web/app/page.tsx', 'export default');
    at.will({ failure: 'web/app/page.tsx:1 Expression expected\n' });
    await expect(build()).rejects.toThrow(new BuildError('web/app/page.tsx:1 Expression expected'));
    expect(readBuiltSite(at.root)?.fingerprint).toBe(before.fingerprint);
    at.will({});
    await expect(build()).resolves.toBeDefined();
  });

  it('names what a policy refuses, and leaves nothing', async () => {
    at.will({ files: { 'x.html': '<html><head></head><body><p style="x"></p></body></html>' } });
    await expect(build()).rejects.toThrow(PolicyFault);
    expect(readBuiltSite(at.root)).toBeNull();
    expect(left()).toEqual(['site.lock']);
  });

  it('has not begun where the brand cannot be used', async () => {
    await expect(build({ GATEHOUSE_BRAND_ACCENT: 'x' })).rejects.toThrow('GATEHOUSE_BRAND_ACCENT must be a colour');
    expect(at.runs()).toEqual([]);
  });
});

describe('the fingerprint of a site', () => {
  const now = (environment: Record<string, string> = {}) => currentFingerprint(settings(environment));

  it.each(['web/app/page.tsx', 'web/export/x.ts', 'lambdas/flows/account/contract.ts', 'package-lock.json'])(
    'changes with %s',
    (path) => {
      const before = now();
      at.write(path, `${readFileSync(join(at.root, path), 'utf8')} `);
      expect(now()).not.toBe(before);
    },
  );

  it('changes with a file that is new, and with one that has another name', () => {
    const first = now();
    at.write('web/ui/a.tsx', '1');
    const second = now();
    at.write('web/ui/b.tsx', '1');
    expect(new Set([first, second, now()]).size).toBe(3);
  });

  it('changes with the brand', () => {
    const some: Record<string, string>[] = [
      {},
      { GATEHOUSE_BRAND_NAME: 'A' },
      { GATEHOUSE_BRAND_ACCENT: '#0f665a' },
      { GATEHOUSE_BRAND_LINKS: 'A=/a' },
    ];
    expect(new Set(some.map((one) => now(one))).size).toBe(4);
  });

  it('stays with what a build leaves, with the server’s own code, and with other settings', () => {
    const before = now();
    for (const path of [
      'web/out/index.html',
      'web/.next/x',
      'web/next-env.d.ts',
      'lambdas/domain/user/user.ts',
      'README.md',
    ])
      at.write(path, 'x');
    expect(now({ GATEHOUSE_HASH_COST: '12' })).toBe(before);
  });

  it('is made of everything that the pages import', () => {
    const tree = readTree();
    const seen = new Set<string>();
    const follow = (path: string) => {
      if (seen.has(path) || !tree.has(path)) return;
      seen.add(path);
      for (const { target, local } of importsOf(tree, path)) if (local) follow(target);
    };
    for (const path of tree.keys()) if (/^web\/(?!export\/).*(?<!\.d)\.tsx?$/.test(path)) follow(path);
    const made = new Set(siteSources(root));
    expect([...seen].some((path) => path.startsWith('lambdas/'))).toBe(true);
    expect([...seen].filter((path) => !made.has(path))).toEqual([]);
  });
});
