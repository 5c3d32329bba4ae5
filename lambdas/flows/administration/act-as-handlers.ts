import { accessTokenOf } from '../../domain/session/signed-in.ts';
import type { Handlers } from '../../kernel/http/flow.ts';
import { actAs } from './act-as.ts';
import type { actAsRoutes } from './act-as-routes.ts';

export const actAsHandlers: Handlers<typeof actAsRoutes> = {
  actAs: async ({ principal, params, body }, context) => ({
    data: await accessTokenOf(context, await actAs(context, principal, params.id, body.reason)),
    message: 'You act as this user for 15 minutes.',
  }),
};
