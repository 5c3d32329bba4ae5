'use client';
import type { Trouble } from '../lib/refusals.ts';
import { ConfirmByWordsDialog } from './confirm-by-words-dialog.tsx';
import { ConfirmDialog, type ConfirmDialogProps } from './confirm-dialog.tsx';

export interface ConfirmProps extends Omit<ConfirmDialogProps, 'open' | 'onOpenChange' | 'trigger'> {
  /** What is to be typed, where it cannot be undone. */
  phrase: string | undefined;
  pending: boolean;
  trouble: Trouble | null;
  onClose(): void;
}

/** Asks in the way that fits what follows from a yes. */
export function Confirm({ phrase, danger, onClose, trouble, ...question }: ConfirmProps) {
  const asked = {
    ...question,
    open: true,
    onOpenChange: (open: boolean) => !open && onClose(),
    trouble: question.pending ? null : trouble,
  };
  return phrase === undefined ? (
    <ConfirmDialog {...asked} danger={danger} />
  ) : (
    <ConfirmByWordsDialog {...asked} phrase={phrase} />
  );
}
