'use client';
import { codeRequests } from '../../lib/mail-pace.ts';
import { redeemCode } from '../../lib/redeem-code.ts';
import type { Trouble } from '../../lib/refusals.ts';
import type { Registration } from '../../lib/registrations.ts';
import { useLeave } from '../../lib/use-leave.ts';
import { useSubmit } from '../../lib/use-submit.ts';
import { arrive } from './arrival.ts';
import { verifyEmail } from './client.ts';
import { codeWords } from './words.ts';

export interface TypedCode {
  code: string;
  password?: string | undefined;
}

export interface CodeSubmission {
  submit(typed: TypedCode): Promise<void>;
  /** Until the next page is there. */
  pending: boolean;
  trouble: Trouble | null;
}

/**
 * Verifies by a mailed code. It belongs to one of the requests of this browser, which are tried one after the other.
 * `held` is the chosen password, where this tab still has it: with it the person is signed in at once.
 */
export function useCode(asked: readonly Registration[], held: string | null): CodeSubmission {
  const [leaving, leaveFor] = useLeave();
  const { submit, pending, trouble } = useSubmit({
    words: codeWords,
    async send(typed: TypedCode) {
      const chosen = typed.password ?? held;
      const answer = await redeemCode(codeRequests(asked, Date.now()), ({ requestToken }) =>
        verifyEmail({
          body: { request_token: requestToken, code: typed.code, ...(chosen !== null && { password: chosen }) },
        }),
      );
      return answer.ok ? { ...answer, next: await arrive(answer.data, chosen) } : answer;
    },
    done: ({ next }) => leaveFor(next),
  });
  return { submit, pending: pending || leaving, trouble };
}
