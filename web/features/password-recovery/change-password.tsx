'use client';
import { useState } from 'react';
import { authorized } from '../../lib/session/browser.ts';
import { useMe } from '../../lib/session/me.ts';
import { setStolenPassword } from '../../lib/session/stolen-password.ts';
import { useSubmit } from '../../lib/use-submit.ts';
import { useWaysIn } from '../../lib/ways-in.ts';
import { Button } from '../../ui/button.tsx';
import { Form } from '../../ui/form.tsx';
import { NewPasswordField } from '../../ui/new-password-field.tsx';
import { PasswordField } from '../../ui/password-field.tsx';
import { Section } from '../../ui/section.tsx';
import { useToast } from '../../ui/toast.tsx';
import { changePassword, routes } from './client.ts';
import { MailedLink } from './mailed-link.tsx';
import { changeWords } from './words.ts';

interface Change {
  current_password: string;
  new_password: string;
}

/** Replaces the password by whoever knows it; whoever does not, or has none, is mailed a link that sets one. */
export function ChangePassword() {
  const { user } = useMe();
  const { data: ways } = useWaysIn();
  const toast = useToast();
  const [done, setDone] = useState(0);
  const { submit, pending, trouble } = useSubmit({
    schema: routes.changePassword.body,
    words: changeWords,
    send: (body: Change) => authorized((bearer) => changePassword({ bearer, body })),
    done: () => {
      // What was typed goes: the form is made anew.
      setDone(done + 1);
      setStolenPassword(null);
      toast({ title: 'Password changed', description: 'Your other devices are signed out.' });
    },
  });
  if (ways?.password === false)
    return (
      <Section title="Password" description="You have none: you sign in without it.">
        <MailedLink
          email={user.email}
          lead="A link by mail sets one, if you want to sign in with it as well; it signs you out everywhere."
        />
      </Section>
    );
  return (
    <Section title="Password" description="A new one signs your other devices out, and a mail tells you of it.">
      <div className="grid gap-6">
        <Form
          key={done}
          trouble={trouble}
          onSubmit={({ current_password = '', new_password = '' }) => submit({ current_password, new_password })}
        >
          {/* For password managers, which keep a password under the name that stands beside it. */}
          <input type="email" autoComplete="username" value={user.email} readOnly hidden />
          <PasswordField name="current_password" label="Current password" autoComplete="current-password" />
          <NewPasswordField
            name="new_password"
            label="New password"
            hint="Length is what counts: four plain words in a row are good."
            about={[user.email, user.name]}
          />
          <div>
            <Button type="submit" pending={pending}>
              Change password
            </Button>
          </div>
        </Form>
        <div className="border-t border-line pt-5">
          <MailedLink
            email={user.email}
            lead="You do not know your password? A link by mail sets another one; it signs you out everywhere."
          />
        </div>
      </div>
    </Section>
  );
}
