'use client';
import { useState } from 'react';
import { type Trouble, troubleOf } from '../../lib/refusals.ts';
import { session } from '../../lib/session/browser.ts';
import { useLeave } from '../../lib/use-leave.ts';
import { Button } from '../../ui/button.tsx';
import { EntryPage } from '../../ui/entry-page.tsx';
import { RefusalSummary } from '../../ui/refusal-summary.tsx';

export interface AnotherAccountProps {
  /** Whose the link was. */
  email: string;
  /** Whose mail this browser had asked for. */
  expected: string;
  onGoOn(): void;
}

/**
 * The link signed in to another account than the one that the button named: somebody may have sent their own link, so
 * that what this person does next is done in the sender's account.
 */
export function AnotherAccount({ email, expected, onGoOn }: AnotherAccountProps) {
  const [leaving, leaveFor] = useLeave();
  const [ending, setEnding] = useState(false);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const signOut = async () => {
    setEnding(true);
    const refused = await session.signOut();
    setEnding(false);
    setTrouble(refused && troubleOf(refused.failure));
    if (!refused) leaveFor('/sign-in');
  };
  return (
    <EntryPage
      key="another"
      title="This is another account"
      lead={
        <>
          The link signed you in as <strong className="font-semibold break-words text-ink">{email}</strong>, and this
          browser asked for a mail to <strong className="font-semibold break-words text-ink">{expected}</strong>. If you
          do not know that account, sign out.
        </>
      }
    >
      {trouble && <RefusalSummary trouble={trouble} elsewhere={[]} />}
      <div className="grid gap-4">
        <Button wide pending={ending || leaving} onClick={() => void signOut()}>
          Sign out
        </Button>
        <Button kind="secondary" wide disabled={ending || leaving} onClick={onGoOn}>
          Go on as {email}
        </Button>
      </div>
    </EntryPage>
  );
}
