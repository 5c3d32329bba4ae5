import { signedOutCookies } from '../../domain/session/signed-in.ts';
import { viewOf } from '../../domain/user/user.ts';
import { cookieNames } from '../../kernel/http/cookies.ts';
import { defineFlow } from '../../kernel/http/flow.ts';
import { getMe, updateMe } from './account.ts';
import { activityView, listActivity } from './activity.ts';
import { account } from './contract.ts';
import { deleteMe } from './deletion.ts';
import { askEmailChange } from './email-change.ts';
import { exportMe } from './export.ts';

export const accountFlow = defineFlow(account, {
  getMe: async ({ principal }, context) => ({ data: viewOf(await getMe(context, principal)) }),
  updateMe: async ({ principal, body }, context) => ({
    data: viewOf(await updateMe(context, principal, body)),
    message: 'Your profile is changed.',
  }),
  changeEmail: async ({ principal, body }, context) => ({
    data: { request_token: await askEmailChange(context, principal, body.email) },
    message: 'If the address can be used, a mail is on its way to it.',
  }),
  deleteMe: async ({ principal, cookies }, context) => {
    await deleteMe(context, principal);
    return { data: undefined, cookies: cookies[cookieNames.refresh] === undefined ? [] : signedOutCookies() };
  },
  exportMe: async ({ principal }, context) => ({ data: await exportMe(context, principal) }),
  listActivity: async ({ principal, query }, context) => {
    const { rows, pagination } = await listActivity(context, principal, query);
    return { data: rows.map(activityView), pagination };
  },
});
