import { type Node, type Program, parseSync, Visitor, type VisitorObject } from 'oxc-parser';
import { resolveImport, sources, type Tree } from './tree.ts';

/** One `import`, `export … from` or `import()`; `target` is a path of the tree, or the bare specifier. */
export interface Import {
  path: string;
  line: number;
  target: string;
  /** Whether `target` is a file of ours. */
  local: boolean;
  /** Whether it is loaded along with the importing file: neither for its types alone nor by `import()`. */
  atOnce: boolean;
}

const parsed = new Map<string, Program>();

/**
 * The syntax tree of a source text. Comments and strings are what they are, so that a fence cannot be fooled by them.
 */
export function parse(path: string, text: string): Program {
  const key = `${path}\0${text}`;
  const known = parsed.get(key);
  if (known) return known;
  const { program, errors } = parseSync(path, text);
  if (errors[0]) throw new Error(`${path} cannot be parsed: ${errors[0].message}`);
  parsed.set(key, program);
  return program;
}

export function visit(path: string, text: string, visitor: VisitorObject): void {
  new Visitor(visitor).visit(parse(path, text));
}

/** `path:line`, as an editor opens it. */
export function at(path: string, text: string, node: { start: number }): string {
  return `${path}:${text.slice(0, node.start).split('\n').length}`;
}

export function importsOf(tree: Tree, ...folders: string[]): Import[] {
  return sources(tree, ...folders).flatMap(([path, text]) => {
    const found: Import[] = [];
    const add = (source: Node | null, atOnce: boolean) => {
      if (source?.type !== 'Literal' || typeof source.value !== 'string') return;
      const local = source.value.startsWith('.');
      const target = local ? resolveImport(path, source.value) : source.value;
      found.push({ path, line: text.slice(0, source.start).split('\n').length, target, local, atOnce });
    };
    visit(path, text, {
      ImportDeclaration: (node) => add(node.source, node.importKind !== 'type'),
      ExportNamedDeclaration: (node) => add(node.source, node.exportKind !== 'type'),
      ExportAllDeclaration: (node) => add(node.source, node.exportKind !== 'type'),
      ImportExpression: (node) => add(node.source, false),
      TSImportType: (node) => add(node.source, false),
    });
    return found;
  });
}

/** `a.b.c` of a member expression or an identifier; null for anything that is not a plain chain. */
export function chain(node: Node): string | null {
  if (node.type === 'Identifier') return node.name;
  if (node.type === 'ThisExpression') return 'this';
  if (node.type !== 'MemberExpression') return null;
  const object = chain(node.object);
  const key = node.computed
    ? node.property.type === 'Literal' && typeof node.property.value === 'string'
      ? node.property.value
      : null
    : node.property.type === 'Identifier'
      ? node.property.name
      : null;
  return object && key ? `${object}.${key}` : null;
}
