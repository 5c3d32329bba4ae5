'use client';
import { useEffect, useRef, useState } from 'react';
import type { StepUpMethod } from '../../../lambdas/kernel/http/fields.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { RefusalSummary } from '../../ui/refusal-summary.tsx';
import { Loading } from '../../ui/skeleton.tsx';
import type { Tokens } from '../api.ts';
import { session } from '../session/browser.ts';
import { proofs } from './proof.ts';
import { useStepUpMethods } from './use-step-up-methods.ts';

export interface StepUpDialogProps {
  /** Whether the session has been proven anew; false where the person gave up. */
  onFinish(proven: boolean): void;
}

/** Asks for one of the proofs that the account takes. */
export function StepUpDialog({ onFinish }: StepUpDialogProps) {
  const { methods, trouble, readAgain } = useStepUpMethods();
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onFinish(false)}
      title="Show that it is you"
      description="What you are about to do concerns the safety of your account, so we ask once more."
    >
      {methods && (
        <Proofs
          methods={methods}
          onProven={(tokens) => {
            session.start(tokens);
            onFinish(true);
          }}
        />
      )}
      {!methods && !trouble && <Loading what="what your account takes" />}
      {!methods && trouble && (
        <RefusalSummary trouble={trouble} elsewhere={[]}>
          <Button kind="secondary" onClick={readAgain}>
            Try again
          </Button>
        </RefusalSummary>
      )}
    </Dialog>
  );
}

function Proofs({ methods, onProven }: { methods: readonly StepUpMethod[]; onProven(tokens: Tokens): void }) {
  const known = proofs.filter(({ method }) => methods.includes(method));
  const [picked, pick] = useState(known[0]);
  // The proofs come after the dialog, which has then given the focus to its last button.
  const task = useRef<HTMLDivElement>(null);
  useEffect(() => task.current?.querySelector<HTMLElement>('input, button')?.focus(), []);
  if (!picked) return <p>This page has no way to ask you. Sign out and in again, then try once more.</p>;
  return (
    <div ref={task} className="grid gap-5">
      <picked.Form key={picked.method} onProven={onProven} />
      {known.length > 1 && (
        <div className="grid gap-2 border-t border-line pt-4">
          {known
            .filter((proof) => proof !== picked)
            .map((proof) => (
              <Button key={proof.method} kind="quiet" wide onClick={() => pick(proof)}>
                {proof.label}
              </Button>
            ))}
        </div>
      )}
    </div>
  );
}
