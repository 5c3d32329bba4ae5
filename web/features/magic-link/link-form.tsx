'use client';
import { useState } from 'react';
import { maskEmail } from '../../lib/mask-email.ts';
import { returnTo, withReturnTo } from '../../lib/session/return-to.ts';
import { Button, LinkButton } from '../../ui/button.tsx';
import { EntryPage } from '../../ui/entry-page.tsx';
import { Form } from '../../ui/form.tsx';
import { AnotherAccount } from './another-account.tsx';
import { onlyAddress } from './asked-links.ts';
import { useLink } from './use-mail-sign-in.ts';
import { linkWords } from './words.ts';

export interface LinkFormProps {
  token: string;
  /** Where the mail says that its reader wanted to be. */
  wanted: string | null;
  onSpent(): void;
  onAskAgain(): void;
}

/** The page of the link: one press signs in. It names the account where this browser knows whose mail it is. */
export function LinkForm({ token, wanted, onSpent, onAskAgain }: LinkFormProps) {
  const [email] = useState(onlyAddress);
  const { submit, pending, trouble, surprise } = useLink({ words: linkWords, wanted, onSpent, expected: email });
  if (surprise && email !== null)
    return <AnotherAccount email={surprise.email} expected={email} onGoOn={surprise.goOn} />;
  const isDead = trouble?.code === 'TOKEN_INVALID';
  return (
    <EntryPage
      title="Sign in by mail"
      lead={!isDead && 'One press signs this browser in.'}
      elsewhere={
        !isDead && (
          <p className="text-soft">You did not ask for this? Close the page: nothing happens without a press.</p>
        )
      }
    >
      <Form trouble={trouble} onSubmit={() => submit(token)}>
        <div hidden={isDead} className="grid gap-5">
          <Button type="submit" wide pending={pending}>
            {email === null ? 'Sign in' : `Sign in as ${maskEmail(email)}`}
          </Button>
        </div>
      </Form>
      {isDead && (
        <div className="grid gap-4">
          <Button wide onClick={onAskAgain}>
            Ask for another mail
          </Button>
          <LinkButton kind="secondary" wide href={withReturnTo('/sign-in', returnTo(wanted))}>
            Sign in another way
          </LinkButton>
        </div>
      )}
    </EntryPage>
  );
}
