'use client';
import { useEffect } from 'react';
import { session, useSession } from '../../lib/session/browser.ts';
import { LinkButton } from '../../ui/button.tsx';

/** To the sign-in, or on to the account for whoever is signed in already. */
export function WayIn() {
  const state = useSession();
  useEffect(() => void session.open(), []);
  if (state.status === 'signed_in')
    return (
      <div className="grid gap-4">
        <p>
          You are signed in as{' '}
          <strong dir="auto" className="font-semibold">
            {state.user.name}
          </strong>
          .
        </p>
        <div>
          <LinkButton href="/account">Go to your account</LinkButton>
        </div>
      </div>
    );
  return (
    <div className="flex flex-wrap gap-3">
      <LinkButton href="/sign-in">Sign in</LinkButton>
      <LinkButton href="/sign-up" kind="secondary">
        Create an account
      </LinkButton>
    </div>
  );
}
