'use client';
import { codeRequests } from '../../lib/mail-pace.ts';
import { redeemCode } from '../../lib/redeem-code.ts';
import type { OwnWords, Trouble } from '../../lib/refusals.ts';
import { pageAfter, signInBy } from '../../lib/session/sign-in.ts';
import { useLeave } from '../../lib/use-leave.ts';
import { useSubmit } from '../../lib/use-submit.ts';
import { askedFor, forgetAsked } from './asked-links.ts';
import { signInByMail } from './client.ts';

export interface MailSignInOptions {
  words: OwnWords;
  /** Where the person wanted to be; the API says whether another site's address may be gone to. */
  wanted: string | null;
  onSpent?: () => void;
}

export interface MailSigningIn<Proof> {
  submit(proof: Proof): Promise<void>;
  /** Until the next page is there. */
  pending: boolean;
  trouble: Trouble | null;
}

/** Signs in by the token of the link. */
export function useLink(options: MailSignInOptions): MailSigningIn<string> {
  return useSignIn(options, (token: string) => call({ token }, options.wanted));
}

/**
 * Signs in by the mail's code. It belongs to one of the mails that this browser asked for: a newer one may not have been
 * sent, so that the one before still counts.
 */
export function useCode(email: string, options: MailSignInOptions): MailSigningIn<string> {
  return useSignIn(options, (code: string) =>
    redeemCode(codeRequests(askedFor(email), Date.now()), ({ requestToken }) =>
      call({ request_token: requestToken, code }, options.wanted),
    ),
  );
}

function call(proof: { token: string } | { request_token: string; code: string }, wanted: string | null) {
  return signInBy(() => signInByMail({ body: { ...proof, ...(wanted !== null && { return_to: wanted }) } }));
}

function useSignIn<Proof>(
  { words, wanted, onSpent }: MailSignInOptions,
  send: (proof: Proof) => ReturnType<typeof call>,
): MailSigningIn<Proof> {
  const [leaving, leaveFor] = useLeave();
  const { submit, pending, trouble } = useSubmit({
    words,
    send,
    done: ({ data }) => {
      onSpent?.();
      if ('mfa_required' in data) return leaveFor(pageAfter(data, wanted));
      forgetAsked(data.user.email);
      const { return_to: place } = data;
      if (place?.startsWith('http')) location.assign(place);
      else leaveFor(pageAfter(data, wanted));
    },
  });
  return { submit, pending: pending || leaving, trouble };
}
