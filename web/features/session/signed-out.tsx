'use client';
import { useEffect, useState } from 'react';
import { session, useSession } from '../../lib/session/browser.ts';
import { returnTo, withReturnTo } from '../../lib/session/return-to.ts';
import { overReason } from '../../lib/session/state.ts';
import { useHydrated } from '../../lib/use-hydrated.ts';
import { LinkButton } from '../../ui/button.tsx';
import { EntryPage } from '../../ui/entry-page.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Loading } from '../../ui/skeleton.tsx';
import { signedOutWords } from './signed-out-words.ts';

/** Says why a session is over, and leads back to where it was. The account is not named: anybody may sit here now. */
export function SignedOut() {
  const state = useSession();
  useEffect(() => void session.open(), []);
  if (!useHydrated() || state.status === 'unknown') return <Loading what="why you are signed out" />;
  if (state.status === 'signed_in') return <SignedInAfterAll />;
  return <Reason />;
}

function Reason() {
  const [{ reason, place }] = useState(wanted);
  const { title, what, doubt, wayOn = 'Sign in again' } = signedOutWords[reason];
  return (
    <EntryPage title={title} lead={what}>
      {doubt && (
        <Notice kind="warning" title={doubt.question}>
          {doubt.advice}
        </Notice>
      )}
      <LinkButton wide href={withReturnTo('/sign-in', place)}>
        {wayOn}
      </LinkButton>
    </EntryPage>
  );
}

/** Somebody followed an old link, or signed in in another tab: the address bar proves nothing. */
function SignedInAfterAll() {
  const [{ place }] = useState(wanted);
  return (
    <EntryPage title="You are signed in" lead="This browser holds a session that is alive.">
      <LinkButton wide href={place}>
        Go on
      </LinkButton>
    </EntryPage>
  );
}

function wanted() {
  const query = new URLSearchParams(location.search);
  return { reason: overReason(query.get('reason')), place: returnTo(query.get('return_to')) };
}
