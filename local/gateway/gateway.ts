import type { APIGatewayProxyEventV2, Context as LambdaContext } from 'aws-lambda';
import type { Contract } from '../../lambdas/kernel/http/contract.ts';
import type { Clock } from '../../lambdas/ports/clock.ts';
import { splitTarget, toEvent } from './event.ts';
import { headersTooLarge } from './headers.ts';
import { gatewayLimits } from './limits.ts';
import { bareAnswer, type GatewayAnswer, type GatewayRequest } from './message.ts';
import { integrationFault, toAnswer } from './result.ts';
import { createRoutes } from './routes.ts';

/** A flow's function as Lambda calls it. */
export type LambdaHandler = (event: APIGatewayProxyEventV2, context: LambdaContext) => Promise<unknown>;

export interface GatewayOptions {
  contracts: readonly Contract[];
  /** By flow name. */
  handlers: ReadonlyMap<string, LambdaHandler>;
  clock: Clock;
  /** Told of what a function threw: the client is told nothing. */
  onFault: (error: unknown) => void;
  /** Milliseconds that a function may take; 30 s where it is not given. */
  timeoutMs?: number;
}

/** Turns a request into a payload v2 event for the flow's function and its result into an answer. Never rejects. */
export type Gateway = (request: GatewayRequest) => Promise<GatewayAnswer>;

/**
 * API Gateway and Lambda in one function, without sockets: the HTTP server and the tests' in-process harness both call
 * it, so that no request can mean one thing here and another there.
 */
export function createGateway(options: GatewayOptions): Gateway {
  const routeOf = createRoutes(options.contracts);
  return (request) => {
    const answer = invoke(request, routeOf, options);
    return request.method === 'HEAD' ? answer.then(withoutBody) : answer;
  };
}

function withoutBody(answer: GatewayAnswer): GatewayAnswer {
  return { ...answer, body: Buffer.alloc(0) };
}

async function invoke(
  request: GatewayRequest,
  routeOf: ReturnType<typeof createRoutes>,
  options: GatewayOptions,
): Promise<GatewayAnswer> {
  if (headersTooLarge(request)) return bareAnswer(431, 'Request Header Fields Too Large');
  const parts = splitTarget(request.target);
  if (!parts) return bareAnswer(400, 'Bad Request');
  const target = routeOf(request.method, parts.path);
  const handler = options.handlers.get(target.flow);
  if (!handler) return integrationFault();
  const event = toEvent(request, parts, target, options.clock.now());
  if (tooLong(event)) return bareAnswer(413, 'Request Too Long');
  const timeoutMs = options.timeoutMs ?? gatewayLimits.timeoutMs;
  try {
    const result = await within(timeoutMs, handler(event, lambdaContext(event, target.flow, timeoutMs)));
    return result === timedOut ? bareAnswer(503, 'Service Unavailable') : toAnswer(result);
  } catch (error) {
    options.onFault(error);
    return integrationFault();
  }
}

/** JSON escapes make a body up to six times longer: below a sixth of the limit nothing needs to be measured. */
function tooLong(event: APIGatewayProxyEventV2): boolean {
  if ((event.body ?? '').length < gatewayLimits.payloadBytes / 8) return false;
  return Buffer.byteLength(JSON.stringify(event)) > gatewayLimits.payloadBytes;
}

const timedOut = Symbol('timed out');

/** The work's value, or `timedOut`. What comes of late work is dropped, as API Gateway drops it. */
function within(milliseconds: number, work: Promise<unknown>): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, milliseconds, timedOut);
    const settle =
      <Value>(end: (value: Value) => void) =>
      (value: Value) => {
        clearTimeout(timer);
        end(value);
      };
    work.then(settle(resolve), settle(reject));
  });
}

function lambdaContext(event: APIGatewayProxyEventV2, flow: string, timeoutMs: number): LambdaContext {
  return {
    awsRequestId: event.requestContext.requestId,
    callbackWaitsForEmptyEventLoop: false,
    functionName: `gatehouse-${flow}`,
    functionVersion: '$LATEST',
    invokedFunctionArn: `arn:aws:lambda:local:000000000000:function:gatehouse-${flow}`,
    logGroupName: '',
    logStreamName: '',
    memoryLimitInMB: '1769',
    // The gateway's own timer ends the wait: this one only says how long that is.
    getRemainingTimeInMillis: () => timeoutMs,
    done: () => undefined,
    fail: () => undefined,
    succeed: () => undefined,
  };
}
