import type { Gateway } from '../../local/gateway/gateway.ts';
import type { HeaderField } from '../../local/gateway/message.ts';
import type { AnswerCheck } from './answers.ts';

export interface CallOptions {
  /** A list sends the header that often. */
  headers?: Record<string, string | readonly string[]>;
  /** Sent as JSON, with its content type unless one is given. */
  body?: unknown;
  /** Sent as it is, with no content type unless one is given. */
  raw?: string | Buffer;
  cookies?: Readonly<Record<string, string>>;
  ip?: string;
}

export interface CallAnswer {
  status: number;
  /** By lower-case name; `Set-Cookie` is in `setCookies`. */
  headers: Readonly<Record<string, string | undefined>>;
  setCookies: readonly string[];
  text: string;
  /** The parsed body; empty where it is no JSON object. */
  body: Body;
}

interface Body {
  success?: boolean;
  data?: Record<string, unknown>;
  message?: string;
  error?: { code: string; message: string; details: Record<string, unknown> };
  metadata?: { timestamp: string; request_id: string; version: string };
  [member: string]: unknown;
}

/** Sends one request through the gateway, without sockets. `path` may bear a query string. */
export type Call = (method: string, path: string, options?: CallOptions) => Promise<CallAnswer>;

export const defaultIp = '192.0.2.1';

export function callThrough(gateway: Gateway, origin: string, check: AnswerCheck): Call {
  return async (method, path, options = {}) => {
    const body = bodyOf(options);
    const answer = await gateway({
      method,
      target: path,
      headers: headerFields(options, new URL(origin).host, body),
      body,
      sourceIp: options.ip ?? defaultIp,
    });
    check(method, path.split('?')[0] ?? path, answer);
    const text = answer.body.toString();
    return {
      status: answer.status,
      headers: Object.fromEntries(answer.headers.filter(([name]) => name !== 'set-cookie')),
      setCookies: answer.headers.filter(([name]) => name === 'set-cookie').map(([, value]) => value),
      text,
      body: parsed(text),
    };
  };
}

/** The same as `fetch`, for the typed client. */
export function fetchThrough(call: Call): typeof fetch {
  return async (input, init = {}) => {
    const url = new URL(String(input));
    const headers = Object.fromEntries(new Headers(init.headers));
    const sent = typeof init.body === 'string' ? { raw: init.body } : {};
    const answer = await call(init.method ?? 'GET', `${url.pathname}${url.search}`, { headers, ...sent });
    const fields: [string, string][] = Object.entries(answer.headers).map(([name, value]) => [name, value ?? '']);
    for (const cookie of answer.setCookies) fields.push(['set-cookie', cookie]);
    return new Response(answer.status === 204 ? null : answer.text, { status: answer.status, headers: fields });
  };
}

function bodyOf({ body, raw }: CallOptions): Buffer {
  if (raw !== undefined) return Buffer.from(raw as string);
  return body === undefined ? Buffer.alloc(0) : Buffer.from(JSON.stringify(body));
}

function headerFields({ headers = {}, cookies, body: json }: CallOptions, host: string, body: Buffer): HeaderField[] {
  const fields: HeaderField[] = Object.entries(headers).flatMap(([name, value]) =>
    (typeof value === 'string' ? [value] : value).map((one): HeaderField => [name, one]),
  );
  const add = (name: string, value: string) => {
    if (!fields.some(([given]) => given.toLowerCase() === name)) fields.push([name, value]);
  };
  add('host', host);
  add('user-agent', 'test');
  if (json !== undefined) add('content-type', 'application/json');
  if (body.length > 0) add('content-length', String(body.length));
  const pairs = Object.entries(cookies ?? {}).map(([name, value]) => `${name}=${value}`);
  if (pairs.length > 0) fields.push(['cookie', pairs.join('; ')]);
  return fields;
}

function parsed(text: string): Body {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Body) : {};
  } catch {
    return {};
  }
}
