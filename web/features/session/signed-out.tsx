'use client';
import { useEffect } from 'react';
import { session, useSession } from '../../lib/session/browser.ts';
import { returnTo, withReturnTo } from '../../lib/session/return-to.ts';
import { overReason } from '../../lib/session/state.ts';
import { useHydrated } from '../../lib/use-hydrated.ts';
import { LinkButton } from '../../ui/button.tsx';
import { EntryPage } from '../../ui/entry-page.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Loading } from '../../ui/skeleton.tsx';
import { type SignedOutWords, signedOutWords } from './signed-out-words.ts';

/** Says why a session is over, and leads back to where it was. The account is not named: anybody may sit here now. */
export function SignedOut() {
  const { status } = useSession();
  const isHydrated = useHydrated();
  useEffect(() => void session.open(), []);
  if (!isHydrated || status === 'unknown')
    return (
      <EntryPage title="Signed out">
        <Loading what="why" />
      </EntryPage>
    );
  const query = new URLSearchParams(location.search);
  const place = returnTo(query.get('return_to'));
  const { title, what, doubt, wayOn }: SignedOutWords =
    status === 'signed_in' ? afterAll : signedOutWords[overReason(query.get('reason'))];
  return (
    <EntryPage title={title} lead={what}>
      {doubt && (
        <Notice kind="warning" title={doubt.question}>
          {doubt.advice}
        </Notice>
      )}
      <LinkButton wide href={status === 'signed_in' ? place : withReturnTo('/sign-in', place)}>
        {wayOn ?? 'Sign in again'}
      </LinkButton>
    </EntryPage>
  );
}

/** Somebody followed an old link, or signed in in another tab: the address bar proves nothing. */
const afterAll: SignedOutWords = {
  title: 'You are signed in',
  what: 'This browser holds a session that is alive.',
  wayOn: 'Go on',
};
