import { type Api, api } from '../../lambdas/api.ts';
import { type Client, createClient } from '../../lambdas/kernel/http/client.ts';
import type { Clock } from '../../lambdas/ports/clock.ts';
import { type Call, fetchThrough } from './call.ts';

/** A browser with a page of the platform's site open: cookies, `Origin`, fetch metadata, the CSRF header. */
export interface Browser {
  client: Client<Api>;
  /** As the page would send it; headers that are given win. */
  call: Call;
  cookies: CookieJar;
  ip: string;
  userAgent: string;
}

export interface CookieJar {
  get(name: string): string | undefined;
  set(name: string, value: string): void;
  delete(name: string): void;
  /** What would be sent now. */
  all(): Record<string, string>;
}

export interface BrowserOptions {
  ip?: string;
  userAgent?: string;
  /** Cookies that it starts with: a thief's, or another tab's. */
  cookies?: Readonly<Record<string, string>>;
}

export function openBrowser(
  call: Call,
  origin: string,
  clock: Clock,
  { ip, userAgent, cookies = {} }: Required<Pick<BrowserOptions, 'ip' | 'userAgent'>> & BrowserOptions,
): Browser {
  const jar = cookieJar(clock);
  for (const [name, value] of Object.entries(cookies)) jar.set(name, value);
  const page: Call = async (method, path, options = {}) => {
    const csrf = jar.get('__Host-csrf');
    const headers = {
      'user-agent': userAgent,
      'sec-fetch-site': 'same-origin',
      // Browsers send it with every method but GET and HEAD (Fetch, append a request `Origin` header).
      ...(method !== 'GET' && method !== 'HEAD' && { origin }),
      ...(csrf !== undefined && { 'x-csrf-token': csrf }),
      ...options.headers,
    };
    const answer = await call(method, path, { ip, ...options, headers, cookies: { ...jar.all(), ...options.cookies } });
    for (const line of answer.setCookies) jar.keep(line);
    return answer;
  };
  const client = createClient(api, { baseUrl: origin, fetch: fetchThrough(page) });
  return { client, call: page, cookies: jar, ip, userAgent };
}

interface Kept {
  value: string;
  expiresAt: number;
}

function cookieJar(clock: Clock): CookieJar & { keep(line: string): void } {
  const kept = new Map<string, Kept>();
  const now = () => clock.now().getTime();
  const live = () => [...kept].filter(([, { expiresAt }]) => expiresAt > now());
  return {
    get: (name) => live().find(([held]) => held === name)?.[1].value,
    set: (name, value) => void kept.set(name, { value, expiresAt: Number.POSITIVE_INFINITY }),
    delete: (name) => void kept.delete(name),
    all: () => Object.fromEntries(live().map(([name, { value }]) => [name, value])),
    keep(line) {
      const [pair = '', ...attributes] = line.split(';').map((part) => part.trim());
      const cut = pair.indexOf('=');
      refuseUnlessHostOnly(line, attributes);
      const age = attributes.find((attribute) => /^max-age=/i.test(attribute))?.slice('max-age='.length);
      const expiresAt = age === undefined ? Number.POSITIVE_INFINITY : now() + Number(age) * 1000;
      kept.set(pair.slice(0, cut), { value: pair.slice(cut + 1), expiresAt });
    },
  };
}

/** RFC 6265bis 5.7: a browser drops a `__Host-` cookie that lacks one of these, and the test would never know. */
function refuseUnlessHostOnly(line: string, attributes: readonly string[]): void {
  const has = (wanted: string) => attributes.some((attribute) => attribute.toLowerCase() === wanted);
  const hasDomain = attributes.some((attribute) => /^domain=/i.test(attribute));
  if (!line.startsWith('__Host-') || !has('secure') || !has('path=/') || hasDomain)
    throw new Error(`a browser would drop this cookie: ${line}`);
}
