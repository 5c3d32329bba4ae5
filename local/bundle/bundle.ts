/** Makes each function's folder: its entry as `index.mjs`, the chunks that it reaches, and the files that it reads. */
import { cp, mkdir, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Metafile, type OutputFile, type Plugin } from 'esbuild';
import { type Entry, entriesOf, type Profile, type Store } from './entries.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

export interface Bundled {
  entry: Entry;
  folder: string;
  /** Paths from the root of everything that went in. */
  inputs: string[];
}

/** Some packages are CommonJS and call `require` for Node's own modules. */
const banner = "import { createRequire } from 'node:module';\nvar require = createRequire(import.meta.url);";

/**
 * Bundles every function of a profile below `into`, one run of esbuild for each store. Whatever was in a function's
 * folder before is gone. Source maps go to `<into>-maps`, apart from what is uploaded.
 */
export async function bundleProfile(profile: Profile, into: string): Promise<Bundled[]> {
  const entries = entriesOf(profile);
  await Promise.all([into, `${into}-maps`].map((folder) => rm(folder, { recursive: true, force: true })));
  const runs = (['redis', 'dynamodb'] as const).map((store) =>
    run(
      store,
      entries.filter((entry) => entry.store === store),
      into,
    ),
  );
  return (await Promise.all(runs)).flat();
}

async function run(store: Store, entries: readonly Entry[], into: string): Promise<Bundled[]> {
  if (entries.length === 0) return [];
  const { outputFiles, metafile } = await build({
    entryPoints: entries.map(({ name, source }) => ({ in: source, out: name })),
    absWorkingDir: root,
    bundle: true,
    splitting: true,
    minify: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    outdir: into,
    outExtension: { '.js': '.mjs' },
    chunkNames: 'chunk-[hash]',
    banner: { js: banner },
    sourcemap: 'external',
    sourcesContent: false,
    legalComments: 'none',
    write: false,
    metafile: true,
    logLevel: 'silent',
    // What a package offers to bundlers is ESM, which is split and shaken; `main` may be CommonJS.
    mainFields: ['module', 'main'],
    plugins: [chooseStore(store), credentialsFromEnvironment],
  });
  const written = new Map(outputFiles.map((file) => [basename(file.path), file]));
  return Promise.all(entries.map((entry) => writeFunction(entry, { written, metafile, into })));
}

/** The composition names the DynamoDB store; a profile that has a cache gets that one in its place. */
function chooseStore(store: Store): Plugin {
  return {
    name: 'choose-store',
    setup({ onResolve }) {
      if (store === 'dynamodb') return;
      onResolve({ filter: /\/cloud-store\.ts$/ }, ({ resolveDir }) => ({
        path: join(resolveDir, 'cloud-store-redis.ts'),
      }));
    },
  };
}

/** Lambda gives a function its credentials in the environment: every other way of getting some is left out. */
const credentialsFromEnvironment: Plugin = {
  name: 'credentials-from-environment',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^@aws-sdk\/credential-provider-node$/ }, ({ resolveDir }) => ({
      path: 'environment',
      namespace: 'credentials',
      pluginData: resolveDir,
    }));
    onLoad({ filter: /.*/, namespace: 'credentials' }, ({ pluginData }) => ({
      contents: "export { fromEnv as defaultProvider } from '@aws-sdk/credential-provider-env';",
      resolveDir: pluginData as string,
    }));
  },
};

interface Outputs {
  written: ReadonlyMap<string, OutputFile>;
  metafile: Metafile;
  into: string;
}

async function writeFunction(entry: Entry, { written, metafile, into }: Outputs): Promise<Bundled> {
  const folder = join(into, entry.name);
  const maps = join(`${into}-maps`, entry.name);
  const outputs = new Map(Object.entries(metafile.outputs).map(([path, output]) => [basename(path), output]));
  const names = reached(outputs, `${entry.name}.mjs`);
  await Promise.all([mkdir(folder, { recursive: true }), mkdir(maps, { recursive: true })]);
  for (const name of names) {
    const target = name === `${entry.name}.mjs` ? 'index.mjs' : name;
    await writeFile(join(folder, target), written.get(name)?.contents ?? '');
    await writeFile(join(maps, `${target}.map`), written.get(`${name}.map`)?.contents ?? '');
  }
  for (const [name, source] of Object.entries(entry.files))
    await cp(join(root, source), join(folder, name), { recursive: true });
  const inputs = names.flatMap((name) => Object.keys(outputs.get(name)?.inputs ?? {}));
  return { entry, folder, inputs: [...new Set(inputs)] };
}

/** An output and every chunk that it imports, at once or later. */
function reached(outputs: ReadonlyMap<string, Metafile['outputs'][string]>, first: string): string[] {
  const found = new Set([first]);
  for (const name of found)
    for (const { path, external } of outputs.get(name)?.imports ?? []) if (!external) found.add(basename(path));
  return [...found];
}
