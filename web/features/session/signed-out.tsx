'use client';
import { useSearchParams } from 'next/navigation';
import { Suspense, useEffect } from 'react';
import { accountDeletedAt } from '../../lib/deleted-account.ts';
import { session, useSession } from '../../lib/session/browser.ts';
import { returnTo, withReturnTo } from '../../lib/session/return-to.ts';
import { overReason } from '../../lib/session/state.ts';
import { LinkButton } from '../../ui/button.tsx';
import { EntryPage } from '../../ui/entry-page.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Loading } from '../../ui/skeleton.tsx';
import { deletedWords, type SignedOutWords, signedOutWords } from './signed-out-words.ts';

/** Says why a session is over, and leads back to where it was. The account is not named: anybody may sit here now. */
export function SignedOut() {
  // What the address asks for is known in the browser alone.
  return (
    <Suspense fallback={<Told words={null} place="/account" />}>
      <Asked />
    </Suspense>
  );
}

function Asked() {
  const { status } = useSession();
  const query = useSearchParams();
  useEffect(() => void session.open(), []);
  const place = returnTo(query.get('return_to'));
  if (status === 'signed_in') return <Told words={afterAll} place={place} />;
  const reason = overReason(query.get('reason'));
  const deletedAt = reason === 'user_deleted' ? accountDeletedAt() : null;
  const known = deletedAt === null ? signedOutWords[reason] : deletedWords(deletedAt);
  const words = status === 'unknown' ? null : known;
  // Another account has no use for the page of one that nobody can sign in to.
  return <Told words={words} place={words?.wayOn ? '/sign-in' : withReturnTo('/sign-in', place)} />;
}

interface ToldProps {
  /** Null until it is known. */
  words: SignedOutWords | null;
  /** Where the button leads. */
  place: string;
}

function Told({ words, place }: ToldProps) {
  return (
    <EntryPage title={words?.title ?? 'Signed out'} lead={words?.what}>
      {words?.doubt && (
        <Notice kind="warning" title={words.doubt.question}>
          {words.doubt.advice}
        </Notice>
      )}
      {words ? (
        <LinkButton wide href={place}>
          {words.wayOn ?? 'Sign in again'}
        </LinkButton>
      ) : (
        <Loading what="why" />
      )}
    </EntryPage>
  );
}

/** Somebody followed an old link, or signed in in another tab: the address bar proves nothing. */
const afterAll: SignedOutWords = {
  title: 'You are signed in',
  what: 'This browser holds a session that is alive.',
  wayOn: 'Go on',
};
