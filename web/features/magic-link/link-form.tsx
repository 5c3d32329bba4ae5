'use client';
import { useState } from 'react';
import { maskEmail } from '../../../lambdas/kernel/http/mask-email.ts';
import { MailedAct } from '../../lib/mailed-link.tsx';
import { returnTo, withReturnTo } from '../../lib/session/return-to.ts';
import { Button, LinkButton } from '../../ui/button.tsx';
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
  return (
    <MailedAct
      title="Sign in by mail"
      lead="One press signs this browser in."
      doubt="You did not ask for this?"
      waysOn={
        <div className="grid gap-3">
          <Button wide onClick={onAskAgain}>
            Ask for another mail
          </Button>
          <LinkButton kind="secondary" wide href={withReturnTo('/sign-in', returnTo(wanted))}>
            Sign in another way
          </LinkButton>
        </div>
      }
      trouble={trouble}
      onSubmit={() => submit(token)}
    >
      <Button type="submit" wide pending={pending}>
        {email === null ? 'Sign in' : `Sign in as ${maskEmail(email)}`}
      </Button>
    </MailedAct>
  );
}
