'use client';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { AddressField } from '../../lib/address-field.tsx';
import { EntryLink } from '../../lib/entry-link.tsx';
import { handedOver, leave } from '../../lib/hand-over.ts';
import { type Credentials, credentials, pageAfter, signIn } from '../../lib/session/sign-in.ts';
import { wantedPage } from '../../lib/session/wanted-page.ts';
import { useSubmit } from '../../lib/use-submit.ts';
import { Button } from '../../ui/button.tsx';
import { EntryPage } from '../../ui/entry-page.tsx';
import { Form } from '../../ui/form.tsx';
import { PasswordField } from '../../ui/password-field.tsx';
import { SignInNotices } from './sign-in-notices.tsx';
import { unverifiedHelp } from './unverified-help.tsx';
import { useGoingOn } from './use-going-on.ts';
import { signInWords } from './words.ts';

export interface SignInProps {
  /** Further ways in, below the form; what shows nothing leaves no trace. */
  others?: ReactNode;
  /** What they have to say, above the form. */
  notices?: ReactNode;
}

/** Address and password; whoever is signed in already goes straight on, and sees no form. */
export function SignIn({ others, notices }: SignInProps) {
  const [before] = useState(handedOver);
  const [help, setHelp] = useState<ReactNode>(null);
  const [entered, setEntered] = useState(false);
  const { revealed, leaving, leaveFor } = useGoingOn(before, entered);
  const { submit, pending, trouble } = useSubmit({
    schema: credentials,
    words: signInWords,
    async send(body: Credentials) {
      const answer = await signIn(body);
      if (!answer.ok && answer.code === 'EMAIL_NOT_VERIFIED') {
        // The password is right: with the mail's code on the next page it need not be typed again.
        leave(body);
        setHelp(await unverifiedHelp(body.email));
      }
      return answer;
    },
    done: ({ data }) => {
      if ('mfa_required' in data) leaveFor(pageAfter(data, wantedPage()));
      else setEntered(true);
    },
  });
  const fields = useFirstEmptyFocused(revealed);
  return (
    <EntryPage
      title="Sign in"
      elsewhere={
        <p>
          New here? <EntryLink href="/sign-up">Create an account</EntryLink>
        </p>
      }
    >
      {/* In the page from the start, so that nothing moves when it is shown. */}
      <div ref={fields} className={revealed ? 'grid gap-5' : 'invisible grid gap-5'}>
        <SignInNotices before={before} />
        {notices}
        <Form
          trouble={trouble}
          remedy={trouble?.code === 'EMAIL_NOT_VERIFIED' && help}
          onSubmit={({ email = '', password = '' }) => submit({ email, password })}
        >
          {/* Passkeys are suggested in it, too. */}
          <AddressField autoComplete="username webauthn" />
          <PasswordField
            name="password"
            label="Password"
            autoComplete="current-password"
            aside={<EntryLink href="/forgot-password">Forgot it?</EntryLink>}
          />
          <Button type="submit" wide pending={pending || entered || leaving}>
            Sign in
          </Button>
        </Form>
        <div className="grid gap-3 border-t border-line pt-5 empty:hidden">{others}</div>
      </div>
    </EntryPage>
  );
}

/** Focuses the first field that waits for something, once the form is shown. */
function useFirstEmptyFocused(revealed: boolean) {
  const fields = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!revealed) return;
    const inputs = fields.current?.querySelectorAll('input') ?? [];
    Array.from(inputs)
      .find(({ value }) => value === '')
      ?.focus();
  }, [revealed]);
  return fields;
}
