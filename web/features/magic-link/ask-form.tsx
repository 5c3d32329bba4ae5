'use client';
import { AddressField } from '../../lib/address-field.tsx';
import { returnTo, withReturnTo } from '../../lib/session/return-to.ts';
import { Button } from '../../ui/button.tsx';
import { EntryPage } from '../../ui/entry-page.tsx';
import { Form } from '../../ui/form.tsx';
import { TextLink } from '../../ui/text-link.tsx';
import { useAsk, wantedPage } from './use-ask.ts';

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
          Another way? <TextLink href={withReturnTo('/sign-in', returnTo(wantedPage()))}>Sign in</TextLink>
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
