'use client';
import { account } from '../../../lambdas/flows/account/contract.ts';
import { createClient } from '../../../lambdas/kernel/http/client.ts';
import type { User } from '../../lib/api.ts';
import { askedChanges } from '../../lib/email-change/kept-change.ts';
import type { OwnWords } from '../../lib/refusals.ts';
import { authorized } from '../../lib/session/browser.ts';
import { useSubmit } from '../../lib/use-submit.ts';

const client = createClient({ account }).account;

const words: OwnWords = {
  RATE_LIMITED: {
    title: 'You asked for too many changes of your address.',
    advice: 'The mails that came still work: use the newest one.',
  },
};

/** Asks for another address, or for another mail to it. */
export function useAskChange(user: User, onAsked: () => void) {
  return useSubmit({
    schema: account.routes.changeEmail.body,
    words,
    async send(body: { email: string }) {
      const answer = await authorized((bearer) => client.changeEmail({ bearer, body }));
      if (answer.ok)
        askedChanges.keep({ userId: user.id, from: user.email, email: body.email }, answer.data.request_token);
      return answer;
    },
    done: onAsked,
  });
}
