'use client';
import { useState } from 'react';
import { AddressField } from '../../lib/address-field.tsx';
import { EntryLink } from '../../lib/entry-link.tsx';
import { useHydrated } from '../../lib/use-hydrated.ts';
import { Button } from '../../ui/button.tsx';
import { EntryPage } from '../../ui/entry-page.tsx';
import { Form } from '../../ui/form.tsx';
import { type AskedMail, readAsked } from './asked-mail.ts';
import { CodeForm } from './code-form.tsx';
import { useAsk } from './use-ask.ts';

/** Asks for the mail with which a new password is set; then takes its code. */
export function ForgotPassword() {
  return useHydrated() ? <InBrowser /> : <Asking onAsked={() => undefined} />;
}

function InBrowser() {
  const [asked, setAsked] = useState(readAsked);
  const another = () => setAsked(null);
  return asked ? <CodeForm asked={asked} onAsked={setAsked} onOther={another} /> : <Asking onAsked={setAsked} />;
}

function Asking({ onAsked }: { onAsked(asked: AskedMail): void }) {
  const { submit, pending, trouble } = useAsk(onAsked);
  return (
    <EntryPage
      title="Forgot your password?"
      lead="We mail you a link with which you set a new one."
      elsewhere={
        <p>
          Remembered it? <EntryLink href="/sign-in">Sign in</EntryLink>
        </p>
      }
    >
      <Form trouble={trouble} onSubmit={({ email = '' }) => submit({ email })}>
        <AddressField autoComplete="username" />
        <Button type="submit" wide pending={pending}>
          Mail me a link
        </Button>
      </Form>
    </EntryPage>
  );
}
