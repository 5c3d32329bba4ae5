'use client';
import { useState } from 'react';
import { codeRequests } from '../../lib/mail-pace.ts';
import { redeemCode } from '../../lib/redeem-code.ts';
import type { OwnWords, Trouble } from '../../lib/refusals.ts';
import { isSameAddress } from '../../lib/same-address.ts';
import { signInBy } from '../../lib/session/sign-in.ts';
import { useGoOn } from '../../lib/session/use-go-on.ts';
import { useSubmit } from '../../lib/use-submit.ts';
import { askedFor, forgetAsked } from './asked-links.ts';
import { signInByMail } from './client.ts';

export interface MailSignInOptions {
  words: OwnWords;
  /** Where the person wanted to be; the API says whether another site's address may be gone to. */
  wanted: string | null;
  onSpent?: () => void;
  /** Whose mail it was said to be; null where that is not known. */
  expected: string | null;
}

/** Somebody else's mail signed in: the person says whether to go on. */
export interface Surprise {
  email: string;
  goOn(): void;
}

export interface MailSigningIn<Proof> {
  submit(proof: Proof): Promise<void>;
  /** Until the next page is there. */
  pending: boolean;
  trouble: Trouble | null;
  surprise: Surprise | null;
}

/** Signs in by the token of the link. */
export function useLink(options: MailSignInOptions): MailSigningIn<string> {
  return useSignIn(options, options.expected, (token: string) => call({ token }, options.wanted));
}

/**
 * Signs in by the mail's code. It belongs to one of the mails that this browser asked for: a newer one may not have been
 * sent, so that the one before still counts.
 */
export function useCode(email: string, options: MailSignInOptions): MailSigningIn<string> {
  return useSignIn(options, email, (code: string) =>
    redeemCode(codeRequests(askedFor(email), Date.now()), ({ requestToken }) =>
      call({ request_token: requestToken, code }, options.wanted),
    ),
  );
}

function call(proof: { token: string } | { request_token: string; code: string }, wanted: string | null) {
  return signInBy(() => signInByMail({ body: { ...proof, ...(wanted !== null && { return_to: wanted }) } }));
}

/** `asker` is whose mails are used up where a second step is due, before which nobody says who signs in. */
function useSignIn<Proof>(
  { words, wanted, onSpent, expected }: MailSignInOptions,
  asker: string | null,
  send: (proof: Proof) => ReturnType<typeof call>,
): MailSigningIn<Proof> {
  const [leaving, goOn] = useGoOn();
  const [surprise, setSurprise] = useState<Surprise | null>(null);
  const { submit, pending, trouble } = useSubmit({
    words,
    send,
    done: ({ data }) => {
      onSpent?.();
      if ('mfa_required' in data) {
        if (asker !== null) forgetAsked(asker);
        return goOn(data, wanted);
      }
      const { user } = data;
      forgetAsked(user.email);
      if (expected === null || isSameAddress(expected, user.email)) goOn(data, wanted);
      else setSurprise({ email: user.email, goOn: () => goOn(data, wanted) });
    },
  });
  return { submit, pending: pending || leaving, trouble, surprise };
}
