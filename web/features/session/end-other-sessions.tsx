'use client';
import { useState } from 'react';
import { useSubmit } from '../../lib/use-submit.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { useEndings } from './own-sessions.ts';

/** Signs every device out but this one, after a question. */
export function EndOtherSessions({ onEnded }: { onEnded(): void }) {
  const [open, setOpen] = useState(false);
  const { endOthers } = useEndings();
  const { submit, pending, trouble } = useSubmit({
    send: endOthers,
    done: () => {
      setOpen(false);
      onEnded();
    },
  });
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={setOpen}
      danger
      title="Sign out everywhere else?"
      confirm="Sign out all others"
      cancel="Keep them signed in"
      pending={pending}
      trouble={trouble}
      trigger={<Button kind="secondary">Sign out all others</Button>}
      onConfirm={() => submit(undefined)}
    >
      Every browser and app but this one is signed out at once, and what was not saved there may be lost. Where somebody
      else may know your password, change it as well.
    </ConfirmDialog>
  );
}
