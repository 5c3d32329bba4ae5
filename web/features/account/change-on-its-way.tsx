'use client';
import { useEffect, useMemo, useRef } from 'react';
import type { User } from '../../lib/api.ts';
import type { AskedChange } from '../../lib/email-change/asked-change.ts';
import { ChangeCodeForm } from '../../lib/email-change/change-code-form.tsx';
import { askedChanges } from '../../lib/email-change/kept-change.ts';
import { nextMailAt } from '../../lib/mail-pace.ts';
import { waitWords } from '../../lib/refusals.ts';
import { useSecondsUntil } from '../../lib/use-seconds-until.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { RefusalSummary } from '../../ui/refusal-summary.tsx';
import { useAskChange } from './use-ask-change.ts';

export interface ChangeOnItsWayProps {
  user: User;
  change: AskedChange;
  onConfirmed(): void;
}

/** A mail is on its way to the new address: its link, its code, another mail, or another address. */
export function ChangeOnItsWay({ user, change, onConfirmed }: ChangeOnItsWayProps) {
  const notice = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // The form in whose place this came had the focus.
    if (document.activeElement === document.body) notice.current?.focus();
  }, []);
  return (
    <div className="grid gap-6">
      <div ref={notice} tabIndex={-1} className="rounded-control">
        <Notice title={`If ${change.email} can be used, a mail is on its way there.`}>
          <p>Open its link on any device, or type its code here. Until then your address stays as it is.</p>
        </Notice>
      </div>
      <ChangeCodeForm change={change} onConfirmed={onConfirmed} />
      <AnotherMail user={user} change={change} />
    </div>
  );
}

function AnotherMail({ user, change }: Omit<ChangeOnItsWayProps, 'onConfirmed'>) {
  const again = useAskChange(user, () => undefined);
  const seconds = useSecondsUntil(useMemo(() => nextMailAt(change.asks, Date.now()), [change]));
  return (
    <section aria-label="No mail yet?" className="grid gap-3 border-t border-line pt-5">
      <h3 className="font-semibold">No mail yet?</h3>
      <p className="text-soft">
        Give it a minute or two, and look among the unwanted mail. None comes where the address has an account already.
      </p>
      {again.trouble && <RefusalSummary trouble={again.trouble} elsewhere={Object.keys(again.trouble.fields)} />}
      <div className="flex flex-wrap gap-3">
        <Button
          kind="secondary"
          pending={again.pending}
          disabled={seconds > 0}
          onClick={() => void again.submit({ email: change.email })}
        >
          Send another mail
        </Button>
        <Button kind="quiet" onClick={() => askedChanges.forget()}>
          Use another address
        </Button>
      </div>
      <div className="text-sm text-soft">
        <p role="status">{change.asks.length > 1 && 'Asked for.'}</p>
        {seconds > 0 && <p>The next mail can go out in {waitWords(seconds)}.</p>}
      </div>
    </section>
  );
}
