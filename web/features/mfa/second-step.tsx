'use client';
import { type ReactNode, useState } from 'react';
import type { SecondFactorMethod } from '../../../lambdas/kernel/http/fields.ts';
import { type PendingSignIn, pendingSignIn } from '../../lib/session/pending-sign-in.ts';
import { useGoOn } from '../../lib/session/use-go-on.ts';
import { wantedPage } from '../../lib/session/wanted-page.ts';
import { useHydrated } from '../../lib/use-hydrated.ts';
import { Button } from '../../ui/button.tsx';
import { EntryPage } from '../../ui/entry-page.tsx';
import { Loading } from '../../ui/skeleton.tsx';
import { CodeForm } from './code-form.tsx';
import { SignInOver } from './sign-in-over.tsx';
import { methodWords } from './words.ts';

const title = 'One more step';

export interface SecondStepProps {
  /** Finishes the sign-in by a passkey. */
  passkey?: ReactNode;
}

/** The second step of a sign-in: by whichever of the account's ways the person has at hand. */
export function SecondStep({ passkey }: SecondStepProps) {
  if (useHydrated()) return <InBrowser passkey={passkey} />;
  return (
    <EntryPage title={title} provisional>
      <Loading what="the second step" />
    </EntryPage>
  );
}

function InBrowser({ passkey }: SecondStepProps) {
  // As it was found: a sign-in that is finished here is forgotten elsewhere.
  const [pending] = useState(() => pendingSignIn(location.hash));
  const [over, setOver] = useState(false);
  const methods = pending?.methods.filter((method) => method !== 'webauthn' || passkey !== undefined) ?? [];
  const [first] = methods;
  if (!pending || first === undefined || over) return <SignInOver />;
  return <Ways pending={pending} methods={methods} first={first} passkey={passkey} onOver={() => setOver(true)} />;
}

interface WaysProps extends SecondStepProps {
  pending: PendingSignIn;
  methods: readonly SecondFactorMethod[];
  first: SecondFactorMethod;
  onOver(): void;
}

function Ways({ pending, methods, first, passkey, onOver }: WaysProps) {
  const [method, setMethod] = useState(first);
  const [leaving, goOn] = useGoOn();
  const others = methods.filter((one) => one !== method);
  return (
    <EntryPage title={title} lead={methodWords[method].lead}>
      {method === 'webauthn' ? (
        passkey
      ) : (
        <CodeForm
          key={method}
          method={method}
          token={pending.token}
          leaving={leaving}
          onOver={onOver}
          onSignedIn={(data) => goOn(data, wantedPage())}
        />
      )}
      {others.length > 0 && (
        <div className="grid gap-2 border-t border-line pt-5">
          {others.map((other) => (
            <Button key={other} kind="quiet" wide onClick={() => setMethod(other)}>
              {methodWords[other].use}
            </Button>
          ))}
        </div>
      )}
    </EntryPage>
  );
}
