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
  const { rename } = useOwnPasskeys();
  const { submit, pending, trouble } = useSubmit({
    schema: contract.routes.renamePasskey.body,
    send: ({ name }: { name: string }) => rename({ id: passkey.id, name }),
    done: () => onOpenChange(false),
  });
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Name this passkey"
      description="The name stands in this list and in mails about this passkey."
      trigger={<IconButton label={`Rename ${passkey.name}`}>{icon}</IconButton>}
    >
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
    </Dialog>
  );
}
