'use client';
import { leave } from '../../lib/hand-over.ts';
import type { OwnWords } from '../../lib/refusals.ts';
import { returnTo, withReturnTo } from '../../lib/session/return-to.ts';
import { useLeave } from '../../lib/use-leave.ts';
import { useSubmit } from '../../lib/use-submit.ts';
import { keepAsked, readAsked } from './asked-mail.ts';
import { resetPassword, routes } from './client.ts';

export interface Reset {
  token?: string;
  request_token?: string;
  code?: string;
  password: string;
}

/** Sets the new password and leads to the sign-in page, which has the address then. */
export function useReset(words: OwnWords, onSpent?: () => void) {
  const [leaving, leaveFor] = useLeave();
  const { submit, pending, trouble } = useSubmit({
    schema: routes.resetPassword.body,
    words,
    send: (body: Reset) => resetPassword({ body }),
    done: ({ data }) => {
      const place = returnTo(readAsked()?.returnTo ?? null);
      keepAsked(null);
      onSpent?.();
      leave({ email: data.user.email, passwordSet: true });
      leaveFor(withReturnTo('/sign-in', place));
    },
  });
  return { submit, pending: pending || leaving, trouble };
}
