'use client';
import { useState } from 'react';
import { returnTo } from '../../lib/session/return-to.ts';
import { wantedPage } from '../../lib/session/wanted-page.ts';
import { useSubmit } from '../../lib/use-submit.ts';
import { keepAsked } from './asked-links.ts';
import { askForLink, routes } from './client.ts';
import { askWords } from './words.ts';

/** Asks for a mail that signs in. The answer is the same for every address; `times` counts what was asked for here. */
export function useAsk(onAsked?: (email: string) => void) {
  const [times, setTimes] = useState(0);
  const { submit, pending, trouble } = useSubmit({
    schema: routes.askForLink.body,
    words: askWords,
    async send(body: { email: string; return_to?: string | undefined }) {
      const answer = await askForLink({ body });
      if (answer.ok) keepAsked(body.email, answer.data.request_token);
      return answer.ok ? { ...answer, email: body.email.trim() } : answer;
    },
    done: ({ email }) => {
      setTimes((before) => before + 1);
      onAsked?.(email);
    },
  });
  return { submit: (email: string) => submit({ email, return_to: returnTo(wantedPage()) }), pending, trouble, times };
}
