'use client';
import { useState } from 'react';
import { useSubmit } from '../../lib/use-submit.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { RefusalSummary } from '../../ui/refusal-summary.tsx';
import { useToast } from '../../ui/toast.tsx';
import { ConfirmEnrolment } from './confirm-enrolment.tsx';
import { type Enrolment, enrol, type FactorKind } from './own-factors.ts';
import { RecoveryCodes } from './recovery-codes.tsx';

export interface EnrolFactorProps {
  kind: FactorKind;
  label: string;
  /** Takes the place of one that is on. */
  replaces?: boolean;
  quiet?: boolean;
}

export const factorNames: Readonly<Record<FactorKind, string>> = {
  totp: 'authenticator app',
  hotp: 'hardware token',
};

/** The secret, its first code, and then the recovery codes where there are new ones. */
export function EnrolFactor({ kind, label, replaces = false, quiet = false }: EnrolFactorProps) {
  const [enrolment, setEnrolment] = useState<Enrolment | null>(null);
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const toast = useToast();
  const { submit, pending, trouble } = useSubmit({ send: enrol, done: ({ data }) => setEnrolment(data) });
  const close = () => {
    setEnrolment(null);
    setCodes(null);
  };
  const confirmed = (fresh: readonly string[]) => {
    toast({ title: `Your ${factorNames[kind]} is on`, description: 'Your next sign-in asks for its code.' });
    if (fresh.length > 0) setCodes(fresh);
    else close();
  };
  return (
    <>
      <Button
        kind={quiet ? 'quiet' : 'primary'}
        size={quiet ? 'small' : 'normal'}
        pending={pending}
        onClick={() => submit(kind)}
      >
        {label}
      </Button>
      {trouble && <RefusalSummary trouble={trouble} elsewhere={[]} />}
      <Dialog
        open={enrolment !== null}
        // Codes that are shown once are not closed by a slip.
        onOpenChange={(wanted) => !wanted && codes === null && close()}
        title={codes ? 'Keep your recovery codes' : `${replaces ? 'Replace' : 'Set up'} your ${factorNames[kind]}`}
        description={
          codes ? 'If you lose your device, each of these signs you in once. They are not shown again.' : undefined
        }
      >
        {codes ? (
          <RecoveryCodes codes={codes} onKept={close} />
        ) : (
          enrolment && <ConfirmEnrolment kind={kind} enrolment={enrolment} onConfirmed={confirmed} />
        )}
      </Dialog>
    </>
  );
}
