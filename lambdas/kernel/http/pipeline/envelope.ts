import type { Route } from '../contract.ts';
import { etagOf } from '../etag.ts';
import type { Reply } from '../flow.ts';
import type { Exchange, Middleware, Result, Step } from './exchange.ts';

/** The version of the API's contract, in every envelope. */
export const apiVersion = '1.0.0';
export const jsonType = 'application/json; charset=utf-8';

/** Turns a handler's reply into the response: the envelope, a bare document, or nothing for 204. */
export const envelope: Middleware = {
  after: (step: Step) => {
    step.response = respond(step.event, step.response as Reply<Route>);
  },
};

function respond(exchange: Exchange, reply: Reply<Route>): Result {
  const success = exchange.plan?.route.success;
  const statusCode = success?.status ?? 200;
  const headers = reply.headers ? clean(reply.headers) : {};
  const result: Result = { statusCode, headers };
  if (reply.cookies && reply.cookies.length > 0) result.cookies = reply.cookies.map(cleanValue);
  if ('etag' in reply && typeof reply.etag === 'number') headers.etag = etagOf(reply.etag);
  if (isRedirect(statusCode)) headers.location = redirectTarget(reply);
  if (statusCode === 204 || isRedirect(statusCode)) return result;
  const { data, pagination } = reply as { data: unknown; pagination?: unknown };
  if (success?.bare) {
    const { contentType, orTypes = [] } = success.bare;
    headers['content-type'] = [contentType, ...orTypes].find((type) => type === headers['content-type']) ?? contentType;
    headers['cache-control'] = success.bare.cacheControl;
    result.body = typeof data === 'string' ? data : JSON.stringify(data);
    return result;
  }
  headers['content-type'] = jsonType;
  const message = reply.message ?? 'OK';
  // JSON leaves out what is undefined.
  result.body = JSON.stringify({ success: true, data, message, pagination, metadata: metadata(exchange) });
  return result;
}

export function isRedirect(status: number | undefined): boolean {
  return status === 302 || status === 303;
}

/** Whole and as it is: what a browser would have to read twice, or a header could not carry, is a fault of the rule. */
function redirectTarget(reply: object): string {
  const location = 'location' in reply ? reply.location : undefined;
  if (typeof location !== 'string' || cleanValue(location) !== location || !URL.canParse(location))
    throw new Error('a redirect without an absolute location');
  return location;
}

export function metadata({ context, facts }: Exchange): { timestamp: string; request_id: string; version: string } {
  return { timestamp: context.clock.now().toISOString(), request_id: facts.id, version: apiVersion };
}

/** Lower-case names; no value can end its line or be refused by the server's own header rules (RFC 9110 5.5). */
export function clean(headers: Readonly<Record<string, string>>): Record<string, string> {
  const cleaned: Record<string, string> = {};
  for (const name in headers) cleaned[name.toLowerCase()] = cleanValue(headers[name] ?? '');
  return cleaned;
}

export function cleanValue(value: string): string {
  return /[^\t\x20-\x7e]/.test(value) ? value.replace(/[^\t\x20-\x7e]/g, '') : value;
}
