'use client';
import { withReturnTo } from '../../lib/session/return-to.ts';
import { useReturnTo } from '../../lib/session/wanted-page.ts';
import { LinkButton } from '../../ui/button.tsx';

/** On the sign-in page: for whoever has no password, or none at hand. */
export function SignInByMail() {
  return (
    <LinkButton kind="quiet" wide href={withReturnTo('/magic-link', useReturnTo())}>
      E-mail me a sign-in link
    </LinkButton>
  );
}
