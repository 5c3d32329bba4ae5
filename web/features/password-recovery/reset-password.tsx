'use client';
import { useState } from 'react';
import { maskEmail } from '../../../lambdas/kernel/http/mask-email.ts';
import { MailedAct, type MailedLink, MailedLinkPage, NoMailedLink, WayOn } from '../../lib/mailed-link.tsx';
import { Button } from '../../ui/button.tsx';
import { NewPasswordField } from '../../ui/new-password-field.tsx';
import { readAsked } from './asked-mail.ts';
import { useReset } from './use-reset.ts';
import { linkWords } from './words.ts';

const title = 'Set a new password';
const waysOn = <WayOn href="/forgot-password">Ask for another mail</WayOn>;

/** The page of the mailed link. */
export function ResetPassword() {
  const without = <NoMailedLink also="If you used it already, sign in.">{waysOn}</NoMailedLink>;
  return (
    <MailedLinkPage page="reset-password" title={title} without={without}>
      {(link) => <OfLink {...link} />}
    </MailedLinkPage>
  );
}

function OfLink({ token, spend }: MailedLink) {
  const { submit, pending, trouble } = useReset(linkWords, spend);
  const [email] = useState(() => readAsked()?.email);
  return (
    <MailedAct
      title={title}
      lead="It signs you out everywhere. Then you sign in with it."
      doubt="You did not ask for this?"
      waysOn={waysOn}
      trouble={trouble}
      onSubmit={({ password = '' }) => submit({ token, password })}
    >
      {/* For password managers, which keep a password under the name that stands beside it. */}
      {email !== undefined && <input type="email" autoComplete="username" value={email} readOnly hidden />}
      <NewPasswordField
        name="password"
        label="New password"
        hint="Length is what counts: four plain words in a row are good."
        {...(email !== undefined && { about: [email] })}
      />
      <Button type="submit" wide pending={pending}>
        {email === undefined ? 'Set new password' : `Set it for ${maskEmail(email)}`}
      </Button>
    </MailedAct>
  );
}
