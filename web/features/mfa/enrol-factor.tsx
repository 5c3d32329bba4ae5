'use client';
import { useState } from 'react';
import { useSubmit } from '../../lib/use-submit.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { useToast } from '../../ui/toast.tsx';
import { ConfirmEnrolment } from './confirm-enrolment.tsx';
import { type Enrolment, enrol, type FactorKind } from './own-factors.ts';
import { RecoveryCodes } from './recovery-codes.tsx';
import { codesTitle, codesWords, factorNames } from './words.ts';

export interface Beginning {
  kind: FactorKind;
  /** Takes the place of one that is on. */
  replaces: boolean;
}

/** Setting a factor up, from the press of a button on: the secret, which not everybody gets, comes first. */
export function useEnrolment() {
  const [begun, setBegun] = useState<(Beginning & { enrolment: Enrolment }) | null>(null);
  const [asked, setAsked] = useState<Beginning | null>(null);
  const { submit, pending, trouble } = useSubmit({
    async send(beginning: Beginning) {
      const answer = await enrol(beginning.kind);
      if (answer.ok) setBegun({ ...beginning, enrolment: answer.data });
      return answer;
    },
    done: () => undefined,
  });
  const begin = (beginning: Beginning) => {
    setAsked(beginning);
    void submit(beginning);
  };
  return {
    begin,
    /** What is being asked for now. */
    pending: pending && asked ? asked.kind : null,
    trouble,
    dialog: begun && <EnrolFactor {...begun} onClose={() => setBegun(null)} />,
  };
}

interface EnrolFactorProps extends Beginning {
  enrolment: Enrolment;
  onClose(): void;
}

/** The secret, its first code, and then the recovery codes where there are new ones. */
function EnrolFactor({ kind, replaces, enrolment, onClose }: EnrolFactorProps) {
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const toast = useToast();
  const finish = () => {
    onClose();
    toast({ title: `Your ${factorNames[kind]} is on`, description: 'Your next sign-in asks for its code.' });
  };
  const confirmed = (fresh: readonly string[]) => (fresh.length > 0 ? setCodes(fresh) : finish());
  return (
    <Dialog
      open
      onOpenChange={(wanted) => !wanted && onClose()}
      staysOpen={codes !== null}
      title={codes ? codesTitle : `${replaces ? 'Replace' : 'Set up'} your ${factorNames[kind]}`}
      description={codes && codesWords}
    >
      {codes ? (
        <RecoveryCodes codes={codes} onKept={finish} />
      ) : (
        <ConfirmEnrolment kind={kind} enrolment={enrolment} onConfirmed={confirmed} />
      )}
    </Dialog>
  );
}
