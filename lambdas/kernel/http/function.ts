import { randomUUID } from 'node:crypto';
import middy from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context as LambdaContext } from 'aws-lambda';
import type { Platform } from '../context.ts';
import { errorTable } from '../errors.ts';
import type { Authenticator } from './authenticator.ts';
import type { Route } from './contract.ts';
import type { Flow, Reply } from './flow.ts';
import { accept } from './pipeline/accept.ts';
import { authenticate } from './pipeline/authenticate.ts';
import { body } from './pipeline/body.ts';
import { browserRule, delivery } from './pipeline/browser.ts';
import { edge } from './pipeline/edge.ts';
import { apiVersion, envelope, jsonType } from './pipeline/envelope.ts';
import { type Answer, type Exchange, newExchange } from './pipeline/exchange.ts';
import { once } from './pipeline/idempotency.ts';
import { mediaType } from './pipeline/media-type.ts';
import { precondition } from './pipeline/precondition.ts';
import { refusal } from './pipeline/refusal.ts';
import { accessLog, requestMetrics } from './pipeline/report.ts';
import { requestId } from './pipeline/request-id.ts';
import { route } from './pipeline/route.ts';
import { secure, securityHeaders } from './pipeline/security-headers.ts';
import { validate } from './pipeline/validate.ts';

export interface FunctionOptions {
  flow: Flow;
  platform: Platform;
  authenticator: Authenticator;
}

export type HttpFunction = (
  event: APIGatewayProxyEventV2,
  lambdaContext?: LambdaContext,
) => Promise<APIGatewayProxyStructuredResultV2>;

/** How long before Lambda's own time-out a handler is given up, so that the client still gets an answer of ours. */
const timeoutEarlyInMillis = 250;

/**
 * The Lambda handler of a flow for API Gateway HTTP API events (payload v2). Built once per instance: tables, plans
 * and middlewares hold no state of a request. It always resolves; nothing that a client sends makes it throw.
 */
export function httpFunction({ flow, platform, authenticator }: FunctionOptions): HttpFunction {
  const run = middy<Exchange, Answer>(rule, { timeoutEarlyInMillis }).use([
    // What runs after the handler, and on a refusal, runs from the bottom of this list to its top.
    requestMetrics,
    accessLog,
    secure,
    refusal,
    envelope,
    requestId,
    ...(platform.edgeValues ? [edge(platform.edgeValues)] : []),
    route(flow),
    accept,
    mediaType,
    browserRule(platform.config),
    body,
    delivery,
    validate,
    authenticate(authenticator),
    precondition,
  ]);
  return async (event, lambdaContext) => {
    const id = randomUUID();
    try {
      const answer = await run(newExchange(event, platform, id), lambdaContext ?? noContext);
      return answer as APIGatewayProxyStructuredResultV2;
    } catch (error) {
      return lastResort(platform, id, error);
    }
  };
}

/** Outside Lambda there is no invocation, and nothing of ours reads one. */
const noContext = Object.freeze({}) as LambdaContext;

async function rule(exchange: Exchange): Promise<Reply<Route>> {
  const { plan, body, query, params, headers, cookies, ifMatch, principal, context } = exchange;
  if (!plan) throw new Error('the rule ran without a route');
  const input = { body, query, params, headers, cookies, ifMatch, principal };
  return once(exchange, () => plan.handler(input as never, context));
}

/** A fault in the pipeline itself, such as a log that cannot be written [ASVS 16.5.4]. */
function lastResort({ clock, log }: Platform, id: string, error: unknown): APIGatewayProxyStructuredResultV2 {
  try {
    log.error('pipeline failed', { request_id: id, error });
  } catch {
    // The log may be what failed: the client is answered all the same.
  }
  return {
    statusCode: 500,
    headers: { ...securityHeaders, 'cache-control': 'no-store', 'content-type': jsonType, 'x-request-id': id },
    body: JSON.stringify({
      success: false,
      error: { code: 'INTERNAL', message: errorTable.INTERNAL.message, details: {} },
      metadata: { timestamp: clock.now().toISOString(), request_id: id, version: apiVersion },
    }),
  };
}
