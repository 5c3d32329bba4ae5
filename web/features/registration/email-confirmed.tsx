'use client';
import { useEffect } from 'react';
import type { User } from '../../lib/api.ts';
import { leave } from '../../lib/hand-over.ts';
import { session, useSession } from '../../lib/session/browser.ts';
import { useLeave } from '../../lib/use-leave.ts';
import { Button } from '../../ui/button.tsx';
import { EntryPage } from '../../ui/entry-page.tsx';

/** The new address is the account's. Whoever asked for it in this browser is signed in still. */
export function EmailConfirmed({ user }: { user: User }) {
  const state = useSession();
  const [leaving, leaveFor] = useLeave();
  useEffect(() => void session.open(), []);
  const isIn = state.status === 'signed_in' && state.user.id === user.id;
  const signIn = () => {
    leave({ email: user.email });
    leaveFor('/sign-in');
  };
  return (
    <EntryPage
      key="confirmed"
      title="Your address is changed"
      lead={
        <>
          <strong className="font-semibold text-ink">{user.email}</strong> is the address of your account now. The old
          one got a mail with which the change can be taken back for a week.
        </>
      }
    >
      <Button wide pending={leaving || state.status === 'unknown'} onClick={isIn ? () => leaveFor('/account') : signIn}>
        {isIn ? 'Go to your account' : 'Sign in'}
      </Button>
    </EntryPage>
  );
}
