import { at, visit } from './syntax.ts';
import { sources, type Tree } from './tree.ts';

/** Names by which the connection outside of a transaction is reached. */
const outer = new Set(['db', 'database']);

/**
 * Uses of the outer connection inside the callback of `.transaction(…)`. An engine with one connection (PGlite) would
 * wait for itself for ever; a pool would write outside of the transaction.
 */
export function outerUses(tree: Tree): string[] {
  return sources(tree, 'lambdas', 'local').flatMap(([path, text]) => {
    const { callbacks, keys } = survey(path, text);
    const found: string[] = [];
    visit(path, text, {
      Identifier: (node) => {
        if (!outer.has(node.name) || keys.has(node.start)) return;
        const callback = callbacks.findLast(({ start, end }) => start <= node.start && node.end <= end);
        const isMember = text.slice(0, node.start).trimEnd().endsWith('.');
        if (callback && (isMember || node.name !== callback.own))
          found.push(`${at(path, text, node)} uses ${node.name} inside a transaction`);
      },
    });
    return found;
  });
}

interface Callback {
  start: number;
  end: number;
  /** The name of its parameter, which is the transaction itself. */
  own: string;
}

/** The transaction callbacks of a file, and where plain keys (`{ db: tx }`) stand, which use nothing. */
function survey(path: string, text: string): { callbacks: Callback[]; keys: Set<number> } {
  const callbacks: Callback[] = [];
  const keys = new Set<number>();
  visit(path, text, {
    CallExpression: ({ callee, arguments: [work] }) => {
      if (callee.type !== 'MemberExpression' || callee.property.type !== 'Identifier') return;
      if (callee.property.name !== 'transaction') return;
      if (work?.type !== 'ArrowFunctionExpression' && work?.type !== 'FunctionExpression') return;
      const [first] = work.params;
      callbacks.push({ start: work.start, end: work.end, own: first?.type === 'Identifier' ? first.name : '' });
    },
    Property: ({ key, shorthand }) => {
      if (!shorthand) keys.add(key.start);
    },
  });
  return { callbacks, keys };
}
