'use client';
import { useState } from 'react';
import { passwordLogin } from '../../../lambdas/flows/password-login/contract.ts';
import { createClient } from '../../../lambdas/kernel/http/client.ts';
import { Button } from '../../ui/button.tsx';
import { Form } from '../../ui/form.tsx';
import { OneTimeCodeField } from '../../ui/one-time-code-field.tsx';
import type { OwnWords } from '../refusals.ts';
import { authorized } from '../session/browser.ts';
import { useSubmit } from '../use-submit.ts';
import type { ProofProps } from './proof.ts';

const { reauthenticate } = createClient({ passwordLogin }).passwordLogin;

const wrong = 'This code is wrong.';
const words: Readonly<Record<'totp' | 'hotp', OwnWords>> = {
  totp: {
    REAUTHENTICATION_FAILED: { title: wrong, advice: 'A code works once: wait for the next one and type that.' },
  },
  hotp: { REAUTHENTICATION_FAILED: { title: wrong, advice: 'Press the button once more and type the new code.' } },
};

/** A code of the authenticator app. */
export function TotpProof(props: ProofProps) {
  return <CodeProof {...props} method="totp" label="Code from your app" />;
}

/** A code of the hardware token. */
export function HotpProof(props: ProofProps) {
  return <CodeProof {...props} method="hotp" label="Code from your token" />;
}

function CodeProof({ method, label, onProven }: ProofProps & { method: 'totp' | 'hotp'; label: string }) {
  const [drift, setDrift] = useState(false);
  const { submit, pending, trouble } = useSubmit({
    words: words[method],
    async send(code: string) {
      const answer = await authorized((bearer) => reauthenticate({ bearer, body: { method, code } }));
      setDrift(!answer.ok && answer.details.hint === 'clock_drift');
      return answer;
    },
    done: ({ data }) => onProven(data),
  });
  return (
    <Form
      trouble={trouble}
      remedy={drift && <p>The clock of your device is off. Let it set its time by itself.</p>}
      onSubmit={({ code = '' }) => submit(code)}
    >
      <OneTimeCodeField name="code" label={label} />
      <Button type="submit" wide pending={pending}>
        Go on
      </Button>
    </Form>
  );
}
