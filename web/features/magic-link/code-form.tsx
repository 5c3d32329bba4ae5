'use client';
import { useState } from 'react';
import { wantedPage } from '../../lib/session/wanted-page.ts';
import { Button } from '../../ui/button.tsx';
import { EntryPage } from '../../ui/entry-page.tsx';
import { Form } from '../../ui/form.tsx';
import { MailCodeField } from '../../ui/mail-code-field.tsx';
import { AnotherMail } from './another-mail.tsx';
import { useCode } from './use-mail-sign-in.ts';
import { useSignedInMeanwhile } from './use-signed-in-meanwhile.ts';
import { codeWords } from './words.ts';

export interface CodeFormProps {
  email: string;
  /** The mail was asked for the wrong address. */
  onOther(): void;
}

/** A mail is on its way: its link, or its code. */
export function CodeForm({ email, onOther }: CodeFormProps) {
  const wanted = wantedPage();
  const [sent, setSent] = useState(false);
  const { submit, pending, trouble } = useCode(email, { words: codeWords, wanted, expected: null });
  useSignedInMeanwhile(email, wanted, !sent || (trouble !== null && !pending));
  return (
    <EntryPage
      key="code"
      title="Check your mail"
      lead={
        <>
          If <strong className="font-semibold break-words text-ink">{email}</strong> has an account, a mail is on its
          way. Open its link, or type its code here.
        </>
      }
      elsewhere={
        <Button kind="quiet" onClick={onOther}>
          Use another address
        </Button>
      }
    >
      <Form
        trouble={trouble}
        onSubmit={({ code = '' }) => {
          setSent(true);
          return submit(code);
        }}
      >
        <MailCodeField
          name="code"
          label="Code from the mail"
          hint="It works for ten minutes, and only in this browser."
        />
        <Button type="submit" wide pending={pending}>
          Sign in
        </Button>
      </Form>
      <AnotherMail email={email} />
    </EntryPage>
  );
}
