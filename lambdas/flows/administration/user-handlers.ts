import type { ManagedUser } from '../../domain/user/managed-users.ts';
import type { Handlers } from '../../kernel/http/flow.ts';
import { getUser, managedView } from './administration.ts';
import { inviteUser } from './invitation.ts';
import { changeUser } from './user-change.ts';
import { endUserSessions, resetSecondStep, startPasswordReset, unlockUser } from './user-help.ts';
import { listUsers } from './user-list.ts';
import { deleteUser, restoreUser } from './user-removal.ts';
import type { userRoutes } from './user-routes.ts';

export const userHandlers: Handlers<typeof userRoutes> = {
  listUsers: async ({ query }, context) => {
    const { rows, pagination } = await listUsers(context, query);
    return { data: rows.map(managedView), pagination };
  },
  getUser: async ({ params }, context) => {
    const user = await getUser(context, params.id);
    return shown(user);
  },
  inviteUser: async ({ principal, body }, context) => ({
    ...shown(await inviteUser(context, principal, body)),
    message: 'An invitation is on its way.',
  }),
  updateUser: async ({ principal, params, body, ifMatch }, context) =>
    shown(await changeUser(context, principal, params.id, body, ifMatch)),
  deleteUser: ({ principal, params }, context) => done(deleteUser(context, principal, params.id)),
  restoreUser: async ({ principal, params }, context) => shown(await restoreUser(context, principal, params.id)),
  startPasswordReset: ({ principal, params }, context) => done(startPasswordReset(context, principal, params.id)),
  resetSecondStep: ({ principal, params }, context) => done(resetSecondStep(context, principal, params.id)),
  unlockUser: ({ principal, params }, context) => done(unlockUser(context, principal, params.id)),
  endUserSessions: ({ principal, params }, context) => done(endUserSessions(context, principal, params.id)),
};

function shown(user: ManagedUser) {
  return { data: managedView(user), etag: user.row.version };
}

/** 204. */
async function done(work: Promise<void>): Promise<{ data: undefined }> {
  await work;
  return { data: undefined };
}
