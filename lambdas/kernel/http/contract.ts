import type * as z from 'zod/mini';
import type { ErrorCode } from '../errors.ts';

/**
 * A route as data. The same object makes the Lambda's router, API Gateway's routes, the local gateway, the OpenAPI
 * document and the typed client, so that a path is written once.
 */
export interface Route {
  method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  /** The whole path, `{name}` for a parameter. */
  path: string;
  summary: string;
  access: Access;
  /** Asks for a proof of identity not older than ten minutes, read from the session row. */
  recentAuthentication?: boolean;
  /**
   * What the route does with cookies. `sets`: a sign-in; without a browser's headers it needs `token_delivery: body`.
   * `reads`: by cookie it needs the double-submit header as well. `continues`: the second step of a sign-in, whose
   * delivery was fixed when it began; a pending sign-in that is over is 401 `TOKEN_INVALID`.
   */
  cookies?: 'sets' | 'reads' | 'continues';
  /**
   * A POST of `application/x-www-form-urlencoded` that another site's page sends here. The browser rule is off, so the
   * rule may only keep the form and answer a redirect: whatever follows is a request of its own, with its own checks.
   */
  takesForm?: true;
  /**
   * Where a browser comes by navigation, a refusal is a redirect like the success, to this page of the site with
   * `#error=CODE`; it sets no cookie. `code` stands for whatever is wrong with the request itself.
   */
  refusals?: { page: string; code: ErrorCode };
  /** Changes what several people change: `If-Match` with the `ETag` that was read, else 428; 412 where it fits no more. */
  ifMatch?: true;
  /**
   * Whether an administrator who acts as the user may use it. What does not say so refuses them, and so does whatever
   * changes credentials, roles or the account itself (docs/decisions/0023-acting-as-a-user.md).
   */
  whileActing?: true;
  /** The answer holds a secret: it is kept nowhere, and a repeat under its `Idempotency-Key` is 409 `ALREADY_DONE`. */
  answersSecret?: true;
  limits: readonly Limit[];
  /**
   * `proceed`: a public route that goes on without its counters while the store is down, because nothing can be
   * guessed there. Every other public route then answers 503; a signed-in one goes on, since its token was checked.
   */
  whenStoreDown?: 'proceed';
  params?: z.ZodMiniType;
  query?: z.ZodMiniType;
  body?: z.ZodMiniType;
  /** Whether a request without any body is read as `{}`. */
  bodyOptional?: boolean;
  success: Success;
  /** What the rule refuses with; what the pipeline answers by itself is added (`openapi/refusals.ts`). */
  errors: readonly ErrorCode[];
}

/** `public`: a bearer token is not looked at. `optional`: one that is there must be good. */
export type Access = 'public' | 'optional' | 'user' | { permission: string };

export interface Success {
  /** 302 and 303 answer `location` and no body. */
  status: 200 | 202 | 204 | 302 | 303;
  /** The `data` of the envelope; absent for 204 and redirects. */
  data?: z.ZodMiniType;
  /** `data` is one page of a list; `pagination` stands beside it. */
  list?: true;
  /** The reply says the version of what it shows, which becomes its `ETag`. */
  etag?: true;
  /** A plain document (JWKS, OpenAPI, RFC 8414) instead of the envelope. */
  bare?: Bare;
}

export interface Bare {
  contentType: string;
  /** Types that the rule may answer instead, by its header `content-type`. */
  orTypes?: readonly string[];
  cacheControl: string;
}

/**
 * A rate limit. `ip` (an IPv6 address counts as its /64) and `user` limits that count every request are enforced by
 * the pipeline before the handler; all others by the rule that knows the account, through `kernel/rate-limit.ts`.
 */
export interface Limit {
  name: string;
  per: 'account' | 'ip' | 'pair' | 'user' | 'device' | 'platform';
  max: number;
  windowSeconds: number;
  counts: 'all' | 'wrong';
}

/** An administrator's change: it may be sent again under its `Idempotency-Key`, and has its effect once. */
export function takesIdempotencyKey({ method, access }: Pick<Route, 'method' | 'access'>): boolean {
  return method !== 'GET' && typeof access === 'object';
}

/**
 * What a flow's function may reach; IAM grants and network placement come from here. `settings`: it shows what other
 * functions are set to, and reaches nothing of it.
 */
export type Need = 'database' | 'store' | 'hash' | 'sign' | 'encrypt' | 'mail' | 'internet' | 'settings';

export interface Contract<Routes extends Record<string, Route> = Record<string, Route>> {
  flow: string;
  needs: readonly Need[];
  routes: Routes;
}

/** Keeps the literal types of a contract, from which the typed client and the handlers' types are made. */
export function defineContract<const Routes extends Record<string, Route>>(
  contract: Contract<Routes>,
): Contract<Routes> {
  return contract;
}
