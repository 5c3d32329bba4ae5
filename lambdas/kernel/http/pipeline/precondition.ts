import { AuthError } from '../../errors.ts';
import { versionsIn } from '../etag.ts';
import type { Middleware, Step } from './exchange.ts';

/**
 * Whoever changes what others change too says which version they saw (RFC 6585 3). Whether it still is that version is
 * known by the write alone, so the rule asks.
 */
export const precondition: Middleware = {
  before: ({ event: exchange }: Step) => {
    if (!exchange.plan?.route.ifMatch) return;
    const versions = versionsIn(exchange.headers['if-match']);
    if (versions === null) throw new AuthError('PRECONDITION_REQUIRED');
    exchange.ifMatch = versions;
  },
};
