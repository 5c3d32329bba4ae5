'use client';
import type { Failure } from '../../../lambdas/kernel/http/client.ts';
import { troubleOf, waitWords } from '../../lib/refusals.ts';
import { session } from '../../lib/session/browser.ts';
import { useOnline } from '../../lib/use-online.ts';
import { useRetry } from '../../lib/use-retry.ts';
import { Button } from '../../ui/button.tsx';
import { EntryFrame } from '../../ui/entry-frame.tsx';
import { EntryPage } from '../../ui/entry-page.tsx';

/** In the place of a page whose session the platform did not say anything about. Goes away by itself. */
export function Unreachable({ failure }: { failure: Failure | null }) {
  const isOnline = useOnline();
  const { title, advice, retryAfterSeconds } = troubleOf(failure, own);
  const { retry, pending, secondsLeft } = useRetry(session.open, retryAfterSeconds);
  return (
    <EntryFrame>
      <EntryPage title={isOnline ? title : 'You are offline'} lead={isOnline ? advice : onReconnect}>
        <Button wide pending={pending} onClick={retry}>
          Try again
        </Button>
        {isOnline && <p className="text-center text-soft">{nextTry(pending, secondsLeft)}</p>}
      </EntryPage>
    </EntryFrame>
  );
}

const onReconnect = 'This page goes on by itself when the connection is back.';

function nextTry(pending: boolean, secondsLeft: number): string {
  return pending || secondsLeft === 0 ? 'Trying …' : `The next try comes by itself in ${waitWords(secondsLeft)}.`;
}

const down = {
  title: 'This site is not available right now',
  advice: 'The fault is on our side, and you are still signed in. If it stays, tell whoever runs this site.',
};

const own = { DEPENDENCY_UNAVAILABLE: down, INTERNAL: down };
