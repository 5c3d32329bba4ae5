'use client';
import { useState } from 'react';
import type { OwnWords } from '../../lib/refusals.ts';
import type { Identity } from '../../lib/sign-in-providers/identities.ts';
import { useSubmit } from '../../lib/use-submit.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { useToast } from '../../ui/toast.tsx';
import { useUnlink } from './own-identities.ts';

const words: OwnWords = {
  LAST_CREDENTIAL: {
    title: 'This is your only way to sign in.',
    advice: 'Set a password, add a passkey or link another account first. Then you can unlink this one.',
  },
};

export function UnlinkAccount({ identity, name }: { identity: Identity; name: string }) {
  const [open, setOpen] = useState(false);
  const unlink = useUnlink();
  const toast = useToast();
  const { submit, pending, trouble } = useSubmit({
    send: (id: string) => unlink(id),
    done: () => {
      setOpen(false);
      toast({ title: `${name} is unlinked`, description: 'It signs you in no more.' });
    },
    words,
  });
  const label = identity.email === null ? name : `${name}, ${identity.email}`;
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={setOpen}
      danger
      title={`Unlink ${name}?`}
      confirm="Unlink"
      cancel="Keep it"
      pending={pending}
      trouble={trouble}
      trigger={
        <Button kind="secondary" size="small" aria-label={`Unlink ${label}`}>
          Unlink
        </Button>
      }
      onConfirm={() => submit(identity.id)}
    >
      It signs you in no more, and your other devices are signed out. Your account there stays as it is.
    </ConfirmDialog>
  );
}
