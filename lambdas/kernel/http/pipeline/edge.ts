import { isIP } from 'node:net';
import { equal } from '../../crypto.ts';
import { AuthError } from '../../errors.ts';
import type { Middleware, Step } from './exchange.ts';

/**
 * Refuses what did not come through our edge. Several values are accepted, so that the secret can be rotated. Only
 * behind a right header is `x-viewer-ip` believed; no other forwarding header is read anywhere.
 */
export function edge(edgeValues: () => Promise<readonly string[]>): Middleware {
  return {
    before: async ({ event: { headers, facts } }: Step) => {
      const given = Buffer.from(headers['x-origin-verify'] ?? '');
      let right = false;
      for (const value of await edgeValues()) right = equal(given, Buffer.from(value)) || right;
      if (!right) throw new AuthError('FORBIDDEN');
      const viewer = headers['x-viewer-ip'];
      if (viewer !== undefined && isIP(viewer) !== 0) facts.ip = viewer;
    },
  };
}
