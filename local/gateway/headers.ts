import { gatewayLimits } from './limits.ts';
import type { GatewayRequest, HeaderField } from './message.ts';

/** RFC 9110 7.6.1: they concern one connection and never reach the function. */
const hopByHop = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

export interface FoldedHeaders {
  headers: Record<string, string>;
  /** Absent where no cookie was sent, as in a real event. */
  cookies: string[] | undefined;
}

/**
 * Folds request headers as payload format 2.0 does: lower-case names, duplicates joined by a comma, cookies apart.
 * API Gateway adds its forwarding headers; it appends to what the client claims in `x-forwarded-for`.
 */
export function foldHeaders(request: GatewayRequest): FoldedHeaders {
  const headers: Record<string, string> = {};
  const cookies: string[] = [];
  for (const [name, value] of endToEnd(request.headers)) {
    if (name === 'cookie') cookies.push(...splitCookies(value));
    // A plain `in` would find `constructor` and its like on the prototype.
    else headers[name] = Object.hasOwn(headers, name) ? `${headers[name]},${value}` : value;
  }
  headers['x-forwarded-for'] = [headers['x-forwarded-for'], request.sourceIp].filter(Boolean).join(', ');
  headers['x-forwarded-port'] = portOf(headers.host);
  headers['x-forwarded-proto'] = 'http';
  return { headers, cookies: cookies.length > 0 ? cookies : undefined };
}

/** Whether request line and header values together are more than API Gateway takes. */
export function headersTooLarge(request: GatewayRequest): boolean {
  let bytes = request.method.length + Buffer.byteLength(request.target);
  for (const [, value] of request.headers) bytes += Buffer.byteLength(value);
  return bytes > gatewayLimits.headerBytes;
}

/**
 * The headers, by lower-case name, without those of the connection; what `Connection` names is one of them (RFC 9110
 * 7.6.1).
 */
export function endToEnd(headers: readonly HeaderField[]): HeaderField[] {
  const kept: HeaderField[] = [];
  const named: string[] = [];
  for (const [name, value] of headers) {
    const lower = name.toLowerCase();
    if (lower === 'connection') for (const item of value.split(',')) named.push(item.trim().toLowerCase());
    if (!hopByHop.has(lower)) kept.push([lower, value]);
  }
  return named.length === 0 ? kept : kept.filter(([name]) => !named.includes(name));
}

/** The peer's address in its shortest form: an IPv4 client of a dual-stack socket is an IPv4 client. */
export function plainIp(address: string | undefined): string {
  const ip = address ?? '';
  return /^::ffff:\d+\.\d+\.\d+\.\d+$/i.test(ip) ? ip.slice(7) : ip;
}

function splitCookies(value: string): string[] {
  return value
    .split(';')
    .map((pair) => pair.replace(/^[ \t]+|[ \t]+$/g, ''))
    .filter((pair) => pair !== '');
}

function portOf(host: string | undefined): string {
  return /:(\d+)$/.exec(host ?? '')?.[1] ?? '80';
}
