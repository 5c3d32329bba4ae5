'use client';
import { useState } from 'react';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { TextField } from '../../../ui/field.tsx';
import { Form } from '../../../ui/form.tsx';
import { SwitchField } from '../../../ui/toggle-fields.tsx';
import { client } from '../client.ts';
import { ifUnchanged } from './account-call.ts';
import { useAccountChange } from './account-change.ts';
import type { ManagedUser } from './managed-user.ts';

export interface EditUserProps {
  user: ManagedUser;
  onClose(): void;
  onDone(said: string): void;
}

interface Body {
  name?: string;
  email_verified?: boolean;
}

/** Changes what an administrator may change in place. Only what is another value is sent. */
export function EditUser({ user, onClose, onDone }: EditUserProps) {
  const [isVerified, setVerified] = useState(user.email_verified);
  const { submit, pending, trouble } = useAccountChange(user, {
    send: (body: Body, call) => client.updateUser({ ...ifUnchanged(call, user), body }),
    done: () => onDone('The account is changed.'),
  });
  const save = ({ name = '' }: Record<string, string>) => {
    const body: Body = {
      ...(name.trim() !== user.name && { name }),
      ...(isVerified !== user.email_verified && { email_verified: isVerified }),
    };
    return Object.keys(body).length > 0 ? submit(body) : onClose();
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Edit the account"
      description={<span className="wrap-anywhere">{user.email}</span>}
    >
      <Form trouble={trouble} onSubmit={save}>
        <TextField
          name="name"
          label="Name"
          defaultValue={user.name}
          autoComplete="off"
          dir="auto"
          required
          maxLength={100}
        />
        <SwitchField
          name="email_verified"
          label="Address verified"
          hint={
            user.email_verified
              ? 'Without it nobody can sign in until the address is verified anew, and sessions end.'
              : 'Only where you know by another way that the mailbox is theirs. What was set on the account before anybody showed that, the password too, counts no more.'
          }
          checked={isVerified}
          onCheckedChange={setVerified}
        />
        <Button type="submit" pending={pending}>
          Save
        </Button>
      </Form>
    </Dialog>
  );
}
