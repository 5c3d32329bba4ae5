'use client';
import { useEffect, useMemo, useRef } from 'react';
import { Button } from '../ui/button.tsx';
import { RefusalSummary } from '../ui/refusal-summary.tsx';
import { useRegistrations } from './kept-registrations.ts';
import { nextMailAt } from './mail-pace.ts';
import { waitWords } from './refusals.ts';
import { askedFor } from './registrations.ts';
import { useResend } from './use-resend.ts';
import { useSecondsUntil } from './use-seconds-until.ts';

/** Another verification mail for an address, no sooner than one can go out. */
export function ResendButton({ email, kind }: { email: string; kind: 'primary' | 'secondary' }) {
  const list = useRegistrations();
  const seconds = useSecondsUntil(useMemo(() => nextMailAt(askedFor(list, email), Date.now()), [list, email]));
  const resend = useResend();
  const refusal = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (resend.trouble) refusal.current?.focus();
  }, [resend.trouble]);
  return (
    <div className="grid gap-3">
      {resend.trouble && (
        <div ref={refusal} tabIndex={-1} className="rounded-control">
          <RefusalSummary trouble={resend.trouble} elsewhere={Object.keys(resend.trouble.fields)} />
        </div>
      )}
      <Button
        kind={kind}
        wide
        pending={resend.pending}
        disabled={seconds > 0}
        onClick={() => void resend.submit({ email })}
      >
        Send another mail
      </Button>
      <div className="text-sm text-soft">
        <p role="status">
          {resend.askedFor && 'Asked for. If the address waits to be verified, a mail is there in a minute or two.'}
        </p>
        {seconds > 0 && <p>The next mail can go out in {waitWords(seconds)}.</p>}
      </div>
    </div>
  );
}
