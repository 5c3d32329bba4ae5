'use client';
import { useState } from 'react';
import { registration } from '../../lambdas/flows/registration/contract.ts';
import { createClient } from '../../lambdas/kernel/http/client.ts';
import { registrations } from './kept-registrations.ts';
import type { OwnWords } from './refusals.ts';
import { useSubmit } from './use-submit.ts';

const { resendVerification } = createClient({ registration }).registration;
const { body: schema } = registration.routes.resendVerification;

const words: OwnWords = {
  RATE_LIMITED: {
    title: 'Your network asked for too many mails.',
    advice: 'The mails that came still work: use the newest one.',
  },
};

/** Asks for another verification mail. The answer is the same for every address; `askedFor` is the last one. */
export function useResend() {
  const [askedFor, setAskedFor] = useState<string | null>(null);
  const { submit, pending, trouble } = useSubmit({
    schema,
    words,
    async send(body: { email: string }) {
      const answer = await resendVerification({ body });
      if (!answer.ok) return answer;
      registrations.keep(body.email, answer.data.request_token, 'resend');
      setAskedFor(body.email);
      return answer;
    },
    done() {},
  });
  return { submit, pending, trouble, askedFor };
}
