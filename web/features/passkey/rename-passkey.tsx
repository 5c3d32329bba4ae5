'use client';
import type { ReactElement } from 'react';
import { passkey as contract } from '../../../lambdas/flows/passkey/contract.ts';
import { useSubmit } from '../../lib/use-submit.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { Form } from '../../ui/form.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { type Passkey, useOwnPasskeys } from './own-passkeys.ts';

export interface PasskeyDialogProps {
  passkey: Passkey;
  open: boolean;
  onOpenChange(open: boolean): void;
  icon: ReactElement;
}

export function RenamePasskey({ passkey, open, onOpenChange, icon }: PasskeyDialogProps) {
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Name this passkey"
      description="The name stands in this list and in mails about this passkey."
      trigger={<IconButton label={`Rename ${passkey.name}`}>{icon}</IconButton>}
    >
      <NameForm passkey={passkey} onNamed={() => onOpenChange(false)} />
    </Dialog>
  );
}

/** Made anew each time that it is opened. */
function NameForm({ passkey, onNamed }: { passkey: Passkey; onNamed(): void }) {
  const { rename } = useOwnPasskeys();
  const { submit, pending, trouble } = useSubmit({
    schema: contract.routes.renamePasskey.body,
    send: ({ name }: { name: string }) => rename({ id: passkey.id, name }),
    done: onNamed,
  });
  return (
    <Form trouble={trouble} onSubmit={({ name = '' }) => submit({ name })}>
      <TextField
        name="name"
        label="Name"
        defaultValue={passkey.name}
        required
        maxLength={100}
        autoComplete="off"
        dir="auto"
      />
      <Button type="submit" pending={pending}>
        Save
      </Button>
    </Form>
  );
}
