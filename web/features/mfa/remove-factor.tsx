'use client';
import { useState } from 'react';
import { useSubmit } from '../../lib/use-submit.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { useToast } from '../../ui/toast.tsx';
import { type FactorKind, useFactorChanges } from './own-factors.ts';
import { factorNames } from './words.ts';

export interface RemoveFactorProps {
  kind: FactorKind;
  /** With the last one two steps are off. */
  isLast: boolean;
}

export function RemoveFactor({ kind, isLast }: RemoveFactorProps) {
  const [open, setOpen] = useState(false);
  const { remove } = useFactorChanges();
  const toast = useToast();
  const { submit, pending, trouble } = useSubmit({
    send: () => remove(kind),
    done: () => {
      setOpen(false);
      toast({ title: isLast ? 'Two-step verification is off' : `Your ${factorNames[kind]} is removed` });
    },
  });
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={setOpen}
      danger
      title={isLast ? 'Turn two-step verification off?' : `Remove your ${factorNames[kind]}?`}
      confirm={isLast ? 'Turn it off' : 'Remove'}
      cancel="Keep it"
      pending={pending}
      trouble={trouble}
      trigger={
        <Button kind="quiet" size="small">
          Remove
        </Button>
      }
      onConfirm={() => submit(undefined)}
    >
      {isLast
        ? 'A sign-in asks for your password alone then, and your recovery codes are gone. Your other devices are signed out.'
        : 'A sign-in does not take its codes any more, and your other devices are signed out.'}
    </ConfirmDialog>
  );
}
