import type { Exchange, Middleware, Result, Step } from './exchange.ts';

/** One line a request: never a body, a query, a cookie or a token. */
function write(step: Step): void {
  const { event: exchange } = step;
  exchange.context.log.info('request', {
    method: exchange.method,
    // The template: a raw path may bear a token or an address.
    route: exchange.plan?.route.path ?? null,
    status: statusOf(step),
    duration_ms: elapsed(exchange),
    request_id: exchange.facts.id,
    client_request_id: exchange.facts.clientId,
    ip: exchange.facts.ip,
    user_id: exchange.principal?.userId ?? null,
    ...(exchange.facts.actorId && { actor_id: exchange.facts.actorId }),
    error_code: exchange.errorCode ?? null,
  });
}

function measure({ event: exchange }: Step): void {
  const { metrics } = exchange.context;
  // By flow and not by route: each combination is a metric that CloudWatch bills, and the request's line has the route.
  const flow = exchange.plan?.flow ?? 'none';
  metrics.count('Request', { flow });
  metrics.duration('RequestDuration', elapsed(exchange), { flow });
  if (exchange.errorCode) metrics.count('RequestError', { flow, code: exchange.errorCode });
}

function elapsed(exchange: Exchange): number {
  return exchange.context.clock.now().getTime() - exchange.startedAt;
}

function statusOf(step: Step): number | undefined {
  return (step.response as Result).statusCode;
}

export const accessLog: Middleware = { after: write, onError: write };
export const requestMetrics: Middleware = { after: measure, onError: measure };
