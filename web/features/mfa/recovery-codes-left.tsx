'use client';
import { useState } from 'react';
import { useSubmit } from '../../lib/use-submit.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { useFactorChanges } from './own-factors.ts';
import { RecoveryCodes } from './recovery-codes.tsx';
import { codesTitle, codesWords } from './words.ts';

/** A fresh set in the place of the old one. */
export function RecoveryCodesLeft({ left }: { left: number }) {
  const [asking, setAsking] = useState(false);
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const { replaceCodes } = useFactorChanges();
  const { submit, pending, trouble } = useSubmit({
    send: () => replaceCodes(),
    done: ({ data }) => {
      setAsking(false);
      setCodes(data.recovery_codes);
    },
  });
  return (
    <>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title="Make new recovery codes?"
        confirm="Make new codes"
        cancel="Keep the old ones"
        pending={pending}
        trouble={trouble}
        trigger={
          <Button kind={left > 3 ? 'quiet' : 'secondary'} size="small">
            Make new codes
          </Button>
        }
        onConfirm={() => submit(undefined)}
      >
        The old ones do not work any more then, and your other devices are signed out.
      </ConfirmDialog>
      <Dialog
        open={codes !== null}
        onOpenChange={() => setCodes(null)}
        staysOpen
        title={codesTitle}
        description={codesWords}
      >
        {codes && <RecoveryCodes codes={codes} onKept={() => setCodes(null)} />}
      </Dialog>
    </>
  );
}
