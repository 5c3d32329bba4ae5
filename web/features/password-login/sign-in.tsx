'use client';
import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import { passwordLogin } from '../../../lambdas/flows/password-login/contract.ts';
import { createClient } from '../../../lambdas/kernel/http/client.ts';
import { session, useSession } from '../../lib/session/browser.ts';
import { returnTo } from '../../lib/session/return-to.ts';
import { useSubmit } from '../../lib/use-submit.ts';
import { Button } from '../../ui/button.tsx';
import { EntryPage } from '../../ui/entry-page.tsx';
import { TextField } from '../../ui/field.tsx';
import { Form } from '../../ui/form.tsx';
import { PasswordField } from '../../ui/password-field.tsx';
import { TextLink } from '../../ui/text-link.tsx';

const { login } = createClient({ passwordLogin }).passwordLogin;
const { body: schema } = passwordLogin.routes.login;

/** Address and password; whoever is signed in already goes straight on. */
export function SignIn() {
  const router = useRouter();
  const state = useSession();
  const { submit, pending, trouble } = useSubmit({
    schema,
    send: (body: { email: string; password: string }) => login({ body }),
    done: ({ data }) => session.start(data),
  });
  useEffect(() => void session.open(), []);
  useEffect(() => {
    if (state.status !== 'signed_in') return;
    router.replace(returnTo(new URLSearchParams(location.search).get('return_to')));
  }, [state.status, router]);
  return (
    <EntryPage
      title="Sign in"
      elsewhere={
        <p>
          New here? <TextLink href="/sign-up">Create an account</TextLink>
        </p>
      }
    >
      <Form trouble={trouble} onSubmit={({ email = '', password = '' }) => submit({ email, password })}>
        <TextField
          name="email"
          label="E-mail address"
          type="email"
          autoComplete="username"
          inputMode="email"
          required
        />
        <PasswordField name="password" label="Password" autoComplete="current-password" />
        <Button type="submit" wide pending={pending}>
          Sign in
        </Button>
      </Form>
    </EntryPage>
  );
}
