import type { CallExpression, Node } from 'oxc-parser';
import { at, chain, visit } from './syntax.ts';
import { sources, type Tree } from './tree.ts';

export interface Title {
  /** `path:line`. */
  at: string;
  kind: 'test' | 'group';
  /** Groups and test, outermost first. Where a suite is run by several test files, its own path stands before them. */
  path: readonly string[];
  /** `only`, `skip` or `todo`: a test that keeps others from running, or does not run. */
  mark: string | null;
}

const names: Record<string, Title['kind']> = {
  it: 'test',
  test: 'test',
  fit: 'test',
  xit: 'test',
  xtest: 'test',
  describe: 'group',
  fdescribe: 'group',
  xdescribe: 'group',
};

/** Every title below `test/`, as it is written: a computed part stands as its source. */
export function titles(tree: Tree): Title[] {
  return sources(tree, 'test').flatMap(([path, text]) => {
    const found: Title[] = [];
    const groups: { call: CallExpression; title: string }[] = [];
    visit(path, text, {
      CallExpression: (node) => {
        const name = calleeName(node.callee);
        const kind = names[name.split('.')[0] ?? ''];
        const [first] = node.arguments;
        if (!kind || !first || name.endsWith('.each')) return;
        const title = titleOf(first, text);
        const mark = /^([fx])(it|test|describe)/.exec(name)?.[1] ?? /\.(only|skip|todo)\b/.exec(name)?.[1] ?? null;
        const outer = [...(path.endsWith('.test.ts') ? [] : [path]), ...groups.map((group) => group.title)];
        found.push({ at: at(path, text, node), kind, path: [...outer, title], mark });
        if (kind === 'group') groups.push({ call: node, title });
      },
      'CallExpression:exit': (node) => {
        if (groups.at(-1)?.call === node) groups.pop();
      },
    });
    return found;
  });
}

/** `it`, `it.skip`, and for a table `it` as well: `it.each(rows)(title, …)` is called by the result of `it.each`. */
function calleeName(callee: Node): string {
  if (callee.type === 'CallExpression') return tableName(callee.callee);
  if (callee.type === 'TaggedTemplateExpression') return tableName(callee.tag);
  return chain(callee) ?? '';
}

function tableName(callee: Node): string {
  const name = chain(callee) ?? '';
  return name.endsWith('.each') ? name.slice(0, -'.each'.length) : '';
}

function titleOf(node: Node, text: string): string {
  if (node.type === 'Literal' && typeof node.value === 'string') return node.value.trim();
  return text.slice(node.start, node.end).replace(/^`|`$/g, '').trim();
}
