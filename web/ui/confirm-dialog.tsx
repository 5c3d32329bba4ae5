'use client';
import { AlertDialog } from '@base-ui/react/alert-dialog';
import { type ReactElement, type ReactNode, useRef, useState } from 'react';
import type { Trouble } from '../lib/refusals.ts';
import { Button } from './button.tsx';
import { dialogPlace, dialogPopup } from './dialog-look.ts';
import { RefusalSummary } from './refusal-summary.tsx';
import { veil } from './surface.ts';

export interface ConfirmDialogProps {
  open: boolean;
  onOpenChange(open: boolean): void;
  /** The question: 'End this session?' */
  title: string;
  /** What follows from a yes, and whether it can be undone. */
  children: ReactNode;
  /** What the buttons do, in words: 'End session', 'Keep it'. Never yes and no. */
  confirm: string;
  cancel: string;
  /** Something is lost by it. */
  danger?: boolean;
  pending?: boolean;
  trouble?: Trouble | null;
  trigger?: ReactElement;
  onConfirm(): void;
}

/**
 * Asks before something that cannot simply be undone. The focus begins on the way back; a press beside it does nothing.
 * Opened once more it asks anew, without what was refused before.
 */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { open, onOpenChange, title, children, confirm, cancel, danger, pending, trouble, trigger, onConfirm } = props;
  const wayBack = useRef<HTMLButtonElement>(null);
  const [earlier, setEarlier] = useState<Trouble | null>(null);
  const change = (wanted: boolean) => {
    if (pending) return;
    if (wanted) setEarlier(trouble ?? null);
    onOpenChange(wanted);
  };
  return (
    <AlertDialog.Root open={open} onOpenChange={change}>
      {trigger && <AlertDialog.Trigger render={trigger} />}
      <AlertDialog.Portal>
        <AlertDialog.Backdrop forceRender className={veil} />
        <AlertDialog.Viewport className={dialogPlace}>
          <AlertDialog.Popup data-task="" initialFocus={wayBack} className={dialogPopup}>
            <div className="grid gap-2">
              <AlertDialog.Title className="text-lg font-semibold">{title}</AlertDialog.Title>
              <AlertDialog.Description render={<div />} className="text-soft">
                {children}
              </AlertDialog.Description>
            </div>
            {trouble && trouble !== earlier && (
              <RefusalSummary trouble={trouble} elsewhere={Object.keys(trouble.fields)} />
            )}
            <p role="status" className="sr-only">
              {pending ? 'Working' : ''}
            </p>
            <div className="flex flex-col-reverse gap-3 sm:flex-row sm:justify-end">
              <AlertDialog.Close render={<Button ref={wayBack} kind="secondary" />}>{cancel}</AlertDialog.Close>
              <Button kind={danger ? 'danger' : 'primary'} pending={pending} onClick={onConfirm}>
                {confirm}
              </Button>
            </div>
          </AlertDialog.Popup>
        </AlertDialog.Viewport>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
