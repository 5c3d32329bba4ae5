'use client';
import { useState } from 'react';
import { returnTo } from '../../lib/session/return-to.ts';
import { wantedPage } from '../../lib/session/wanted-page.ts';
import { useSubmit } from '../../lib/use-submit.ts';
import { type AskedMail, keepAsked } from './asked-mail.ts';
import { forgotPassword, routes } from './client.ts';
import { askWords } from './words.ts';

/** Asks for a mail. The answer is the same for every address; `askedFor` is the last one. */
export function useAsk(onAsked?: (asked: AskedMail) => void) {
  const [askedFor, setAskedFor] = useState<string | null>(null);
  const { submit, pending, trouble } = useSubmit({
    schema: routes.forgotPassword.body,
    words: askWords,
    async send(body: { email: string }) {
      const answer = await forgotPassword({ body });
      return answer.ok ? { ...answer, email: body.email } : answer;
    },
    done: ({ email, data }) => {
      const asked = { email, requestToken: data.request_token, returnTo: returnTo(wantedPage()) };
      keepAsked(asked);
      setAskedFor(email);
      onAsked?.(asked);
    },
  });
  return { submit, pending, trouble, askedFor };
}
