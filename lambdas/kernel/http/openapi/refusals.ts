import { type ErrorCode, errorTable } from '../../errors.ts';
import { type Route, takesIdempotencyKey } from '../contract.ts';
import { errorBody, type Json } from './schemas.ts';

const anyHeader = (name: string): Json => ({ $ref: `#/components/headers/${name}` });

/** Gathers refusals as components: many routes share one. */
export class RefusalCollector {
  readonly #components = new Map<string, Json>();

  /**
   * The refusals of a route by status: those of its contract and those that the pipeline can answer by itself. The
   * edge's 403 is left out: no client that goes through the edge sees it.
   */
  of(route: Route): Json {
    // Every refusal is a redirect like the success.
    if (route.refusals) return {};
    const byStatus = new Map<number, Set<ErrorCode>>();
    const add = (status: number, code: ErrorCode) =>
      byStatus.set(status, (byStatus.get(status) ?? new Set<ErrorCode>()).add(code));
    // A mailed token's refusal is a 400; a bearer's, which the pipeline checks, and a pending sign-in's are a 401.
    const tokenStatus = route.cookies === 'continues' ? 401 : 400;
    for (const code of route.errors) add(code === 'TOKEN_INVALID' ? tokenStatus : errorTable[code].statuses[0], code);
    for (const code of pipelineCodes(route)) add(errorTable[code].statuses[0], code);
    const sorted = [...byStatus].sort(([a], [b]) => a - b);
    return Object.fromEntries(sorted.map(([status, codes]) => [String(status), this.#ref(status, [...codes].sort())]));
  }

  /** By name, in order. */
  components(): Json {
    return Object.fromEntries([...this.#components].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  #ref(status: number, codes: readonly ErrorCode[]): Json {
    const name = [status, ...codes].join('.');
    if (!this.#components.has(name)) this.#components.set(name, response(status, codes));
    return { $ref: `#/components/responses/${name}` };
  }
}

function pipelineCodes(route: Route): ErrorCode[] {
  const { access, limits, success } = route;
  const changes = route.method !== 'GET';
  const signedIn = access !== 'public' && access !== 'optional';
  const repeatable = takesIdempotencyKey(route);
  const codes: [ErrorCode, boolean][] = [
    // Two cookies of one name, on any route.
    ['MALFORMED_REQUEST', true],
    ['NOT_ACCEPTABLE', success.status !== 204 && success.status !== 302 && success.status !== 303],
    ['CSRF_FAILED', changes],
    ['UNSUPPORTED_MEDIA_TYPE', changes],
    ['PAYLOAD_TOO_LARGE', changes],
    ['VALIDATION_FAILED', repeatable || [route.params, route.query, route.body].some(Boolean)],
    ['CONFLICT', repeatable],
    ['ALREADY_DONE', repeatable && route.answersSecret === true],
    ['AUTHENTICATION_REQUIRED', signedIn],
    ['TOKEN_INVALID', access !== 'public'],
    ['FORBIDDEN', typeof access === 'object' || (access !== 'public' && !route.whileActing)],
    ['REAUTHENTICATION_REQUIRED', route.recentAuthentication === true],
    ['PRECONDITION_REQUIRED', route.ifMatch === true],
    ['PRECONDITION_FAILED', route.ifMatch === true],
    ['RATE_LIMITED', limits.length > 0],
    ['DEPENDENCY_UNAVAILABLE', limits.length > 0 || access !== 'public'],
    ['INTERNAL', true],
  ];
  return codes.filter(([, applies]) => applies).map(([code]) => code);
}

function response(status: number, codes: readonly ErrorCode[]): Json {
  return {
    description: codes.map((code) => `\`${code}\`: ${errorTable[code].message}`).join('\n'),
    headers: {
      'X-Request-Id': anyHeader('RequestId'),
      ...(status === 401 && { 'WWW-Authenticate': anyHeader('Challenge') }),
      ...((status === 429 || status === 503) && { 'Retry-After': anyHeader('RetryAfter') }),
      ...(status === 429 && { RateLimit: anyHeader('RateLimit'), 'RateLimit-Policy': anyHeader('RateLimitPolicy') }),
    },
    content: { 'application/json': { schema: errorBody(codes) } },
  };
}
