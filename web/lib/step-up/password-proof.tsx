'use client';
import { passwordLogin } from '../../../lambdas/flows/password-login/contract.ts';
import { createClient } from '../../../lambdas/kernel/http/client.ts';
import { Button } from '../../ui/button.tsx';
import { Form } from '../../ui/form.tsx';
import { PasswordField } from '../../ui/password-field.tsx';
import type { OwnWords } from '../refusals.ts';
import { authorized } from '../session/browser.ts';
import { useMe } from '../session/me.ts';
import { useSubmit } from '../use-submit.ts';
import type { ProofProps } from './proof.ts';

const { reauthenticate } = createClient({ passwordLogin }).passwordLogin;

const words: OwnWords = {
  REAUTHENTICATION_FAILED: {
    title: 'That is not your password.',
    advice: 'Check it and try again: capital and small letters count.',
  },
};

/** The password, for whoever has no second step. */
export function PasswordProof({ onProven }: ProofProps) {
  const { user } = useMe();
  const { submit, pending, trouble } = useSubmit({
    words,
    send: (body: { password: string }) => authorized((bearer) => reauthenticate({ bearer, body })),
    done: ({ data }) => onProven(data),
  });
  return (
    <Form trouble={trouble} onSubmit={({ password = '' }) => submit({ password })}>
      {/* For password managers, which fill in the password of the name that stands beside it. */}
      <input type="email" autoComplete="username" value={user.email} readOnly hidden />
      <PasswordField name="password" label="Password" autoComplete="current-password" />
      <Button type="submit" wide pending={pending}>
        Go on
      </Button>
    </Form>
  );
}
