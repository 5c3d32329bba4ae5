import type * as z from 'zod/mini';
import type { Answer } from '../../../../lambdas/kernel/http/client.ts';
import { queryOf } from '../../../lib/url-filters.ts';
import type { routes } from '../client.ts';

export type Delivery = Extract<Answer<typeof routes.listMailDeliveries>, { ok: true }>['data'][number];

/** What is empty filters nothing; the platform says what is wrong with a value that somebody wrote into the address. */
export function deliveryQuery({ user, outcome }: { user: string; outcome: string }) {
  return queryOf<z.input<typeof routes.listMailDeliveries.query>>({
    'filter[user_id]': user,
    'filter[outcome]': outcome,
  });
}
