import { posix } from 'node:path';
import type { Tree } from './tree.ts';

/** Links between our own pages that lead nowhere: to no file, or to no heading of it. */
export function deadLinks(tree: Tree): string[] {
  const folders = new Set([...tree.keys()].flatMap(parents));
  return [...tree]
    .filter(([path]) => path.endsWith('.md'))
    .flatMap(([path, text]) =>
      prose(text).flatMap((line, index) =>
        [...line.matchAll(/\]\(([^)\s]+)\)/g)]
          .map(([, target = '']) => target)
          .filter((target) => !/^([a-z]+:|\/\/)/i.test(target))
          .filter((target) => {
            const [file = '', heading] = target.split('#');
            const to = file === '' ? path : posix.normalize(posix.join(posix.dirname(path), file)).replace(/\/$/, '');
            if (!tree.has(to)) return !folders.has(to);
            return heading !== undefined && heading !== '' && !headings(tree.get(to) ?? '').includes(heading);
          })
          .map((target) => `${path}:${index + 1} leads nowhere: ${target}`),
      ),
    );
}

/** Hosts of package registries: where a package comes from is the business of the machine that installs it. */
export function registryHosts(tree: Tree): string[] {
  const hosts = ['npmjs', 'npmmirror', 'yarnpkg', 'jsr', 'pypi', 'crates', 'debian', 'docker', 'unpkg', 'jsdelivr'];
  const named = new RegExp(`\\b(?:[\\w-]+\\.)*(${hosts.join('|')})\\.(?:org|com|io|net)\\b`, 'i');
  return [...tree].flatMap(([path, text]) =>
    text.split('\n').flatMap((line, index) => {
      const host = named.exec(line)?.[0];
      return host ? [`${path}:${index + 1} names ${host}`] : [];
    }),
  );
}

/** Dependencies that another day could resolve to another version. */
export function looseVersions(tree: Tree): string[] {
  const { dependencies = {}, devDependencies = {} } = JSON.parse(tree.get('package.json') ?? '{}');
  return Object.entries<string>({ ...dependencies, ...devDependencies })
    .filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))
    .map(([name, version]) => `package.json:1 does not pin ${name}: ${version}`);
}

/** Download addresses in the lock: they belong to the machine that wrote it. */
export function lockedHosts(tree: Tree): string[] {
  const { packages = {} } = JSON.parse(tree.get('package-lock.json') ?? '{}');
  return Object.entries<{ resolved?: string }>(packages)
    .filter(([, { resolved }]) => /^[a-z+]+:\/\//.test(resolved ?? ''))
    .map(([name]) => `package-lock.json:1 says where ${name} was downloaded from`);
}

/** npm scripts whose program is not there. */
export function brokenScripts(tree: Tree): string[] {
  const { scripts = {} } = JSON.parse(tree.get('package.json') ?? '{}');
  return Object.entries<string>(scripts).flatMap(([name, command]) =>
    [...command.matchAll(/\bnode (?:--\S+ )*((?!node_modules\/)\S+\.(?:ts|mjs))/g)]
      .map(([, file = '']) => file)
      .filter((file) => !tree.has(file))
      .map((file) => `package.json:1 script ${name} runs ${file}, which is not there`),
  );
}

/** Commands of our pages that name a script which is not there. */
export function unknownScripts(tree: Tree): string[] {
  const { scripts = {} } = JSON.parse(tree.get('package.json') ?? '{}');
  return [...tree]
    .filter(([path]) => path.endsWith('.md'))
    .flatMap(([path, text]) =>
      text.split('\n').flatMap((line, index) =>
        [...line.matchAll(/\bnpm run (?:-s )?([a-z][\w:-]*)/g)]
          .map(([, script = '']) => script)
          .filter((script) => !Object.hasOwn(scripts, script))
          .map((script) => `${path}:${index + 1} runs ${script}, which is no script`),
      ),
    );
}

/** The lines of a page, those of code blocks emptied. */
function prose(text: string): string[] {
  let isCode = false;
  return text.split('\n').map((line) => {
    const isFence = line.trimStart().startsWith('```');
    if (isFence) isCode = !isCode;
    return isFence || isCode ? '' : line.replace(/`[^`]*`/g, '');
  });
}

/** The anchors that GitHub gives to the headings of a page. */
function headings(text: string): string[] {
  return text
    .split('\n')
    .filter((line) => /^#{1,6} /.test(line))
    .map((line) =>
      line
        .replace(/^#+ /, '')
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\s_-]/gu, '')
        .trim()
        .replaceAll(' ', '-'),
    );
}

function parents(path: string): string[] {
  const parent = posix.dirname(path);
  return parent === '.' ? ['.'] : [parent, ...parents(parent)];
}
