'use client';
import { returnTo, withReturnTo } from '../../lib/session/return-to.ts';
import { useHydrated } from '../../lib/use-hydrated.ts';
import { LinkButton } from '../../ui/button.tsx';

/** On the sign-in page: for whoever has no password, or none at hand. */
export function SignInByMail() {
  const wanted = useHydrated() ? new URLSearchParams(location.search).get('return_to') : null;
  return (
    <LinkButton kind="quiet" wide href={withReturnTo('/magic-link', returnTo(wanted))}>
      E-mail me a sign-in link
    </LinkButton>
  );
}
