/** The typed client: made from the route table, for browsers and Node. No server code may be imported here. */
import type * as z from 'zod/mini';
import type { ErrorCode } from '../errors.ts';
import type { Contract, Route } from './contract.ts';
import { etagOf } from './etag.ts';
import type { Pagination } from './lists.ts';

export type Contracts = Readonly<Record<string, Contract>>;

/** `client.<flow>.<route>(options)`, typed by the contract. */
export type Client<Api extends Contracts> = {
  readonly [Flow in keyof Api]: { readonly [Name in keyof Api[Flow]['routes']]: Call<Api[Flow]['routes'][Name]> };
};

export type Call<R extends Route> =
  Record<string, never> extends Options<R>
    ? (options?: Options<R>) => Promise<Answer<R>>
    : (options: Options<R>) => Promise<Answer<R>>;

export type Options<R extends Route> = Common & BodyOption<R> & QueryOption<R> & ParamsOption<R> & IfMatchOption<R>;

interface Common {
  /** The access token. */
  bearer?: string;
  headers?: Record<string, string>;
  signal?: AbortSignal;
}

type Given<Schema> = Schema extends z.ZodMiniType ? z.input<Schema> : never;
type BodyOption<R extends Route> = R['body'] extends z.ZodMiniType
  ? R['bodyOptional'] extends true
    ? { body?: Given<R['body']> }
    : { body: Given<R['body']> }
  : { body?: never };
type QueryOption<R extends Route> = R['query'] extends z.ZodMiniType
  ? { query?: Given<R['query']> }
  : { query?: never };
type ParamNames<Path> = Path extends `${string}{${infer Name}}${infer Rest}` ? Name | ParamNames<Rest> : never;
type ParamsOption<R extends Route> = [ParamNames<R['path']>] extends [never]
  ? { params?: never }
  : { params: Record<ParamNames<R['path']>, string> };

/** The version that was read. */
type IfMatchOption<R extends Route> = R['ifMatch'] extends true ? { ifMatch: number } : { ifMatch?: never };

export type Answer<R extends Route> = Success<R> | Failure;

export type Success<R extends Route> = SuccessOf<R> &
  (R['success']['list'] extends true ? { pagination: Pagination } : unknown);

interface SuccessOf<R extends Route> {
  ok: true;
  status: number;
  data: R['success']['data'] extends z.ZodMiniType ? z.output<R['success']['data']> : undefined;
  message: string;
  headers: Headers;
}

export interface Failure {
  ok: false;
  status: number;
  code: ErrorCode;
  message: string;
  details: Record<string, unknown>;
  headers: Headers;
}

export interface ClientOptions {
  /** An origin, without a trailing slash; empty in a page of the same origin. */
  baseUrl?: string;
  fetch?: typeof globalThis.fetch;
}

/** When a call without a signal of its own is given up. API Gateway gives up after 30 s; a browser by itself never does. */
const deadlineMs = 35_000;

/**
 * Makes the client of a route table. A call resolves for every answer of the server, refusals too, and rejects only
 * where no answer came (network, abort, 35 s of silence), with the error of `fetch`; with a TypeError where a success
 * is not the route's own, as the page is that a network in between shows; and with one for a path parameter that is
 * empty or a dot segment.
 */
export function createClient<Api extends Contracts>(api: Api, options: ClientOptions = {}): Client<Api> {
  const baseUrl = options.baseUrl ?? '';
  // Called without a receiver: a browser's fetch refuses to be a method of something else.
  const send = options.fetch ?? ((input, init) => globalThis.fetch(input, init));
  const client: Record<string, Record<string, unknown>> = {};
  for (const [flow, contract] of Object.entries(api)) {
    const calls: Record<string, unknown> = {};
    for (const [name, route] of Object.entries(contract.routes))
      calls[name] = async (given: LooseOptions = {}) =>
        read(route, await send(baseUrl + target(route.path, given), init(route.method, given)));
    client[flow] = calls;
  }
  return client as Client<Api>;
}

interface LooseOptions extends Common {
  body?: unknown;
  query?: Record<string, unknown>;
  params?: Record<string, string>;
  ifMatch?: number;
}

function target(path: string, { params = {}, query = {} }: LooseOptions): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => segment(name, params[name] ?? ''));
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) search.set(name, String(value));
  return search.size > 0 ? `${filled}?${search}` : filled;
}

/** A URL drops dot segments, encoded ones too, so that such a value would reach another route (WHATWG URL 4.4). */
function segment(name: string, value: string): string {
  if (value === '' || value === '.' || value === '..') throw new TypeError(`${name} cannot be '${value}'`);
  return encodeURIComponent(value);
}

function init(method: string, { bearer, headers, signal, body, ifMatch }: LooseOptions): RequestInit {
  const all: Record<string, string> = { accept: 'application/json, */*;q=0.1' };
  if (bearer !== undefined) all.authorization = `Bearer ${bearer}`;
  if (ifMatch !== undefined) all['if-match'] = etagOf(ifMatch);
  // A POST that may bear a cookie says its type even where it has no body (the browser rule).
  if (body !== undefined || method === 'POST') all['content-type'] = 'application/json';
  return {
    method,
    headers: { ...all, ...headers },
    redirect: 'manual',
    ...(body !== undefined && { body: JSON.stringify(body) }),
    signal: signal ?? AbortSignal.timeout(deadlineMs),
  };
}

async function read(route: Route, response: Response): Promise<unknown> {
  const { status, headers } = response;
  const content = contentOf(headers.get('content-type') ?? '', await response.text());
  const { success } = route;
  if (!response.ok && status !== success.status) return failure(status, headers, content);
  if (status === success.status) {
    if (status === 204 || status === 302 || status === 303)
      return { ok: true, status, data: undefined, message: '', headers };
    if (success.bare) return { ok: true, status, data: content, message: '', headers };
    if (isEnvelope(content)) return { ok: true, status, headers, ...answered(content) };
  }
  throw new TypeError(`${status} is no answer of ${route.method} ${route.path}`);
}

/** JSON that cannot be read is a text like any other. */
function contentOf(type: string, text: string): unknown {
  if (!/^application\/(?:[\w.-]+\+)?json\b/.test(type) || text === '') return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

interface Envelope {
  data: unknown;
  message: string;
  pagination?: unknown;
}

function isEnvelope(content: unknown): content is Envelope {
  return typeof content === 'object' && content !== null && 'data' in content;
}

function answered({ data, message, pagination }: Envelope): Envelope {
  return { data, message, ...(pagination !== undefined && { pagination }) };
}

interface ErrorBody {
  error?: Partial<Pick<Failure, 'code' | 'message' | 'details'>>;
}

/** What the gateway or the firewall answers by itself is bare: its status alone says what it is. */
function failure(status: number, headers: Headers, content: unknown): Failure {
  const error = typeof content === 'object' && content !== null ? (content as ErrorBody).error : undefined;
  return {
    ok: false,
    status,
    code: error?.code ?? bareCodes[status] ?? 'INTERNAL',
    message: error?.message ?? '',
    details: error?.details ?? {},
    headers,
  };
}

const bareCodes: Readonly<Record<number, ErrorCode>> = {
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  413: 'PAYLOAD_TOO_LARGE',
  429: 'RATE_LIMITED',
  503: 'DEPENDENCY_UNAVAILABLE',
};
