import { randomInt } from 'node:crypto';

/** How long to wait before a further try, in milliseconds: doubling with each one that failed, with full jitter. */
export function backoffMs(baseMs: number, failed: number): number {
  return randomInt(baseMs * 2 ** failed);
}
