'use client';
import { useState } from 'react';
import type { User } from '../../lib/api.ts';
import { leave } from '../../lib/hand-over.ts';
import { MailedAct, type MailedLink, MailedLinkPage, NoMailedLink, WayOn } from '../../lib/mailed-link.tsx';
import { useLeave } from '../../lib/use-leave.ts';
import { useSubmit } from '../../lib/use-submit.ts';
import { Button } from '../../ui/button.tsx';
import { EntryPage } from '../../ui/entry-page.tsx';
import { revertEmail } from './client.ts';
import { revertWords } from './words.ts';

const title = 'Take the change back';
const waysOn = <WayOn href="/forgot-password">Choose a new password</WayOn>;

/** The page of the link that an old address got (docs/flows/account.md). */
export function RevertEmail() {
  const [reverted, setReverted] = useState<User | null>(null);
  if (reverted) return <Reverted user={reverted} />;
  return (
    <MailedLinkPage page="revert-email" title={title} without={<NoMailedLink>{waysOn}</NoMailedLink>}>
      {(link) => <OfLink {...link} onReverted={setReverted} />}
    </MailedLinkPage>
  );
}

/** The account is the address that it had, masked. */
function OfLink({ token, account, spend, onReverted }: MailedLink & { onReverted(user: User): void }) {
  const { submit, pending, trouble } = useSubmit({
    words: revertWords,
    send: (body: { token: string }) => revertEmail({ body }),
    done: ({ data }) => {
      spend();
      onReverted(data.user);
    },
  });
  return (
    <MailedAct
      title={title}
      lead={
        <>
          {account === null ? (
            'The address that got this mail'
          ) : (
            <strong className="font-semibold text-ink">{account}</strong>
          )}{' '}
          becomes the address of your account again, and everybody is signed out of it. Then you choose a new password.
        </>
      }
      doubt="You changed the address yourself?"
      waysOn={waysOn}
      trouble={trouble}
      onSubmit={() => submit({ token })}
    >
      <Button type="submit" wide pending={pending}>
        {account === null ? 'Take the change back' : `Go back to ${account}`}
      </Button>
    </MailedAct>
  );
}

/** Whoever changed the address knows a way in: it is replaced next. */
function Reverted({ user }: { user: User }) {
  const [leaving, leaveFor] = useLeave();
  const choose = () => {
    leave({ email: user.email });
    leaveFor('/forgot-password');
  };
  return (
    <EntryPage
      key="reverted"
      title="The change is taken back"
      lead={
        <>
          <strong className="font-semibold text-ink">{user.email}</strong> is the address of your account again, and
          everybody is signed out. Whoever changed it may know your password: choose a new one now.
        </>
      }
    >
      <Button wide pending={leaving} onClick={choose}>
        Choose a new password
      </Button>
    </EntryPage>
  );
}
