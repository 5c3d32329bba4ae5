'use client';
import { AddressField } from '../../lib/address-field.tsx';
import { EntryLink } from '../../lib/entry-link.tsx';
import { Button } from '../../ui/button.tsx';
import { EntryPage } from '../../ui/entry-page.tsx';
import { Form } from '../../ui/form.tsx';
import { useAsk } from './use-ask.ts';

/** Asks for the address that the mail goes to. */
export function AskForm({ onAsked }: { onAsked(email: string): void }) {
  const { submit, pending, trouble } = useAsk(onAsked);
  return (
    <EntryPage
      key="ask"
      title="Sign in by mail"
      lead="We mail you a link and a code. Either signs you in, without a password."
      elsewhere={
        <p>
          Another way? <EntryLink href="/sign-in">Sign in</EntryLink>
        </p>
      }
    >
      <Form trouble={trouble} onSubmit={({ email = '' }) => submit(email)}>
        <AddressField autoComplete="username" />
        <Button type="submit" wide pending={pending}>
          E-mail me a sign-in link
        </Button>
      </Form>
    </EntryPage>
  );
}
