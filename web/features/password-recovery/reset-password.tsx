'use client';
import { useState } from 'react';
import { maskEmail } from '../../lib/mask-email.ts';
import { useMailToken } from '../../lib/use-mail-token.ts';
import { Button, LinkButton } from '../../ui/button.tsx';
import { EntryPage } from '../../ui/entry-page.tsx';
import { Form } from '../../ui/form.tsx';
import { NewPasswordField } from '../../ui/new-password-field.tsx';
import { Loading } from '../../ui/skeleton.tsx';
import { readAsked } from './asked-mail.ts';
import { useReset } from './use-reset.ts';
import { linkWords } from './words.ts';

/** The page of the mailed link. Nothing is sent before a button is pressed: programs that look into mails open links too. */
export function ResetPassword() {
  const { token, spend } = useMailToken('reset-password');
  if (token === undefined)
    return (
      <EntryPage title="Set a new password" provisional>
        <Loading what="the page" />
      </EntryPage>
    );
  return token === null ? <NoLink /> : <OfLink key={token} token={token} onSpent={spend} />;
}

function OfLink({ token, onSpent }: { token: string; onSpent(): void }) {
  const { submit, pending, trouble } = useReset(linkWords, onSpent);
  const [email] = useState(() => readAsked()?.email);
  const isDead = trouble?.code === 'TOKEN_INVALID';
  return (
    <EntryPage
      title="Set a new password"
      lead={!isDead && 'It signs you out everywhere. Then you sign in with it.'}
      elsewhere={
        !isDead && (
          <p className="text-soft">You did not ask for this? Close the page: nothing happens without a press.</p>
        )
      }
    >
      <Form trouble={trouble} onSubmit={({ password = '' }) => submit({ token, password })}>
        <div hidden={isDead} className="grid gap-5">
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
        </div>
      </Form>
      {isDead && <OtherWays />}
    </EntryPage>
  );
}

/** The page without a token: opened by hand, with a broken link, or after it was spent. */
function NoLink() {
  return (
    <EntryPage
      title="This page needs the link from our mail"
      lead="Open that link once more, all of it: a mail program may have broken it in two. If you used it already, sign in."
    >
      <OtherWays />
    </EntryPage>
  );
}

function OtherWays() {
  return (
    <div className="grid gap-4">
      <LinkButton wide href="/forgot-password">
        Ask for another mail
      </LinkButton>
      <LinkButton kind="secondary" wide href="/sign-in">
        Sign in
      </LinkButton>
    </div>
  );
}
