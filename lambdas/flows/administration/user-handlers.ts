import type { Handlers } from '../../kernel/http/flow.ts';
import { getUser, managedView } from './administration.ts';
import type { userRoutes } from './user-routes.ts';

export const userHandlers: Handlers<typeof userRoutes> = {
  getUser: async ({ params }, context) => {
    const user = await getUser(context, params.id);
    return { data: managedView(user), etag: user.row.version };
  },
};
