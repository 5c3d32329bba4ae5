/** The only way out to hosts that are not AWS's: those of the configuration, in time, in bounds, without redirects. */
import type { Clock } from '../../ports/clock.ts';
import { DependencyUnavailable } from '../../ports/dependency.ts';

export interface ConfinedFetchOptions {
  clock: Clock;
  /** With a port where it is not the usual one. */
  hosts: readonly string[];
  /** Of the machine; a test gives its own. */
  fetch?: typeof globalThis.fetch;
}

export interface Init {
  method?: string | undefined;
  headers?: Record<string, string> | undefined;
  body?: RequestInit['body'];
}

export type ConfinedFetch = (url: string, init?: Init) => Promise<Response>;

interface Kept {
  text: string;
  type: string;
  until: number;
}

/** A sign-in makes three calls or four, one after the other, and API Gateway waits for 29 seconds. */
const answerMs = 5_000;
const mostBytes = 512 * 1024;
/** A key set is asked for again that soon, so that a key which its provider dropped signs nobody in for longer. */
const keptSeconds = 60;
const metadataKeptSeconds = 3_600;
const metadataPath = '/.well-known/';

/**
 * Public documents (metadata, key sets) are kept for a while. Throws `DependencyUnavailable` for a host that is not
 * listed, silence, a status of 500 or above, and a body beyond the bounds.
 */
export function confinedFetch({ clock, hosts, fetch = globalThis.fetch }: ConfinedFetchOptions): ConfinedFetch {
  const allowed = new Set(hosts);
  const kept = new Map<string, Kept>();
  return async (url, init = {}) => {
    const { method = 'GET', headers = {} } = init;
    const isPublic = method === 'GET' && !Object.keys(headers).some((name) => name.toLowerCase() === 'authorization');
    const now = clock.now().getTime();
    const known = isPublic ? kept.get(url) : undefined;
    if (known && now < known.until) return new Response(known.text, { headers: { 'content-type': known.type } });
    const response = await send(url, init, allowed, fetch);
    if (isPublic && response.status === 200) {
      const seconds = new URL(url).pathname.includes(metadataPath) ? metadataKeptSeconds : keptSeconds;
      const type = response.headers.get('content-type') ?? '';
      kept.set(url, { text: await response.clone().text(), type, until: now + seconds * 1000 });
    }
    return response;
  };
}

async function send(
  url: string,
  init: Init,
  allowed: ReadonlySet<string>,
  fetch: typeof globalThis.fetch,
): Promise<Response> {
  try {
    if (!mayCall(new URL(url), allowed)) throw new Error(`${new URL(url).host} is not among the outgoing hosts`);
    const signal = AbortSignal.timeout(answerMs);
    const { method, headers, body } = init;
    const response = await fetch(url, {
      ...(method !== undefined && { method }),
      ...(headers !== undefined && { headers }),
      ...(body !== undefined && { body }),
      redirect: 'manual',
      signal,
    });
    const text = await readBounded(response);
    if (response.status >= 500) throw new Error(`the answer was ${response.status}`);
    const isBare = response.status === 204 || response.status === 304;
    return new Response(isBare ? null : text, { status: response.status || 502, headers: response.headers });
  } catch (error) {
    throw new DependencyUnavailable('provider', error);
  }
}

/** Plain HTTP reaches this machine alone; the configuration of the cloud names no such host. */
function mayCall({ protocol, host, hostname, username }: URL, allowed: ReadonlySet<string>): boolean {
  const isHere = hostname === 'localhost' || hostname === '127.0.0.1';
  return allowed.has(host) && username === '' && (protocol === 'https:' || (protocol === 'http:' && isHere));
}

async function readBounded(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > mostBytes) throw new Error(`the answer is longer than ${mostBytes} bytes`);
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}
