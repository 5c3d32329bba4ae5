'use client';
import { KeyRound } from 'lucide-react';
import { passkey } from '../../../lambdas/flows/passkey/contract.ts';
import { createClient } from '../../../lambdas/kernel/http/client.ts';
import { Button } from '../../ui/button.tsx';
import { Form } from '../../ui/form.tsx';
import { type Assertion, presentPasskey } from '../passkey/ceremony.ts';
import { useCeremony } from '../passkey/use-ceremony.ts';
import { proofWords } from '../passkey/words.ts';
import { authorized } from '../session/browser.ts';
import type { ProofProps } from './proof.ts';

const client = createClient({ passkey }).passkey;

/** A passkey, whether or not two steps are on. */
export function PasskeyProof({ onProven }: ProofProps) {
  const { run, pending, trouble } = useCeremony({
    ask: () => authorized((bearer) => client.passkeyStepUpOptions({ bearer })),
    use: presentPasskey,
    send: (assertion: Assertion) => authorized((bearer) => client.passkeyStepUp({ bearer, body: { assertion } })),
    done: ({ data }) => onProven(data),
    words: proofWords,
  });
  return (
    <Form trouble={trouble} onSubmit={run}>
      <p>Your device asks for your fingerprint, your face or its PIN.</p>
      <Button type="submit" wide pending={pending}>
        <KeyRound aria-hidden="true" />
        Use a passkey
      </Button>
    </Form>
  );
}
