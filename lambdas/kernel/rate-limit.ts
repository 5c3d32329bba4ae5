import { isIPv6 } from 'node:net';
import type { Count } from '../ports/key-value.ts';
import type { Context } from './context.ts';
import { sha256 } from './crypto.ts';
import { AuthError } from './errors.ts';
import type { Limit } from './http/contract.ts';

/** A limit and whom it counts: an e-mail key, a user id, an address. */
export interface Use {
  limit: Limit;
  subject: string;
}

/**
 * Counts every use in one round trip and answers the counts in their order. Reserving before the work, not after it,
 * keeps a hundred parallel tries from all passing at once. Without limits (`--no-limits`) everything counts as 0.
 */
export async function reserve(context: Context, uses: readonly Use[]): Promise<Count[]> {
  return add(context, uses, 1);
}

/** The counts as they stand, in their order and in one round trip: what a reservation costs, and nothing is counted. */
export async function look(context: Context, uses: readonly Use[]): Promise<Count[]> {
  return add(context, uses, 0);
}

/** Gives reservations back, where only wrong tries count and this one was right. */
export async function giveBack(context: Context, uses: readonly Use[]): Promise<void> {
  await add(context, uses, -1);
}

/** Sets counts back: what was tried until now is forgotten. */
export async function forget(context: Context, uses: readonly Use[]): Promise<void> {
  if (!context.config.rateLimits || uses.length === 0) return;
  const counts = await look(context, uses);
  const counted = uses.flatMap(({ limit, subject }, index) => {
    const count = counts[index]?.count ?? 0;
    return count > 0 ? [{ key: keyOf(limit, subject), windowSeconds: limit.windowSeconds, by: -count }] : [];
  });
  if (counted.length > 0) await context.store.increment(counted);
}

/** A limit that a reservation went past. */
export interface Exceeded {
  limit: Limit;
  count: Count;
  /** The first refusal of its bucket and window: that one is audited where it concerns an account. */
  isFirst: boolean;
}

/** Which of the uses are past their limit, in their order. */
export function exceededOf(uses: readonly Use[], counts: readonly Count[]): Exceeded[] {
  return uses.flatMap(({ limit }, index) => {
    const count = counts[index];
    return count && count.count > limit.max ? [{ limit, count, isFirst: count.count === limit.max + 1 }] : [];
  });
}

/** Reserves and throws 429 `RATE_LIMITED` for the first limit that is exceeded. */
export async function enforce(context: Context, uses: readonly Use[]): Promise<void> {
  const [exceeded] = exceededOf(uses, await reserve(context, uses));
  if (exceeded) throw rateLimited(context, exceeded);
}

/** The 429, with `Retry-After` and the fields of draft-ietf-httpapi-ratelimit-headers. */
export function rateLimited(context: Context, { limit, count }: Exceeded): AuthError {
  const wait = Math.max(1, Math.ceil((count.resetsAt.getTime() - context.clock.now().getTime()) / 1000));
  return new AuthError('RATE_LIMITED', {
    details: { retry_after: wait },
    headers: {
      'retry-after': String(wait),
      'ratelimit-policy': `"${limit.name}";q=${limit.max};w=${limit.windowSeconds}`,
      ratelimit: `"${limit.name}";r=0;t=${wait}`,
    },
  });
}

/**
 * Whom an address stands for. An IPv6 subscriber holds a /64 (RFC 6177): all of its addresses count as one. An IPv4
 * address that is mapped into IPv6 (RFC 4291 2.5.5.2), however it is spelled, is itself.
 */
export function ipSubject(ip: string): string {
  if (!isIPv6(ip)) return ip;
  // The URL parser gives every spelling its shortest one; a zone index is no part of the address.
  const shortest = new URL(`http://[${ip.split('%')[0]}]`).hostname.slice(1, -1);
  const [, high, low] = /^::ffff:([0-9a-f]+):([0-9a-f]+)$/.exec(shortest) ?? [];
  if (high !== undefined && low !== undefined) return [...bytesOf(high), ...bytesOf(low)].join('.');
  const [head = '', tail] = shortest.split('::');
  const left = head ? head.split(':') : [];
  const right = tail ? tail.split(':') : [];
  const zeros = tail === undefined ? [] : new Array(8 - left.length - right.length).fill('0');
  return `${[...left, ...zeros, ...right].slice(0, 4).join(':')}::/64`;
}

function bytesOf(group: string): [number, number] {
  const value = Number.parseInt(group, 16);
  return [value >> 8, value & 255];
}

async function add(context: Context, uses: readonly Use[], by: number): Promise<Count[]> {
  if (!context.config.rateLimits) return uses.map(() => ({ count: 0, resetsAt: context.clock.now() }));
  return context.store.increment(
    uses.map(({ limit, subject }) => ({
      key: keyOf(limit, subject),
      windowSeconds: limit.windowSeconds,
      by,
    })),
  );
}

/** Hashed, so that the store holds no addresses and a key has one length. */
function keyOf(limit: Limit, subject: string): string {
  return `${limit.name}:${sha256(subject)}`;
}
