'use client';
import { useEffect, useRef, useState } from 'react';
import { normaliseRecoveryCode } from '../../../lambdas/kernel/http/recovery-code.ts';
import { type SignInAnswer, signInBy } from '../../lib/session/sign-in.ts';
import { useSubmit } from '../../lib/use-submit.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import { Form } from '../../ui/form.tsx';
import { OneTimeCodeField } from '../../ui/one-time-code-field.tsx';
import { client } from './client.ts';
import { type CodeMethod, clockWords, codeWords } from './words.ts';

export interface CodeFormProps {
  method: CodeMethod;
  /** Null where the pending sign-in is in the browser's cookie. */
  token: string | null;
  leaving: boolean;
  onSignedIn(data: SignInAnswer): void;
  /** The sign-in has ended before its second step. */
  onOver(): void;
}

/** One code, and what is told of a wrong one. */
export function CodeForm({ method, token, leaving, onSignedIn, onOver }: CodeFormProps) {
  const [drift, setDrift] = useState(false);
  const [entered, setEntered] = useState(false);
  const { submit, pending, trouble } = useSubmit({
    words: codeWords[method],
    async send(code: string) {
      const body = { ...(token !== null && { mfa_token: token }), method, code };
      const answer = await signInBy(() => client.verifyMfa({ body }));
      setDrift(!answer.ok && answer.details.hint === 'clock_drift');
      if (!answer.ok && answer.code === 'TOKEN_INVALID') onOver();
      return answer;
    },
    done: ({ data }) => {
      setEntered(true);
      onSignedIn(data);
    },
  });
  const form = useRef<HTMLDivElement>(null);
  // After the heading, which takes it on every page that comes: there is nothing to do here but to type.
  useEffect(() => form.current?.querySelector('input')?.focus(), []);
  return (
    <div ref={form}>
      <Form trouble={trouble} remedy={drift && <p>{clockWords}</p>} onSubmit={({ code = '' }) => submit(code)}>
        {method === 'recovery_code' ? (
          <TextField
            name="code"
            label="Recovery code"
            validate={recoveryCodeFault}
            autoComplete="off"
            autoCapitalize="characters"
            autoCorrect="off"
            spellCheck={false}
            required
            maxLength={32}
          />
        ) : (
          <OneTimeCodeField name="code" label={method === 'totp' ? 'Code from your app' : 'Code from your token'} />
        )}
        <Button type="submit" wide pending={pending || entered || leaving}>
          Sign in
        </Button>
      </Form>
    </div>
  );
}

/** What cannot be a code is not sent: it would cost a try. */
function recoveryCodeFault(typed: unknown): string | null {
  const text = String(typed);
  if (text.trim() === '' || normaliseRecoveryCode(text) !== null) return null;
  return 'A recovery code has 10 letters and digits, such as ABCDE-23456.';
}
