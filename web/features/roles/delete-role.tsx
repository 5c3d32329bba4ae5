'use client';
import { type Role, rolesKey } from '../../lib/administration/roles.ts';
import { useChange } from '../../lib/administration/use-change.ts';
import { ConfirmByWordsDialog } from '../../ui/confirm-by-words-dialog.tsx';
import { client } from './client.ts';

export interface DeleteRoleProps {
  role: Role;
  onClose(): void;
  onDeleted(): void;
}

const words = {
  CONFLICT: {
    title: 'Somebody still has this role.',
    advice: 'Take it away from everybody who has it (the list of users can be filtered by it), then try again.',
  },
};

/** Deletes a role of whoever typed what it is called. */
export function DeleteRole({ role, onClose, onDeleted }: DeleteRoleProps) {
  const { submit, pending, trouble } = useChange({
    words,
    concerns: [rolesKey],
    send: (_: undefined, call) => client.deleteRole({ ...call, params: { id: role.id } }),
    done: onDeleted,
  });
  return (
    <ConfirmByWordsDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Delete ${role.display_name}?`}
      phrase={role.name}
      confirm="Delete the role"
      cancel="Keep it"
      pending={pending}
      trouble={trouble}
      onConfirm={() => submit(undefined)}
    >
      The role and its {role.permissions.length} permissions are gone. It cannot be brought back, only made anew.
    </ConfirmByWordsDialog>
  );
}
