'use client';
import { useState } from 'react';
import type { User } from '../../lib/api.ts';
import { leave } from '../../lib/hand-over.ts';
import { useHydrated } from '../../lib/use-hydrated.ts';
import { useLeave } from '../../lib/use-leave.ts';
import { useMailToken } from '../../lib/use-mail-token.ts';
import { useSubmit } from '../../lib/use-submit.ts';
import { Button, LinkButton } from '../../ui/button.tsx';
import { EntryPage } from '../../ui/entry-page.tsx';
import { Form } from '../../ui/form.tsx';
import { revertEmail } from './client.ts';
import { Looking } from './looking.tsx';
import { revertWords } from './words.ts';

const title = 'Take the change back';

/** The page of the link that an old address got. Nothing is sent before its button is pressed (docs/flows/account.md). */
export function RevertEmail() {
  return useHydrated() ? <InBrowser /> : <Looking title={title} />;
}

function InBrowser() {
  const { token, account, spend } = useMailToken('revert-email');
  const [reverted, setReverted] = useState<User | null>(null);
  if (reverted) return <Reverted user={reverted} />;
  if (token === undefined) return <Looking title={title} />;
  if (token === null) return <NoLink />;
  const onReverted = (user: User) => {
    spend();
    setReverted(user);
  };
  return <OfLink key={token} token={token} account={account} onReverted={onReverted} />;
}

interface OfLinkProps {
  token: string;
  /** The address that the account had, masked. */
  account: string | null;
  onReverted(user: User): void;
}

function OfLink({ token, account, onReverted }: OfLinkProps) {
  const { submit, pending, trouble } = useSubmit({
    words: revertWords,
    send: (body: { token: string }) => revertEmail({ body }),
    done: ({ data }) => onReverted(data.user),
  });
  const isDead = trouble?.code === 'TOKEN_INVALID';
  return (
    <EntryPage
      title={title}
      lead={
        !isDead && (
          <>
            {account === null ? (
              'The address that got this mail'
            ) : (
              <strong className="font-semibold text-ink">{account}</strong>
            )}{' '}
            becomes the address of your account again, and everybody is signed out of it. Then you choose a new
            password.
          </>
        )
      }
      elsewhere={
        !isDead && (
          <p className="text-soft">
            You changed the address yourself? Close this page: nothing happens without a press.
          </p>
        )
      }
    >
      <Form trouble={trouble} onSubmit={() => submit({ token })}>
        {!isDead && (
          <Button type="submit" wide pending={pending}>
            {account === null ? 'Take the change back' : `Go back to ${account}`}
          </Button>
        )}
      </Form>
      {isDead && <WaysOn />}
    </EntryPage>
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

function NoLink() {
  return (
    <EntryPage
      title="This page needs the link from our mail"
      lead="Open that link once more, all of it: a mail program may have broken it in two."
    >
      <WaysOn />
    </EntryPage>
  );
}

function WaysOn() {
  return (
    <div className="grid gap-3">
      <LinkButton wide href="/forgot-password">
        Choose a new password
      </LinkButton>
      <LinkButton kind="secondary" wide href="/sign-in">
        Sign in
      </LinkButton>
    </div>
  );
}
