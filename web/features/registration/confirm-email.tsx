'use client';
import { useState } from 'react';
import type { User } from '../../lib/api.ts';
import { ChangeCodeForm } from '../../lib/email-change/change-code-form.tsx';
import { useAskedChange } from '../../lib/email-change/kept-change.ts';
import { useConfirm } from '../../lib/email-change/use-confirm.ts';
import { useHydrated } from '../../lib/use-hydrated.ts';
import { useMailToken } from '../../lib/use-mail-token.ts';
import { Button, LinkButton } from '../../ui/button.tsx';
import { EntryPage } from '../../ui/entry-page.tsx';
import { Form } from '../../ui/form.tsx';
import { EmailConfirmed } from './email-confirmed.tsx';
import { Looking } from './looking.tsx';
import { confirmWords } from './words.ts';

const title = 'Confirm your new address';

/** The page of the link that a new address got. Nothing is sent before its button is pressed (docs/flows/account.md). */
export function ConfirmEmail() {
  return useHydrated() ? <InBrowser /> : <Looking title={title} />;
}

function InBrowser() {
  const { token, account, spend } = useMailToken('confirm-email');
  const change = useAskedChange();
  const [confirmed, setConfirmed] = useState<User | null>(null);
  if (confirmed) return <EmailConfirmed user={confirmed} />;
  if (token === undefined) return <Looking title={title} />;
  const onConfirmed = (user: User) => {
    spend();
    setConfirmed(user);
  };
  if (token !== null) return <OfLink key={token} token={token} account={account} onConfirmed={onConfirmed} />;
  if (!change) return <NoLink />;
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

interface OfLinkProps {
  token: string;
  /** The account that the mail names, masked. */
  account: string | null;
  onConfirmed(user: User): void;
}

/** The button names the account and what becomes of it: the mail may have reached somebody else. */
function OfLink({ token, account, onConfirmed }: OfLinkProps) {
  const { submit, pending, trouble } = useConfirm(confirmWords, onConfirmed);
  const isDead = trouble?.code === 'TOKEN_INVALID';
  return (
    <EntryPage
      title={title}
      lead={
        !isDead && (
          <>
            The address that got this mail becomes the address of {account === null ? 'your account' : 'the account '}
            {account !== null && <strong className="font-semibold text-ink">{account}</strong>}: you sign in with it,
            and our mails go there. All other sessions of the account are signed out.
          </>
        )
      }
      elsewhere={
        !isDead && (
          <p className="text-soft">
            {account === null ? 'You did not ask for this?' : 'That is not your account?'} Close this page: nothing
            happens without a press.
          </p>
        )
      }
    >
      <Form trouble={trouble} onSubmit={() => submit({ token })}>
        {!isDead && (
          <Button type="submit" wide pending={pending}>
            {account === null ? 'Use this address' : `Use this address for ${account}`}
          </Button>
        )}
      </Form>
      {isDead && <WaysOn />}
    </EntryPage>
  );
}

function NoLink() {
  return (
    <EntryPage
      title="This page needs the link from our mail"
      lead="Open that link once more, all of it: a mail program may have broken it in two. Its code works only in the browser that asked for the change."
    >
      <WaysOn />
    </EntryPage>
  );
}

function WaysOn() {
  return (
    <div className="grid gap-3">
      <LinkButton wide href="/account">
        Go to your account
      </LinkButton>
      <LinkButton kind="secondary" wide href="/sign-in">
        Sign in
      </LinkButton>
    </div>
  );
}
