import { backoffMs } from './backoff.ts';

interface Token {
  getRetryCount(): number;
  getRetryDelay(): number;
}

/**
 * A retry strategy of the SDK for calls that must not be done twice: only what the service refused for its rate, and so
 * has surely not done, is tried again. After a lost answer nobody knows.
 */
export function throttledRetries(most: number, baseMs: number) {
  return {
    mode: 'standard',
    acquireInitialRetryToken: async () => token(0, 0),
    async refreshRetryTokenForRetry(held: Token, { errorType }: { errorType: string }) {
      const tries = held.getRetryCount() + 1;
      if (errorType !== 'THROTTLING' || tries >= most) throw new Error('no further try');
      return token(tries, backoffMs(baseMs, tries));
    },
    recordSuccess() {},
  };
}

function token(tries: number, delayMs: number): Token {
  return { getRetryCount: () => tries, getRetryDelay: () => delayMs };
}
