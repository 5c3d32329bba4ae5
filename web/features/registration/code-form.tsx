'use client';
import { useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { Form } from '../../ui/form.tsx';
import { MailCodeField } from '../../ui/mail-code-field.tsx';
import { PasswordField } from '../../ui/password-field.tsx';
import type { CodeSubmission } from './use-code.ts';

/**
 * The mailed code; where the mail was sent again, with the password that was chosen before, so that nobody has to choose
 * another without need.
 */
export function CodeForm({ code, asksPassword }: { code: CodeSubmission; asksPassword: boolean }) {
  const [knows, setKnows] = useState(true);
  return (
    <Form
      trouble={code.trouble}
      onSubmit={({ code: typed = '', password }) => code.submit({ code: typed, ...(password && { password }) })}
    >
      <MailCodeField
        name="code"
        label="Code from the mail"
        hint="It works for ten minutes, and only in this browser."
      />
      {asksPassword && knows && (
        <PasswordField
          name="password"
          label="The password you chose"
          autoComplete="current-password"
          hint="The mail does not know it. With it, your password is kept and you are signed in."
        />
      )}
      {asksPassword && !knows && <p className="text-soft">You choose a new password in the next step.</p>}
      <Button type="submit" wide pending={code.pending}>
        {asksPassword && !knows ? 'Verify without the password' : 'Verify'}
      </Button>
      {asksPassword && (
        <Button kind="quiet" wide onClick={() => setKnows(!knows)}>
          {knows ? 'I do not know the password' : 'I know the password after all'}
        </Button>
      )}
    </Form>
  );
}
