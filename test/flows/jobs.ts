/** What tests of jobs share. */

import type { CallAnswer } from '../platform/call.ts';
import type { TestPlatform } from '../platform.ts';

/** A raw GET below `/api/v1/`. */
export function read(at: TestPlatform, bearer: string, path: string): Promise<CallAnswer> {
  return at.call('GET', `/api/v1/${path}`, { headers: { authorization: `Bearer ${bearer}` } });
}

/** Every part of a result, by following the links. */
export async function wholeResult(at: TestPlatform, bearer: string, path: string): Promise<string[]> {
  const parts: string[] = [];
  for (let next: string | undefined = path; next !== undefined; ) {
    const { status, text, headers } = await read(at, bearer, next);
    if (status !== 200) throw new Error(`${next}: ${status} ${text}`);
    parts.push(text);
    next = /^<https:\/\/auth\.example\.com\/api\/v1\/([^>]+)>; rel="next"$/.exec(headers.link ?? '')?.[1];
  }
  return parts;
}
