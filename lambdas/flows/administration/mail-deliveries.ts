import type * as z from 'zod/mini';
import { type Delivery, mailDeliveries } from '../../domain/outbox/mail-deliveries.ts';
import { type Page, pageOf, positionOf } from '../../domain/page.ts';
import type { Context } from '../../kernel/context.ts';
import type { insightRoutes } from './insight-routes.ts';

type Query = z.output<(typeof insightRoutes.listMailDeliveries)['query']>;
type View = z.input<(typeof insightRoutes.listMailDeliveries)['success']['data']>[number];

/** @throws AuthError 422 for a cursor that the list did not give under this filter. */
export async function listMailDeliveries(context: Context, query: Query): Promise<Page<Delivery>> {
  const filter = { userId: query['filter[user_id]'], outcome: query['filter[outcome]'] };
  const list = ['mail-deliveries', filter.userId ?? '', filter.outcome ?? ''];
  const position = await positionOf(context, list, query);
  const read = await mailDeliveries(context.database, filter, {
    after: position?.[0] ?? null,
    limit: query.per_page + 1,
  });
  return pageOf(context, list, query, read, ({ row }) => [row.id]);
}

/** @param names whether it is said how the user is called: only to those who may read users. */
export function deliveryView({ row, user }: Delivery, names: boolean): View {
  return {
    id: row.id,
    template: row.template,
    outcome: row.outcome ?? (row.doneAt === null ? 'waiting' : 'sent'),
    user: user && (names ? user : { id: user.id, email: null, name: null }),
    attempts: row.attempts,
    last_error: row.lastError,
    created_at: row.createdAt.toISOString(),
    done_at: row.doneAt?.toISOString() ?? null,
  };
}
