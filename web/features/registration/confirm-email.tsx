'use client';
import { useState } from 'react';
import type { User } from '../../lib/api.ts';
import { ChangeCodeForm } from '../../lib/email-change/change-code-form.tsx';
import { useAskedChange } from '../../lib/email-change/kept-change.ts';
import { useConfirm } from '../../lib/email-change/use-confirm.ts';
import { MailedAct, type MailedLink, MailedLinkPage, NoMailedLink, WayOn } from '../../lib/mailed-link.tsx';
import { Button } from '../../ui/button.tsx';
import { EntryPage } from '../../ui/entry-page.tsx';
import { EmailConfirmed } from './email-confirmed.tsx';
import { confirmWords } from './words.ts';

const title = 'Confirm your new address';
const waysOn = <WayOn href="/account">Go to your account</WayOn>;

interface Confirming {
  onConfirmed(user: User): void;
}

/** The page of the link that a new address got (docs/flows/account.md). */
export function ConfirmEmail() {
  const [confirmed, setConfirmed] = useState<User | null>(null);
  if (confirmed) return <EmailConfirmed user={confirmed} />;
  return (
    <MailedLinkPage page="confirm-email" title={title} without={<ByCode onConfirmed={setConfirmed} />}>
      {(link) => <OfLink {...link} onConfirmed={setConfirmed} />}
    </MailedLinkPage>
  );
}

/** For the browser that asked for the change. */
function ByCode({ onConfirmed }: Confirming) {
  const change = useAskedChange();
  if (!change)
    return <NoMailedLink also="Its code works only in the browser that asked for the change.">{waysOn}</NoMailedLink>;
  return (
    <EntryPage
      title={title}
      lead={
        <>
          If <strong className="font-semibold text-ink">{change.email}</strong> can be used, a mail is on its way there.
          Open its link, or type its code here.
        </>
      }
    >
      <ChangeCodeForm wide change={change} onConfirmed={onConfirmed} />
    </EntryPage>
  );
}

/** The button names the account and what becomes of it: the mail may have reached somebody else. */
function OfLink({ token, account, spend, onConfirmed }: MailedLink & Confirming) {
  const { submit, pending, trouble } = useConfirm(confirmWords, (user) => {
    spend();
    onConfirmed(user);
  });
  return (
    <MailedAct
      title={title}
      lead={
        <>
          The address that got this mail becomes the address of {account === null ? 'your account' : 'the account '}
          {account !== null && <strong className="font-semibold text-ink">{account}</strong>}: you sign in with it, and
          our mails go there. All other sessions of the account are signed out.
        </>
      }
      doubt={account === null ? 'You did not ask for this?' : 'That is not your account?'}
      waysOn={waysOn}
      trouble={trouble}
      onSubmit={() => submit({ token })}
    >
      <Button type="submit" wide pending={pending}>
        {account === null ? 'Use this address' : `Use this address for ${account}`}
      </Button>
    </MailedAct>
  );
}
