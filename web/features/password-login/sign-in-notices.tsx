'use client';
import type { HandOver } from '../../lib/hand-over.ts';
import { session, useSession } from '../../lib/session/browser.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';

/** What a person should know before they sign in. */
export function SignInNotices({ before }: { before: HandOver | null }) {
  const state = useSession();
  return (
    <>
      {before?.verified && (
        <Notice announce kind="success" title="Your address is verified.">
          {state.status === 'signed_in'
            ? `This browser is signed in as ${state.user.email}. Signing in here ends that.`
            : 'Sign in with the password that you chose.'}
        </Notice>
      )}
      {state.status === 'unreachable' && (
        <Notice announce kind="warning" title="We could not find out whether you are signed in.">
          <p>Check your connection. You can also sign in anew.</p>
          <Button kind="quiet" size="small" onClick={() => void session.open()}>
            Look again
          </Button>
        </Notice>
      )}
    </>
  );
}
