'use client';
import { useState } from 'react';
import type { HandOver } from '../../lib/hand-over.ts';
import { session, useSession } from '../../lib/session/browser.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { TextLink } from '../../ui/text-link.tsx';

/** What a person should know before they sign in. */
export function SignInNotices({ before }: { before: HandOver | null }) {
  const state = useSession();
  // Whoever comes from a page that showed a session was told there.
  const [isFirstPage] = useState(state.status === 'unknown');
  return (
    <>
      {before?.verified && (
        <Notice announce kind="success" title="Your address is verified.">
          {state.status === 'signed_in'
            ? `This browser is signed in as ${state.user.email}. Signing in here ends that.`
            : 'Sign in with the password that you chose.'}
        </Notice>
      )}
      {before?.passwordSet && (
        <Notice announce kind="success" title="Your new password is set.">
          Sign in with it. You are signed out on every other device.
        </Notice>
      )}
      {isFirstPage && !before?.passwordSet && state.status === 'signed_out' && state.reason !== null && (
        <Notice announce title="Your last session here is over.">
          <TextLink href={`/signed-out?reason=${state.reason}`}>See why</TextLink>
        </Notice>
      )}
      {state.status === 'unreachable' && (
        <Notice announce kind="warning" title="We could not find out whether you are signed in.">
          <p>Check your connection. You can also sign in anew.</p>
          <Button kind="secondary" size="small" onClick={() => void session.open()}>
            Look again
          </Button>
        </Notice>
      )}
    </>
  );
}
