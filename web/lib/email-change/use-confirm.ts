'use client';
import { registration } from '../../../lambdas/flows/registration/contract.ts';
import { createClient } from '../../../lambdas/kernel/http/client.ts';
import type { User } from '../api.ts';
import { codeRequests } from '../mail-pace.ts';
import { redeemCode } from '../redeem-code.ts';
import type { OwnWords } from '../refusals.ts';
import { session } from '../session/browser.ts';
import { useSubmit } from '../use-submit.ts';
import type { AskedChange } from './asked-change.ts';
import { askedChanges } from './kept-change.ts';

const { confirmEmail } = createClient({ registration }).registration;

/** By the mailed link, or by its code and what this browser asked for. */
export type Confirmation = { token: string } | { change: AskedChange; code: string };

/** Makes the new address the account's. This browser forgets that it asked; its session shows the new address. */
export function useConfirm(words: OwnWords, onConfirmed: (user: User) => void) {
  return useSubmit({
    words,
    async send(confirmation: Confirmation) {
      const answer = await ('token' in confirmation ? confirmEmail({ body: confirmation }) : byCode(confirmation));
      if (!answer.ok) return answer;
      const { user } = answer.data;
      if (askedChanges.read()?.userId === user.id) askedChanges.forget();
      session.setUser(user);
      return answer;
    },
    done: ({ data }) => onConfirmed(data.user),
  });
}

function byCode({ change, code }: { change: AskedChange; code: string }) {
  return redeemCode(codeRequests(change.asks, Date.now()), ({ requestToken }) =>
    confirmEmail({ body: { request_token: requestToken, code } }),
  );
}
