'use client';
import { Button } from '../../ui/button.tsx';
import { RefusalSummary } from '../../ui/refusal-summary.tsx';
import { useAsk } from './use-ask.ts';

/** For whoever does not know the current password, or has none. */
export function MailedLink({ email }: { email: string }) {
  const { submit, pending, trouble, askedFor } = useAsk();
  return (
    <div className="grid gap-3 border-t border-line pt-5">
      <p className="text-soft">
        You do not know your password, or have none yet? A link by mail sets one; it signs you out everywhere.
      </p>
      {trouble && <RefusalSummary trouble={trouble} elsewhere={Object.keys(trouble.fields)} />}
      <div>
        <Button kind="secondary" pending={pending} onClick={() => void submit({ email })}>
          Mail me a link
        </Button>
      </div>
      <p role="status" className="text-sm text-soft">
        {askedFor && `A mail is on its way to ${askedFor}. Its link works for ten minutes.`}
      </p>
    </div>
  );
}
