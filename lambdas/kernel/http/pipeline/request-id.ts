import type { Exchange, Middleware, Step } from './exchange.ts';

// RFC 9562 4: any version and variant.
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/**
 * Our id was made with the exchange; a client's is kept beside it only where it is a UUID, so it can carry nothing
 * else.
 */
export const requestId: Middleware = {
  before: ({ event: exchange }: Step) => {
    const given = exchange.headers['x-request-id'];
    if (given !== undefined && uuid.test(given)) exchange.facts.clientId = given.toLowerCase();
  },
};

export function requestIdHeaders(exchange: Exchange, headers: Record<string, string>): void {
  headers['x-request-id'] = exchange.facts.id;
  if (exchange.facts.clientId) headers['x-client-request-id'] = exchange.facts.clientId;
}
