'use client';
import { Confirm } from '../../../ui/confirm.tsx';
import type { AccountAction } from './account-actions.ts';
import { useAccountChange } from './account-change.ts';
import type { ManagedUser } from './managed-user.ts';

export interface ActionDialogProps {
  action: AccountAction;
  /** As they were when the question was asked. */
  user: ManagedUser;
  onClose(): void;
  onDone(said: string): void;
}

/** Asks for one action on one account, and does it. */
export function ActionDialog({ action, user, onClose, onDone }: ActionDialogProps) {
  const { submit, pending, trouble } = useAccountChange(user, {
    send: (_: undefined, call) => action.send(user, call),
    done: () => onDone(action.done(user)),
    ...(action.words && { words: action.words }),
  });
  return (
    <Confirm
      title={action.question(user)}
      confirm={action.button}
      cancel={action.cancel}
      danger={action.danger}
      phrase={action.byWords ? user.email : undefined}
      pending={pending}
      trouble={trouble}
      onConfirm={() => submit(undefined)}
      onClose={onClose}
    >
      {action.consequence}
    </Confirm>
  );
}
