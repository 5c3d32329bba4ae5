import { isUtf8 } from 'node:buffer';
import { randomUUID } from 'node:crypto';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { foldHeaders } from './headers.ts';
import type { GatewayRequest } from './message.ts';
import type { Target } from './routes.ts';

/** Path and query string apart, the path percent-decoded as HTTP APIs hand it over; null where it cannot be decoded. */
export function splitTarget(target: string): { path: string; query: string } | null {
  const mark = target.indexOf('?');
  const path = mark < 0 ? target : target.slice(0, mark);
  try {
    return { path: decodeURIComponent(path), query: mark < 0 ? '' : target.slice(mark + 1) };
  } catch {
    return null;
  }
}

/**
 * The event of payload format 2.0. Source: "Create AWS Lambda proxy integrations for HTTP APIs", API Gateway developer
 * guide.
 */
export function toEvent(
  request: GatewayRequest,
  { path, query }: { path: string; query: string },
  target: Target,
  now: Date,
): APIGatewayProxyEventV2 {
  const { headers, cookies } = foldHeaders(request);
  const host = headers.host ?? 'localhost';
  const hasBody = request.body.length > 0;
  const text = hasBody && isText(headers) && isUtf8(request.body);
  return {
    version: '2.0',
    routeKey: target.routeKey,
    rawPath: path,
    rawQueryString: query,
    ...(cookies && { cookies }),
    headers,
    ...(query !== '' && { queryStringParameters: queryParameters(query) }),
    requestContext: {
      accountId: '000000000000',
      apiId: 'local',
      domainName: host,
      domainPrefix: host.split('.')[0] ?? host,
      http: {
        method: request.method,
        path,
        protocol: request.protocol ?? 'HTTP/1.1',
        sourceIp: request.sourceIp,
        userAgent: headers['user-agent'] ?? '',
      },
      // API Gateway's own ids look like this, not like our UUIDs: nothing may come to depend on their form.
      requestId: btoa(randomUUID().slice(-11)),
      routeKey: target.routeKey,
      stage: '$default',
      time: logTime(now),
      timeEpoch: now.getTime(),
    },
    ...(target.pathParameters && { pathParameters: target.pathParameters }),
    ...(hasBody && { body: request.body.toString(text ? 'utf8' : 'base64') }),
    isBase64Encoded: hasBody && !text,
  };
}

/**
 * HTTP APIs hand over as text only these types; anything else, a form and a missing type too, comes in base64. So does
 * a body that is no UTF-8, which a JSON event could not carry, and one that is compressed.
 */
function isText(headers: Record<string, string>): boolean {
  const type = (headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  if (headers['content-encoding'] !== undefined) return false;
  return type.startsWith('text/') || /^application\/(json|xml|javascript)$/.test(type);
}

/** Decoded, repeated names joined by a comma. */
function queryParameters(query: string): Record<string, string> {
  const found = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(query)) {
    const before = found.get(name);
    found.set(name, before === undefined ? value : `${before},${value}`);
  }
  // `fromEntries` defines properties: a parameter called `__proto__` stays a parameter.
  return Object.fromEntries(found);
}

/** Common log format, as `requestContext.time` has it: `12/Mar/2026:19:03:58 +0000`. */
function logTime(now: Date): string {
  // `Thu, 12 Mar 2026 19:03:58 GMT`: every part has its place (ECMA-262, Date.prototype.toUTCString).
  const text = now.toUTCString();
  return `${text.slice(5, 7)}/${text.slice(8, 11)}/${text.slice(12, 16)}:${text.slice(17, 25)} +0000`;
}
