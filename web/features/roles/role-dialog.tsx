'use client';
import { useState } from 'react';
import type * as z from 'zod/mini';
import { type Role, rolesKey } from '../../lib/administration/roles.ts';
import { useChange } from '../../lib/administration/use-change.ts';
import { useMe } from '../../lib/session/me.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { Form } from '../../ui/form.tsx';
import { client, routes } from './client.ts';
import { PermissionChoice } from './permission-choice.tsx';
import type { Permission } from './permissions.ts';

export interface RoleDialogProps {
  open: boolean;
  /** Null makes another one. */
  existing: Role | null;
  permissions: readonly Permission[];
  onClose(): void;
  onSaved(role: Role): void;
}

type Body = z.input<typeof routes.createRole.body>;

const words = {
  CONFLICT: {
    title: 'This cannot be saved as it is.',
    advice:
      'Another role is called like this, or roles were changed at the same moment. Look at the list, then try again.',
  },
};

/** Makes a role, or changes one. */
export function RoleDialog({ open, existing, permissions, onClose, onSaved }: RoleDialogProps) {
  const saved = existing?.display_name;
  return (
    <Dialog
      open={open}
      onOpenChange={(wanted) => !wanted && onClose()}
      title={saved ? `Change ${saved}` : 'New role'}
      description={
        saved ? 'It is felt at the next request of everybody who has it.' : 'It can have each permission that you hold.'
      }
      wide
    >
      <RoleForm existing={existing} permissions={permissions} onSaved={onSaved} />
    </Dialog>
  );
}

function RoleForm({ existing, permissions, onSaved }: Pick<RoleDialogProps, 'existing' | 'permissions' | 'onSaved'>) {
  const { user } = useMe();
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set(existing?.permissions));
  const { submit, pending, trouble } = useChange({
    schema: existing ? undefined : routes.createRole.body,
    words,
    concerns: [rolesKey],
    send: ({ name, ...body }: Body, call) =>
      existing
        ? client.updateRole({ ...call, params: { id: existing.id }, body })
        : client.createRole({ ...call, body: { name, ...body } }),
    done: ({ data }) => onSaved(data),
  });
  return (
    <Form
      trouble={trouble}
      onSubmit={({ name = '', display_name = '', description = '' }) =>
        submit({ name, display_name, description, permissions: [...picked].sort() })
      }
    >
      <TextField
        name="display_name"
        label="Name"
        hint="As people read it."
        defaultValue={existing?.display_name}
        autoComplete="off"
        required
        maxLength={100}
      />
      {!existing && (
        <TextField
          name="name"
          label="Name for apps"
          hint="Stands in tokens and stays as it is: small letters, digits, - and _."
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          required
          maxLength={50}
        />
      )}
      <TextField
        name="description"
        label="Description"
        hint="What it is for."
        defaultValue={existing?.description}
        autoComplete="off"
        maxLength={500}
      />
      <PermissionChoice
        permissions={permissions}
        picked={picked}
        held={user.permissions}
        error={trouble?.fields.permissions}
        onChange={setPicked}
      />
      <Button type="submit" pending={pending}>
        {existing ? 'Save the role' : 'Make the role'}
      </Button>
    </Form>
  );
}
