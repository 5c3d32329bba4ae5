import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { api } from '../../../lambdas/api.ts';
import { type Bundled, bundleProfile } from '../../../local/bundle/bundle.ts';
import { entriesOf, type Profile, profiles } from '../../../local/bundle/entries.ts';
import { unused } from '../../../local/bundle/unused.ts';
import { zippedBytes } from '../../../local/bundle/zipped.ts';

/** Bytes; what checks passkeys brings its reader of certificates along. */
const largestZip = (name: string) => (name === 'passkey' ? 350_000 : 300_000);
/** As esbuild writes an import at the top of a file. */
const importing = /\b(?:import|from)"([^"]+)"/g;

describe.each(profiles)('the functions of the %s profile', (profile: Profile) => {
  let folder: string;
  let bundled: Bundled[];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gatehouse-bundle-'));
    bundled = await bundleProfile(profile, join(folder, 'functions'));
  }, 60_000);
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const inputsThatMatch = (pattern: RegExp) =>
    bundled.flatMap(({ entry, inputs }) =>
      inputs.filter((path) => pattern.test(path)).map((path) => [entry.name, path]),
    );

  it('are one for each flow of the table and one for each worker', async () => {
    const flows = Object.values(api).map(({ flow }) => flow);
    const names = entriesOf(profile).map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(flows));
    expect((await readdir(join(folder, 'functions'))).sort()).toEqual([...names].sort());
  });

  it('carry nothing of the local platform, no embedded database and no driver of a local one', () => {
    expect(inputsThatMatch(/^(local|test|bench|web)\/|node_modules\/(pg|@electric-sql\/pglite)\//)).toEqual([]);
    expect(
      inputsThatMatch(/lambdas\/adapters\/(mail\/mailbox|keys\/(file|memory)|kv\/memory|archive\/folder)/),
    ).toEqual([]);
  });

  it('would carry each file that is left out as unused, where its package has it still', () => {
    const carried = unused.filter(({ file }) =>
      bundled.some(({ inputs }) => inputs.some((path) => file.test(`/${path}`))),
    );
    const ofTheCache = unused.filter(({ file }) => file.test('/node_modules/debug/src/index.js'));
    expect(carried).toEqual(unused.filter((one) => profile === 'standard' || !ofTheCache.includes(one)));
  });

  it('carry the client of the cache only where they stand beside one', () => {
    const beside = bundled.filter(({ entry }) => entry.store === 'redis').map(({ entry }) => entry.name);
    const carriers = new Set(inputsThatMatch(/node_modules\/iovalkey\//).map(([name]) => name));
    expect([...carriers].sort()).toEqual([...beside].sort());
    expect(beside.length > 0).toBe(profile === 'standard');
  });

  it('carry the mail service only in the sender', () => {
    expect(new Set(inputsThatMatch(/@aws-sdk\/client-ses\//).map(([name]) => name))).toEqual(new Set(['sender']));
  });

  it('are small enough to start fast', async () => {
    const sizes = await Promise.all(
      bundled.map(async (one) => [one.entry.name, await zippedBytes(one.folder)] as const),
    );
    expect(sizes.filter(([name, bytes]) => bytes > largestZip(name))).toEqual([]);
  });

  it('load none of Node’s own modules before something of it is used', async () => {
    const files = await readdir(join(folder, 'functions'), { recursive: true });
    const code = files.filter((path) => path.endsWith('.mjs'));
    expect(code.length).toBeGreaterThan(bundled.length);
    for (const path of code) {
      const imported = [...(await readFile(join(folder, 'functions', path), 'utf8')).matchAll(importing)];
      expect([path, imported.map(([, from]) => from).filter((from) => !from?.startsWith('./'))]).toEqual([path, []]);
    }
  });

  it('hold no source map, and what runs them finds its files beside them', async () => {
    const files = await readdir(join(folder, 'functions'), { recursive: true });
    expect(files.filter((path) => path.endsWith('.map'))).toEqual([]);
    expect(files).toContain('session/index.mjs');
    expect(files).toContain('migrate/migrations/0000_initial.sql');
  });
});
