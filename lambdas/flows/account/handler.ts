import { viewOf } from '../../domain/user/user.ts';
import { defineFlow } from '../../kernel/http/flow.ts';
import { getMe, updateMe } from './account.ts';
import { account } from './contract.ts';

export const accountFlow = defineFlow(account, {
  getMe: async ({ principal }, context) => ({ data: viewOf(await getMe(context, principal)) }),
  updateMe: async ({ principal, body }, context) => ({
    data: viewOf(await updateMe(context, principal, body)),
    message: 'Your profile is changed.',
  }),
});
