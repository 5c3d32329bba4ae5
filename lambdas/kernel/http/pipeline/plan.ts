import type { Limit, Route } from '../contract.ts';
import type { Flow, Handler } from '../flow.ts';

/** What the pipeline needs to know of a route, worked out once per instance. */
export interface Plan {
  flow: string;
  route: Route;
  handler: Handler<Route>;
  /** POST, PATCH, PUT, DELETE. */
  changes: boolean;
  permission: string | null;
  /** Limits that count every request: the rest belongs to the rule, which knows the account. */
  limits: readonly Limit[];
  /** Those of them that need nobody signed in. */
  ipLimits: readonly Limit[];
  accepts: readonly string[];
}

/** The plan of each route of a flow. Throws where a route has no handler. */
export function plansOf(flow: Flow): Map<Route, Plan> {
  const plans = new Map<Route, Plan>();
  for (const [name, route] of Object.entries(flow.contract.routes)) {
    const handler = flow.handlers[name];
    if (!handler) throw new Error(`${flow.contract.flow} has no handler for ${name}`);
    const limits = route.limits.filter(pipelineCounts);
    plans.set(route, {
      flow: flow.contract.flow,
      route,
      handler,
      changes: route.method !== 'GET',
      permission: typeof route.access === 'object' ? route.access.permission : null,
      limits,
      ipLimits: limits.filter(({ per }) => per === 'ip'),
      accepts: acceptedTypes(route),
    });
  }
  return plans;
}

/** Whether the pipeline itself enforces the limit, before the handler. */
function pipelineCounts(limit: Limit): boolean {
  return limit.counts === 'all' && (limit.per === 'ip' || limit.per === 'user');
}

function acceptedTypes({ success: { bare } }: Route): string[] {
  const types = bare ? [bare.contentType, ...(bare.orTypes ?? [])].map(mediaType) : ['application/json'];
  const ranges = types.map((type) => `${type.split('/')[0]}/*`);
  return [...new Set([...types, ...ranges, 'application/json', 'application/*', '*/*'])];
}

/** Without its parameters (RFC 9110 8.3.1). */
function mediaType(contentType: string): string {
  return contentType.split(';')[0]?.trim().toLowerCase() ?? '';
}
