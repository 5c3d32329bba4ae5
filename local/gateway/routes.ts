import type { Contract } from '../../lambdas/kernel/http/contract.ts';

/** Where API Gateway sends a request: the function, the route's key, and what its `{name}` segments hold. */
export interface Target {
  flow: string;
  routeKey: string;
  pathParameters: Record<string, string> | undefined;
}

interface Entry {
  flow: string;
  method: string;
  path: string;
  segments: string[];
}

/** The function that `$default` invokes: it answers 404 and 405 from the table. */
const defaultFlow = 'service';

/**
 * API Gateway's own routing over the contracts: an exact segment wins over `{name}`, and what matches nothing (HEAD
 * and OPTIONS too) goes to `$default`.
 */
export function createRoutes(contracts: readonly Contract[]): (method: string, path: string) => Target {
  const entries = contracts.flatMap(({ flow, routes }) =>
    Object.values(routes).map(({ method, path }) => ({ flow, method, path, segments: path.split('/') })),
  );
  const fixed = new Map<string, Target>();
  for (const { flow, method, path } of entries.filter((entry) => variables(entry) === 0)) {
    const routeKey = `${method} ${path}`;
    fixed.set(routeKey, { flow, routeKey, pathParameters: undefined });
  }
  const open = entries.filter((entry) => variables(entry) > 0).sort((a, b) => variables(a) - variables(b));
  return (method, path) => {
    const exact = fixed.get(`${method} ${path}`);
    if (exact) return exact;
    const segments = path.split('/');
    for (const entry of open) {
      const pathParameters = entry.method === method ? match(entry.segments, segments) : null;
      if (pathParameters) return { flow: entry.flow, routeKey: `${method} ${entry.path}`, ...pathParameters };
    }
    return { flow: defaultFlow, routeKey: '$default', pathParameters: undefined };
  };
}

function match(pattern: string[], segments: string[]): Pick<Target, 'pathParameters'> | null {
  if (pattern.length !== segments.length) return null;
  const found: Record<string, string> = {};
  for (const [index, part] of pattern.entries()) {
    const segment = segments[index] ?? '';
    const name = /^\{(\w+)\}$/.exec(part)?.[1];
    if (name && segment !== '') found[name] = segment;
    else if (part !== segment) return null;
  }
  return { pathParameters: Object.keys(found).length > 0 ? found : undefined };
}

function variables(entry: Entry): number {
  return entry.segments.filter((segment) => segment.startsWith('{')).length;
}
