'use client';
import type { Trouble } from '../../lib/refusals.ts';
import { useLeave } from '../../lib/use-leave.ts';
import { useSubmit } from '../../lib/use-submit.ts';
import { arrive } from './arrival.ts';
import { routes, verifyEmail } from './client.ts';
import { type PasswordDue, readPasswordDue } from './password-due.ts';
import { linkWords } from './words.ts';

/** What shows who chose the password: the request token of this browser's registration, or the password itself. */
export interface Shown {
  requestToken?: string;
  password?: string;
}

export interface LinkSubmission {
  submit(shown: Shown): Promise<void>;
  /** Until the next page is there. */
  pending: boolean;
  trouble: Trouble | null;
  /** The link opens nothing any more. */
  isDead: boolean;
}

export interface LinkOptions {
  token: string;
  onSpent(): void;
  onPasswordDue(due: PasswordDue | null): void;
}

/** Verifies by the token of the mailed link. */
export function useLink({ token, onSpent, onPasswordDue }: LinkOptions): LinkSubmission {
  const [leaving, leaveFor] = useLeave();
  const { submit, pending, trouble } = useSubmit({
    schema: routes.verifyEmail.body,
    words: linkWords,
    async send(body: {
      token?: string | undefined;
      request_token?: string | undefined;
      password?: string | undefined;
    }) {
      const answer = await verifyEmail({ body });
      if (!answer.ok) return answer;
      onSpent();
      return { ...answer, next: await arrive(answer.data, body.password ?? null) };
    },
    done: ({ next }) => (next === '/verify-email' ? onPasswordDue(readPasswordDue()) : leaveFor(next)),
  });
  return {
    submit: ({ requestToken, password }) =>
      submit({
        token,
        ...(requestToken !== undefined && { request_token: requestToken }),
        ...(password !== undefined && { password }),
      }),
    pending: pending || leaving,
    trouble,
    isDead: trouble?.code === 'TOKEN_INVALID',
  };
}
