import type { Handlers } from '../../kernel/http/flow.ts';
import type { insightRoutes } from './insight-routes.ts';
import { deliveryView, listMailDeliveries } from './mail-deliveries.ts';
import { settingsView } from './settings.ts';
import { statisticsOf } from './statistics.ts';
import { timelineOf } from './timeline.ts';

export const insightHandlers: Handlers<typeof insightRoutes> = {
  getTimeline: async ({ principal, params, query }, context) => {
    const { rows, pagination } = await timelineOf(context, principal, params.id, query);
    return { data: rows, pagination };
  },
  getStatistics: async ({ query }, context) => ({ data: await statisticsOf(context, query.days) }),
  listMailDeliveries: async ({ principal, query }, context) => {
    const { rows, pagination } = await listMailDeliveries(context, query);
    const names = principal.permissions.has('users:read');
    return { data: rows.map((row) => deliveryView(row, names)), pagination };
  },
  getSettings: async (_, { config }) => ({ data: settingsView(config) }),
};
