'use client';
import { KeyRound } from 'lucide-react';
import { useState } from 'react';
import { type Assertion, presentPasskey } from '../../lib/passkey/ceremony.ts';
import { useCeremony } from '../../lib/passkey/use-ceremony.ts';
import { proofWords } from '../../lib/passkey/words.ts';
import { pendingSignIn } from '../../lib/session/pending-sign-in.ts';
import { withReturnTo } from '../../lib/session/return-to.ts';
import { signInBy } from '../../lib/session/sign-in.ts';
import { useGoOn } from '../../lib/session/use-go-on.ts';
import { wantedPage } from '../../lib/session/wanted-page.ts';
import { Button } from '../../ui/button.tsx';
import { Form } from '../../ui/form.tsx';
import { TextLink } from '../../ui/text-link.tsx';
import { client } from './client.ts';

/** Finishes the sign-in that waits by one of its account's passkeys. */
export function SecondStepByPasskey() {
  const [wanted] = useState(wantedPage);
  const [leaving, goOn] = useGoOn();
  const { run, pending, trouble } = useCeremony({
    ask: () => client.passkeySecondFactorOptions({ body: pendingToken() }),
    use: presentPasskey,
    send: (assertion: Assertion) =>
      signInBy(() => client.passkeySecondFactor({ body: { ...pendingToken(), assertion } })),
    done: ({ data }) => goOn(data, wanted),
    words: proofWords,
  });
  return (
    <Form
      trouble={trouble}
      remedy={
        trouble?.code === 'TOKEN_INVALID' && (
          <TextLink href={withReturnTo('/sign-in', wanted ?? '')}>Sign in again</TextLink>
        )
      }
      onSubmit={run}
    >
      <Button type="submit" wide pending={pending || leaving}>
        <KeyRound aria-hidden="true" />
        Use a passkey
      </Button>
    </Form>
  );
}

/** Nothing where the browser holds it in its cookie. */
function pendingToken(): { mfa_token?: string } {
  const token = pendingSignIn(location.hash)?.token ?? null;
  return token === null ? {} : { mfa_token: token };
}
