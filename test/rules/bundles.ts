import { isAbsolute, join, relative } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { root } from './tree.ts';

export interface Bundle {
  /** Paths from the root of everything that went in. */
  inputs: string[];
  /** Bytes, minified. */
  size: number;
}

/** Bundles one entry as its function or the browser would get it; `planted` replaces files before they are read. */
export async function bundle(entry: string, planted: Record<string, string> = {}): Promise<Bundle> {
  const { metafile } = await build({
    entryPoints: [entry],
    absWorkingDir: root,
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    outdir: 'dist',
    write: false,
    metafile: true,
    logLevel: 'silent',
    plugins: [planting(planted)],
  });
  const size = Object.values(metafile.outputs).reduce((sum, { bytes }) => sum + bytes, 0);
  return { inputs: Object.keys(metafile.inputs), size };
}

function planting(planted: Record<string, string>): Plugin {
  return {
    name: 'planting',
    setup({ onLoad }) {
      onLoad({ filter: /\.ts$/ }, ({ path }) => {
        const text = isAbsolute(path) ? planted[relative(root, path)] : undefined;
        return text === undefined ? undefined : { contents: text, loader: 'ts', resolveDir: join(path, '..') };
      });
    },
  };
}

/** What a browser must not get along with the table or its client. */
export function foreignToTable({ inputs }: Bundle): string[] {
  const own =
    /^(node_modules\/zod\/|lambdas\/(api|kernel\/(errors|http\/(audit-entry|client|contract|etag|export-file|fields|limits|lists|webauthn))|flows\/[^/]+\/(contract|[\w-]+-routes))\.ts$)/;
  return inputs.filter((path) => !own.test(path));
}

/**
 * What no flow may carry by itself: which driver serves it is said in `compose/` alone, and the words of mails are those
 * of whoever sends them.
 */
export function foreignToFlow({ inputs }: Bundle): string[] {
  const foreign =
    /^(local|test|bench|lambdas\/(adapters|compose|domain\/mail\/(words|templates)))\/|^node_modules\/(pg|iovalkey|@electric-sql\/pglite|@aws-sdk\/[^/]+|drizzle-orm\/(pglite|node-postgres|pg-proxy|aws-data-api))\//;
  return inputs.filter((path) => foreign.test(path));
}
