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
    error_code: exchange.errorCode ?? null,
  });
}

/** One name, so that a scanner of paths makes no metric of its own. */
const unmatched = Object.freeze({ flow: 'none', route: 'none' });

function measure({ event: exchange }: Step): void {
  const { metrics } = exchange.context;
  const dimensions = exchange.plan?.dimensions ?? unmatched;
  metrics.count('Request', dimensions);
  metrics.duration('RequestDuration', elapsed(exchange), dimensions);
  // Not by route: each further combination is a metric that CloudWatch bills.
  if (exchange.errorCode)
    metrics.count('RequestError', { flow: exchange.plan?.flow ?? 'none', code: exchange.errorCode });
}

function elapsed(exchange: Exchange): number {
  return exchange.context.clock.now().getTime() - exchange.startedAt;
}

function statusOf(step: Step): number | undefined {
  return (step.response as Result).statusCode;
}

export const accessLog: Middleware = { after: write, onError: write };
export const requestMetrics: Middleware = { after: measure, onError: measure };
