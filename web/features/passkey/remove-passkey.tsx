'use client';
import type { OwnWords } from '../../lib/refusals.ts';
import { useSubmit } from '../../lib/use-submit.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { useToast } from '../../ui/toast.tsx';
import { useOwnPasskeys } from './own-passkeys.ts';
import type { PasskeyDialogProps } from './rename-passkey.tsx';

const words: OwnWords = {
  LAST_CREDENTIAL: {
    title: 'This is your only way to sign in.',
    advice: 'Add another passkey, set a password or link an account first. Then you can remove this one.',
  },
};

export function RemovePasskey({ passkey, open, onOpenChange, icon }: PasskeyDialogProps) {
  const { remove } = useOwnPasskeys();
  const toast = useToast();
  const { submit, pending, trouble } = useSubmit({
    send: (id: string) => remove(id),
    done: () => {
      onOpenChange(false);
      toast({ title: 'Passkey removed' });
    },
    words,
  });
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={onOpenChange}
      danger
      title={`Remove ${passkey.name}?`}
      confirm="Remove passkey"
      cancel="Keep it"
      pending={pending}
      trouble={trouble}
      trigger={<IconButton label={`Remove ${passkey.name}`}>{icon}</IconButton>}
      onConfirm={() => submit(passkey.id)}
    >
      It signs you in no more, and your other devices are signed out. Your device may go on offering it: delete it
      there, too.
    </ConfirmDialog>
  );
}
