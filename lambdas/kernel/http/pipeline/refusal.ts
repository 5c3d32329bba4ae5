import { DependencyUnavailable } from '../../../ports/dependency.ts';
import type { Context } from '../../context.ts';
import { AuthError } from '../../errors.ts';
import { clean, cleanValue, isRedirect, jsonType, metadata } from './envelope.ts';
import type { Exchange, Middleware, Result, Step } from './exchange.ts';

const retrySeconds = '5';

/**
 * Turns whatever was thrown into a refusal. A client learns a code of the closed list, its message and its details;
 * the log learns the rest.
 */
export const refusal: Middleware = {
  onError: (step: Step) => {
    const error = known(step.error, step.event);
    step.event.errorCode = error.code;
    step.response = redirected(error, step.event) ?? respond(error, step.event);
  },
};

function known(error: unknown, exchange: Exchange): AuthError {
  if (error instanceof AuthError) return error;
  const { log } = exchange.context;
  const dependency = unavailable(error, exchange.context);
  if (dependency) {
    // Most outages pass. One that waits for an operator is an error, of which the alarms tell.
    const level = error instanceof DependencyUnavailable && error.lasts ? 'error' : 'warn';
    log[level]('dependency unavailable', { request_id: exchange.facts.id, dependency, error });
    return new AuthError('DEPENDENCY_UNAVAILABLE', { headers: { 'retry-after': retrySeconds } });
  }
  log.error('unexpected error', { request_id: exchange.facts.id, route: exchange.plan?.route.path ?? null, error });
  return new AuthError('INTERNAL');
}

function unavailable(error: unknown, { database }: Context): string | null {
  if (error instanceof DependencyUnavailable) return error.dependency;
  return database.isUnavailable(error) ? 'database' : null;
}

function respond(error: AuthError, exchange: Exchange): Result {
  const headers = clean(error.headers);
  headers['content-type'] = jsonType;
  if (error.status === 401) headers['www-authenticate'] ??= challenge(error);
  if (error.status === 503) headers['retry-after'] ??= retrySeconds;
  const result: Result = {
    statusCode: error.status,
    headers,
    body: JSON.stringify({
      success: false,
      error: { code: error.code, message: error.message, details: error.details },
      metadata: metadata(exchange),
    }),
  };
  if (error.cookies.length > 0) result.cookies = error.cookies.map(cleanValue);
  return result;
}

/**
 * A person who was sent here by a link or a provider reads a page, not JSON: the route's own, or the one that the rule
 * named in `location`.
 */
function redirected(error: AuthError, { plan, context }: Exchange): Result | null {
  const { refusals, success } = plan?.route ?? {};
  if (!refusals || !isRedirect(success?.status)) return null;
  const code = error.status === 429 || error.status >= 500 ? error.code : refusals.code;
  const page = error.headers.location ?? `${context.config.origin}${refusals.page}`;
  const reason = typeof error.details.reason === 'string' ? `&reason=${error.details.reason}` : '';
  const location = `${page}#error=${code}${code === error.code ? reason : ''}`;
  return { statusCode: success?.status ?? 302, headers: { ...clean(error.headers), location } };
}

/** RFC 9110 15.5.2 asks for a challenge with every 401; RFC 6750 3.1 gives a bad token its own. */
function challenge(error: AuthError): string {
  return error.code === 'TOKEN_INVALID' ? 'Bearer error="invalid_token"' : 'Bearer';
}
