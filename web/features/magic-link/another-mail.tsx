'use client';
import { useEffect, useRef } from 'react';
import { nextMailAt } from '../../lib/mail-pace.ts';
import { waitWords } from '../../lib/refusals.ts';
import { useSecondsUntil } from '../../lib/use-seconds-until.ts';
import { Button } from '../../ui/button.tsx';
import { RefusalSummary } from '../../ui/refusal-summary.tsx';
import { askedFor } from './asked-links.ts';
import { useAsk } from './use-ask.ts';

/** Another mail for the address, no sooner than one is worth waiting for. */
export function AnotherMail({ email }: { email: string }) {
  const { submit, pending, trouble, times } = useAsk();
  const seconds = useSecondsUntil(nextMailAt(askedFor(email), Date.now()));
  const refusal = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (trouble) refusal.current?.focus();
  }, [trouble]);
  return (
    <section aria-label="No mail yet?" className="grid gap-3 border-t border-line pt-6">
      <h2 className="font-semibold">No mail yet?</h2>
      <p className="text-soft">
        Give it a minute or two, and look among the unwanted mail. Five mails an hour go to an address; more can be
        asked for and are not sent.
      </p>
      {trouble && (
        <div ref={refusal} tabIndex={-1} className="rounded-control">
          <RefusalSummary trouble={trouble} elsewhere={Object.keys(trouble.fields)} />
        </div>
      )}
      <Button kind="secondary" wide pending={pending} disabled={seconds > 0} onClick={() => void submit(email)}>
        Send another mail
      </Button>
      <div className="text-sm text-soft">
        <p role="status">{times > 0 && 'Asked for. From now on the newest mail is the one that works.'}</p>
        {seconds > 0 && <p>The next mail can go out in {waitWords(seconds)}.</p>}
      </div>
    </section>
  );
}
