import { importsOf } from './syntax.ts';
import { titles } from './titles.ts';
import { sources, type Tree } from './tree.ts';

const program = ['examples', 'infra', 'lambdas', 'local', 'web', 'test', 'bench'];
const isMade = (path: string) => /(^|\/)(generated|migrations)\//.test(path);

/** Files that have outgrown one reason to change. */
export function longFiles(tree: Tree): string[] {
  return sources(tree, ...program)
    .filter(([path]) => !isMade(path))
    .map(([path, text]) => ({ path, lines: text.split('\n').length - 1 }))
    .filter(({ lines }) => lines > 300)
    .map(({ path, lines }) => `${path}:301 has ${lines} lines`);
}

/** Files and folders whose name says nothing of what is in them. */
export function vagueNames(tree: Tree): string[] {
  const vague = /(^|\/)(utils?|helpers?|common|misc)(\.[^/]*)?(\/|$)/i;
  return [...tree.keys()].filter((path) => vague.test(path)).map((path) => `${path}:1 is named for nothing`);
}

/** Spelled apart, so that this file does not bear them. */
const marks = ['TO DO', 'FIX ME', 'XX X', 'HA CK'].map((word) => word.replace(' ', '')).join('|');

/** Marks of work that was put off. */
export function unfinishedWork(tree: Tree): string[] {
  const mark = new RegExp(`\\b(${marks})\\b`);
  return sources(tree).flatMap(([path, text]) =>
    text.split('\n').flatMap((line, index) => (mark.test(line) ? [`${path}:${index + 1} ${line.trim()}`] : [])),
  );
}

/** What each flow lacks: one folder is one flow, one Lambda, one test file and one page. */
export function missingFlowFiles(tree: Tree): string[] {
  return flowNames(tree).flatMap((flow) =>
    [
      `lambdas/flows/${flow}/contract.ts`,
      `lambdas/flows/${flow}/${flow}.ts`,
      `lambdas/flows/${flow}/handler.ts`,
      `lambdas/flows/${flow}/lambda.ts`,
      `test/flows/${flow}.test.ts`,
      `docs/flows/${flow}.md`,
    ]
      .filter((path) => !tree.has(path))
      .map((path) => `${path}:1 is missing`),
  );
}

/** Flows that the table or the list of handlers does not name. */
export function unlistedFlows(tree: Tree): string[] {
  const named = new Set(
    importsOf(tree, 'lambdas/api.ts', 'lambdas/compose/flows.ts').map(({ path, target }) => `${path} ${target}`),
  );
  return flowNames(tree).flatMap((flow) =>
    [
      ['lambdas/api.ts', `lambdas/flows/${flow}/contract.ts`],
      ['lambdas/compose/flows.ts', `lambdas/flows/${flow}/handler.ts`],
    ]
      .filter(([list, file]) => !named.has(`${list} ${file}`))
      .map(([list, file]) => `${list}:1 does not import ${file}`),
  );
}

/** Where tests that need a service are skipped, aloud, on a machine without it. */
const asksForServices = 'test/services/databases.ts';

/** Test titles that are empty or doubled, and tests that do not run or keep others from running. */
export function poorTitles(tree: Tree): string[] {
  const seen = new Map<string, string>();
  return titles(tree).flatMap(({ at, kind, path, mark }) => {
    const key = path.join(' › ');
    const earlier = kind === 'test' ? seen.get(key) : undefined;
    if (kind === 'test') seen.set(key, at);
    return [
      ...(path.at(-1) === '' ? [`${at} has no title`] : []),
      ...(mark && !at.startsWith(`${asksForServices}:`) ? [`${at} is marked ${mark}`] : []),
      ...(earlier ? [`${at} has the title of ${earlier}: ${key}`] : []),
    ];
  });
}

function flowNames(tree: Tree): string[] {
  return [...new Set([...tree.keys()].flatMap((path) => /^lambdas\/flows\/([^/]+)\//.exec(path)?.[1] ?? []))];
}
