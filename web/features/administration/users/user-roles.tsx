'use client';
import { useState } from 'react';
import { roles as contract } from '../../../../lambdas/flows/roles/contract.ts';
import { createClient } from '../../../../lambdas/kernel/http/client.ts';
import type { Role } from '../../../lib/administration/roles.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Form } from '../../../ui/form.tsx';
import { ifUnchanged } from './account-call.ts';
import { useAccountChange } from './account-change.ts';
import type { ManagedUser } from './managed-user.ts';
import { RoleChoice } from './role-choice.tsx';

const { assignRoles } = createClient({ roles: contract }).roles;

export interface UserRolesProps {
  user: ManagedUser;
  roles: readonly Role[];
  onClose(): void;
  onDone(said: string): void;
}

/** Gives and takes roles. */
export function UserRoles({ user, roles, onClose, onDone }: UserRolesProps) {
  const [picked, setPicked] = useState<ReadonlySet<string>>(
    () => new Set(roles.filter(({ name }) => user.roles.includes(name)).map(({ id }) => id)),
  );
  const { submit, pending, trouble } = useAccountChange(user, {
    send: (roleIds: string[], call) => assignRoles({ ...ifUnchanged(call, user), body: { role_ids: roleIds } }),
    done: () => onDone(`The roles of ${user.name || user.email} are changed.`),
  });
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Roles of ${user.name || user.email}`}
      description="Nobody gives a role that holds more than they do."
    >
      <Form trouble={trouble} onSubmit={() => submit([...picked].sort())}>
        <RoleChoice roles={roles} picked={picked} error={trouble?.fields.role_ids} onChange={setPicked} />
        <Button type="submit" pending={pending}>
          Save roles
        </Button>
      </Form>
    </Dialog>
  );
}
