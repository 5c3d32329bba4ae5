import type middy from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { Context, Platform, Principal, RequestFacts } from '../../context.ts';
import type { Route } from '../contract.ts';
import type { Cookies } from '../cookies.ts';
import type { Reply } from '../flow.ts';
import type { Plan } from './plan.ts';

export type Headers = Readonly<Record<string, string | undefined>>;
export type Result = APIGatewayProxyStructuredResultV2 & { headers: Record<string, string> };
/** What the rule answers; the envelope middleware makes a `Result` of it. */
export type Answer = Reply<Route> | Result;
export type Middleware = middy.MiddlewareObj<Exchange, Answer>;
export type Step = middy.Request<Exchange, Answer>;

/** Everything that is known of one request. middy passes it on as its event; each middleware fills its part. */
export interface Exchange {
  readonly event: APIGatewayProxyEventV2;
  readonly method: string;
  readonly headers: Headers;
  /** Milliseconds of the clock port. */
  readonly startedAt: number;
  readonly facts: RequestFacts;
  readonly context: Context;
  /** Null until routed, and for a path or method that the table does not have. */
  plan: Plan | null;
  rawParams: Readonly<Record<string, string>>;
  cookies: Cookies;
  /** The parsed body, where the route takes one. */
  rawBody: Record<string, unknown> | undefined;
  body: unknown;
  query: unknown;
  params: unknown;
  /** The versions that `If-Match` names, where the route asks for them. */
  ifMatch: readonly number[] | undefined;
  principal: Principal | undefined;
  /** The code of the refusal, for log and metrics. */
  errorCode: string | undefined;
}

const noHeaders: Headers = Object.freeze({});
const noParams = Object.freeze({});

/**
 * Reads only what payload v2 has: an event of another shape becomes an exchange that no route matches, so that it is
 * refused and nothing throws.
 */
export function newExchange(event: APIGatewayProxyEventV2, platform: Platform, id: string): Exchange {
  const http = event.version === '2.0' ? event.requestContext?.http : undefined;
  const headers = http ? (event.headers ?? noHeaders) : noHeaders;
  const facts: RequestFacts = {
    id,
    clientId: null,
    ip: http?.sourceIp ?? '',
    userAgent: printable(headers['user-agent'] ?? ''),
    browser: 'none',
  };
  return {
    event,
    method: http?.method ?? '',
    headers,
    startedAt: platform.clock.now().getTime(),
    facts,
    context: { ...platform, request: facts },
    plan: null,
    rawParams: noParams,
    cookies: noParams,
    rawBody: undefined,
    body: undefined,
    query: undefined,
    params: undefined,
    ifMatch: undefined,
    principal: undefined,
    errorCode: undefined,
  };
}

/** At most 512 characters, none of them a control character or half of a pair: it goes into rows and logs. */
function printable(text: string): string {
  const cut = text.length > 512 ? text.slice(0, 512) : text;
  return cut.isWellFormed() && !/\p{Cc}/u.test(cut) ? cut : cut.toWellFormed().replace(/\p{Cc}/gu, ' ');
}
