'use client';
import { Button } from '../../ui/button.tsx';
import { EntryPage } from '../../ui/entry-page.tsx';
import { Form } from '../../ui/form.tsx';
import { MailCodeField } from '../../ui/mail-code-field.tsx';
import { NewPasswordField } from '../../ui/new-password-field.tsx';
import { AskButton } from './ask-button.tsx';
import type { AskedMail } from './asked-mail.ts';
import { useReset } from './use-reset.ts';
import { codeWords } from './words.ts';

export interface CodeFormProps {
  asked: AskedMail;
  onAsked(asked: AskedMail): void;
  /** The mail was asked for the wrong address. */
  onOther(): void;
}

/** A mail is on its way: its link, or its code with the new password. */
export function CodeForm({ asked, onAsked, onOther }: CodeFormProps) {
  const { email, requestToken } = asked;
  const { submit, pending, trouble } = useReset(codeWords);
  return (
    <EntryPage
      key="code"
      title="Check your mail"
      lead={
        <>
          If <strong className="font-semibold text-ink">{email}</strong> has an account, a mail is on its way. Open its
          link, or type its code here.
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
        onSubmit={({ code = '', password = '' }) => submit({ request_token: requestToken, code, password })}
      >
        {/* For password managers, which keep a password under the name that stands beside it. */}
        <input type="email" autoComplete="username" value={email} readOnly hidden />
        <MailCodeField
          name="code"
          label="Code from the mail"
          hint="It works for ten minutes, and only in this browser."
        />
        <NewPasswordField
          name="password"
          label="New password"
          hint="Length is what counts: four plain words in a row are good."
          about={[email]}
        />
        <Button type="submit" wide pending={pending}>
          Set new password
        </Button>
      </Form>
      <section aria-label="No mail yet?" className="grid gap-3 border-t border-line pt-6">
        <h2 className="font-semibold">No mail yet?</h2>
        <p className="text-soft">
          Give it a minute or two, and look among the unwanted mail. Five mails an hour go to an address; more can be
          asked for and are not sent.
        </p>
        <AskButton
          email={email}
          label="Send another mail"
          wide
          said="Asked for. From now on the code of the new mail is the one that works here."
          onAsked={onAsked}
        />
      </section>
    </EntryPage>
  );
}
