/** Makes each function's folder: its entry as `index.mjs`, the chunks that it reaches, and the files that it reads. */
import { cp, mkdir, rm, writeFile } from 'node:fs/promises';
import { builtinModules } from 'node:module';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';
import { type Entry, entriesOf, type Profile, type Store } from './entries.ts';
import { leaveOutUnused } from './unused.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

export interface Bundled {
  entry: Entry;
  folder: string;
  /** Paths from the root of everything that went in. */
  inputs: string[];
}

/**
 * Bundles every function of a profile below `into`, each by itself: chunks that functions shared would be many small ones,
 * and each is found and linked at every start. Whatever was in a function's folder before is gone. Source maps go to
 * `<into>-maps`, apart from what is uploaded.
 */
export async function bundleProfile(profile: Profile, into: string): Promise<Bundled[]> {
  await Promise.all([into, `${into}-maps`].map((folder) => rm(folder, { recursive: true, force: true })));
  return Promise.all(entriesOf(profile).map((entry) => bundleFunction(entry, into)));
}

async function bundleFunction(entry: Entry, into: string): Promise<Bundled> {
  const { outputFiles, metafile } = await build({
    entryPoints: [{ in: entry.source, out: 'index' }],
    absWorkingDir: root,
    bundle: true,
    splitting: true,
    minify: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    outdir: join(into, entry.name),
    outExtension: { '.js': '.mjs' },
    chunkNames: 'chunk-[hash]',
    sourcemap: 'external',
    sourcesContent: false,
    legalComments: 'none',
    write: false,
    metafile: true,
    logLevel: 'silent',
    // What a package offers to bundlers is ESM, which is split and shaken; `main` may be CommonJS.
    mainFields: ['module', 'main'],
    plugins: [chooseStore(entry.store), credentialsFromEnvironment, builtinsWhenUsed, leaveOutUnused],
  });
  const folder = join(into, entry.name);
  const maps = join(`${into}-maps`, entry.name);
  await Promise.all([folder, maps].map((made) => mkdir(made, { recursive: true })));
  for (const { path, contents } of outputFiles)
    await writeFile(join(path.endsWith('.map') ? maps : folder, basename(path)), contents);
  for (const [name, source] of Object.entries(entry.files))
    await cp(join(root, source), join(folder, name), { recursive: true });
  return { entry, folder, inputs: Object.keys(metafile.inputs) };
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

const builtin = new RegExp(`^(node:)?(${builtinModules.join('|')})$`);

/**
 * `import` of a module of Node's own loads it, reads each of its exports, and so loads what stands behind those that are
 * lazy: undici for `node:http`, streams for `node:fs`. Here a module is loaded when one of its exports is first used.
 */
const builtinsWhenUsed: Plugin = {
  name: 'builtins-when-used',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: builtin }, ({ path }) => ({
      path: path.startsWith('node:') ? path : `node:${path}`,
      namespace: 'builtin',
      sideEffects: false,
    }));
    onLoad({ filter: /.*/, namespace: 'builtin' }, ({ path }) => {
      const module: unknown = process.getBuiltinModule(path);
      const load = `process.getBuiltinModule('${path}')`;
      // Some are functions, such as `node:events`: they are extended or called as soon as they are there.
      if (typeof module !== 'object' || module === null) return { contents: `module.exports = ${load};` };
      const names = JSON.stringify(Object.keys(module));
      return {
        contents: `
          let loaded;
          for (const name of ${names})
            Object.defineProperty(exports, name, { enumerable: true, get: () => (loaded ??= ${load})[name] });`,
      };
    });
  },
};
