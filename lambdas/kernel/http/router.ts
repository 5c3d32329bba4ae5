import type { Contract, Route } from './contract.ts';

export interface Match {
  flow: string;
  /** The route's name in its contract. */
  name: string;
  route: Route;
  /** Percent-decoded. */
  params: Readonly<Record<string, string>>;
}

export interface RouteTable {
  /**
   * The route of a raw request path, or the methods that the path takes (sorted), or null where no path matches.
   * A trailing slash, an empty or dot segment, an encoded slash and a broken percent-encoding match nothing, so that
   * no two spellings of a path can mean different things to the edge and to us.
   */
  match(method: string, path: string): Match | { allow: string[] } | null;
}

interface Leaf {
  flow: string;
  name: string;
  route: Route;
  /** Parameter names with the index of their segment. */
  params: readonly (readonly [string, number])[];
}

interface Node {
  statics: Map<string, Node>;
  param: Node | null;
  byMethod: Map<string, Leaf>;
}

const noParams: Readonly<Record<string, string>> = Object.freeze({});

/** Builds the table once. Throws where two routes claim one method and path. */
export function routeTable(contracts: readonly Contract[]): RouteTable {
  const root = newNode();
  const fixed = new Map<string, Match>();
  for (const contract of contracts) {
    for (const [name, route] of Object.entries(contract.routes)) {
      const leaf = insert(root, { flow: contract.flow, name, route });
      if (leaf.params.length === 0)
        fixed.set(`${route.method} ${route.path}`, { flow: leaf.flow, name, route, params: noParams });
    }
  }
  return { match: (method, path) => fixed.get(`${method} ${path}`) ?? find(root, method, path) };
}

function newNode(): Node {
  return { statics: new Map(), param: null, byMethod: new Map() };
}

function insert(root: Node, entry: Omit<Leaf, 'params'>): Leaf {
  const params: [string, number][] = [];
  let node = root;
  for (const [index, segment] of segmentsOf(entry.route.path).entries()) {
    const param = /^\{(\w+)\}$/.exec(segment)?.[1];
    if (param) params.push([param, index]);
    node = param ? childParam(node) : childStatic(node, segment);
  }
  const taken = node.byMethod.get(entry.route.method);
  if (taken) throw new Error(`${entry.name} and ${taken.name} both claim ${entry.route.method} ${entry.route.path}`);
  const leaf = { ...entry, params };
  node.byMethod.set(entry.route.method, leaf);
  return leaf;
}

function childParam(node: Node): Node {
  node.param ??= newNode();
  return node.param;
}

function childStatic(node: Node, segment: string): Node {
  const child = node.statics.get(segment) ?? newNode();
  node.statics.set(segment, child);
  return child;
}

function segmentsOf(path: string): string[] {
  return path.slice(1).split('/');
}

function find(root: Node, method: string, path: string): Match | { allow: string[] } | null {
  if (!path.startsWith('/')) return null;
  const segments = segmentsOf(path);
  const decoded: string[] = [];
  for (const segment of segments) {
    const text = decodeSegment(segment);
    if (text === null) return null;
    decoded.push(text);
  }
  const allow = new Set<string>();
  const leaf = walk(root, segments, 0, method, allow);
  if (!leaf) return allow.size > 0 ? { allow: [...allow].sort() } : null;
  const params: Record<string, string> = {};
  for (const [name, index] of leaf.params) params[name] = decoded[index] ?? '';
  return { flow: leaf.flow, name: leaf.name, route: leaf.route, params };
}

/** As API Gateway chooses: the most static path that has the method; `allow` gathers what the others take. */
function walk(node: Node, segments: readonly string[], at: number, method: string, allow: Set<string>): Leaf | null {
  const segment = segments[at];
  if (segment === undefined) {
    for (const name of node.byMethod.keys()) allow.add(name);
    return node.byMethod.get(method) ?? null;
  }
  const next = node.statics.get(segment);
  const found = next ? walk(next, segments, at + 1, method, allow) : null;
  if (found || !node.param) return found;
  return walk(node.param, segments, at + 1, method, allow);
}

/** RFC 3986 2.1 and 3.3; null for what must not match. */
function decodeSegment(segment: string): string | null {
  if (segment === '' || segment === '.' || segment === '..') return null;
  if (!segment.includes('%')) return segment.includes('\\') ? null : segment;
  try {
    const text = decodeURIComponent(segment);
    return text === '.' || text === '..' || /[/\\]/.test(text) ? null : text;
  } catch {
    return null;
  }
}
