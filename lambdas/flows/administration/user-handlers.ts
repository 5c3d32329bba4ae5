import type { Handlers } from '../../kernel/http/flow.ts';
import { getUser, managedView } from './administration.ts';
import { listUsers } from './user-list.ts';
import type { userRoutes } from './user-routes.ts';

export const userHandlers: Handlers<typeof userRoutes> = {
  listUsers: async ({ query }, context) => {
    const { rows, pagination } = await listUsers(context, query);
    return { data: rows.map(managedView), pagination };
  },
  getUser: async ({ params }, context) => {
    const user = await getUser(context, params.id);
    return { data: managedView(user), etag: user.row.version };
  },
};
