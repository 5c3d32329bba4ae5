'use client';
import { ConfirmByWordsDialog } from '../../../ui/confirm-by-words-dialog.tsx';
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx';
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
  const shared = {
    open: true,
    onOpenChange: (open: boolean) => !open && onClose(),
    title: action.question(user),
    children: action.consequence,
    confirm: action.button,
    cancel: action.cancel,
    pending,
    trouble: pending ? null : trouble,
    onConfirm: () => submit(undefined),
  };
  return action.byWords ? (
    <ConfirmByWordsDialog {...shared} phrase={user.email} />
  ) : (
    <ConfirmDialog {...shared} danger={action.danger} />
  );
}
