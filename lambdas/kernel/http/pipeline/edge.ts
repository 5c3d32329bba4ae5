import { isIP } from 'node:net';
import type { Config } from '../../config.ts';
import { equal } from '../../crypto.ts';
import { AuthError } from '../../errors.ts';
import type { Middleware, Step } from './exchange.ts';

/**
 * Refuses what did not come through our edge. Two values are accepted, so that the secret can be
 * rotated. Only behind a right header is `x-viewer-ip` believed; no other forwarding header is read anywhere.
 */
export function edge(config: Config): Middleware {
  const accepted = config.originVerify.map((value) => Buffer.from(value));
  return {
    before: ({ event: { headers, facts } }: Step) => {
      if (accepted.length === 0) return;
      const given = Buffer.from(headers['x-origin-verify'] ?? '');
      let right = false;
      for (const value of accepted) right = equal(given, value) || right;
      if (!right) throw new AuthError('FORBIDDEN');
      const viewer = headers['x-viewer-ip'];
      if (viewer !== undefined && isIP(viewer) !== 0) facts.ip = viewer;
    },
  };
}
