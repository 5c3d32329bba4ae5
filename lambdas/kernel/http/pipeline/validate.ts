import type * as z from 'zod/mini';
import { invalidFields } from '../../errors.ts';
import { fieldWords, words } from '../words.ts';
import type { Middleware, Step } from './exchange.ts';

/**
 * Path, query and body by the contract's schemas; 422 with a sentence for each bad field. Unknown fields are dropped.
 */
export const validate: Middleware = {
  before: ({ event: exchange }: Step) => {
    const { plan, event } = exchange;
    if (!plan) return;
    const { params, query, body } = plan.route;
    exchange.params = params ? check(params, exchange.rawParams) : exchange.rawParams;
    if (query) exchange.query = check(query, readQuery(event.rawQueryString));
    if (body) exchange.body = check(body, exchange.rawBody);
  },
};

function check(schema: z.ZodMiniType, input: unknown): unknown {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw invalidFields(fieldWords(parsed.error.issues, input));
}

/** A name that comes twice is refused: two readers could take different values of it. */
function readQuery(raw: string): Record<string, string> {
  const query: Record<string, string> = Object.create(null);
  for (const [name, value] of new URLSearchParams(raw)) {
    if (name in query) throw invalidFields({ [name]: words({ message: 'given-twice', path: [name] }) });
    query[name] = value;
  }
  return query;
}
