'use client';
import { leave } from '../../lib/hand-over.ts';
import { useLeave } from '../../lib/use-leave.ts';
import { Button } from '../../ui/button.tsx';
import { EntryPage } from '../../ui/entry-page.tsx';

/** Another tab of this browser spent the mail that this one waited for. */
export function VerifiedElsewhere({ email }: { email: string }) {
  const [leaving, leaveFor] = useLeave();
  const signIn = () => {
    leave({ email, verified: true });
    leaveFor('/sign-in');
  };
  return (
    <EntryPage
      key="verified"
      title="Your address is verified"
      lead={
        <>
          <strong className="font-semibold text-ink">{email}</strong> was verified in another tab of this browser.
        </>
      }
    >
      <Button wide pending={leaving} onClick={signIn}>
        Sign in
      </Button>
    </EntryPage>
  );
}
