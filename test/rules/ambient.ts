import { at, chain, visit } from './syntax.ts';
import { sources, type Tree } from './tree.ts';

const environment = /^(process|globalThis\.process)\.env$/;
const stopwatch = /^(globalThis\.)?(performance\.\w+|process\.hrtime)$/;
const dice = /^(globalThis\.)?Math\.random$/;

/** Reads of the process environment, by member, destructuring or import. */
export function environmentReads(tree: Tree, ...folders: string[]): string[] {
  return scan(tree, folders, (report, text) => ({
    MemberExpression: (node) => {
      if (environment.test(chain(node) ?? '')) report(node, 'reads process.env');
    },
    VariableDeclarator: (node) => {
      if (node.init && chain(node.init) === 'process' && /\benv\b/.test(text.slice(node.id.start, node.id.end)))
        report(node, 'reads process.env');
    },
    ImportDeclaration: (node) => {
      const names = node.specifiers.map(({ start, end }) => text.slice(start, end));
      if (/^(node:)?process$/.test(node.source.value) && names.some((name) => /^env\b/.test(name)))
        report(node, 'reads process.env');
    },
  }));
}

/** Reads of any wall clock but the port: the process's, and PostgreSQL's own inside a sql`` template. */
export function clockReads(tree: Tree, ...folders: string[]): string[] {
  return scan(tree, folders, (report) => ({
    NewExpression: (node) => {
      if (chain(node.callee) === 'Date' && node.arguments.length === 0) report(node, 'new Date() reads the wall clock');
    },
    CallExpression: (node) => {
      if (chain(node.callee) === 'Date') report(node, 'Date() reads the wall clock');
    },
    MemberExpression: (node) => {
      if (/^(globalThis\.)?Date\.now$/.test(chain(node) ?? '')) report(node, 'Date.now reads the wall clock');
    },
    TaggedTemplateExpression: (node) => {
      const statement = node.quasi.quasis.map(({ value }) => value.raw).join(' ');
      const own =
        /\b(now|clock_timestamp|statement_timestamp|transaction_timestamp)\s*\(\s*\)|\bcurrent_(timestamp|date|time)\b/i;
      if (own.test(statement)) report(node, "SQL reads the database's clock");
    },
  }));
}

/** Reads of the process's stopwatch, which a test cannot move. */
export function stopwatchReads(tree: Tree, ...folders: string[]): string[] {
  return scan(tree, folders, (report) => ({
    MemberExpression: (node) => {
      if (stopwatch.test(chain(node) ?? '')) report(node, `${chain(node)} reads a stopwatch`);
    },
    ImportDeclaration: (node) => {
      if (/^(node:)?perf_hooks$/.test(node.source.value)) report(node, `${node.source.value} is a stopwatch`);
    },
  }));
}

/** `Math.random` is no source for anything here: randomness comes from node:crypto. */
export function diceThrows(tree: Tree, ...folders: string[]): string[] {
  return scan(tree, folders, (report) => ({
    MemberExpression: (node) => {
      if (dice.test(chain(node) ?? '')) report(node, 'Math.random is predictable');
    },
  }));
}

/** Lines that go round the log, its levels and its redaction. */
export function consoleCalls(tree: Tree, ...folders: string[]): string[] {
  return scan(tree, folders, (report) => ({
    MemberExpression: (node) => {
      if (/^(globalThis\.)?console\./.test(chain(node) ?? '')) report(node, 'console goes round the log');
    },
  }));
}

type Visitors = Parameters<typeof visit>[2];
type Report = (node: { start: number }, what: string) => void;

function scan(tree: Tree, folders: string[], rules: (report: Report, text: string) => Visitors): string[] {
  return sources(tree, ...folders).flatMap(([path, text]) => {
    const found: string[] = [];
    visit(
      path,
      text,
      rules((node, what) => found.push(`${at(path, text, node)} ${what}`), text),
    );
    return found;
  });
}
