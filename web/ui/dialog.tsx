'use client';
import { Dialog as BaseDialog } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import { dialogPlace, dialogPopup } from './dialog-look.ts';
import { iconButton, veil } from './surface.ts';

export interface DialogProps {
  open: boolean;
  onOpenChange(open: boolean): void;
  title: string;
  description?: ReactNode;
  /** The button that opens it and gets the focus back. */
  trigger?: ReactElement;
  /** It is left by a button of the task alone: what it shows is not shown again. */
  staysOpen?: boolean;
  children: ReactNode;
}

/** A task above the page. The focus stays in it; Escape, a press beside it and its button close it. */
export function Dialog({ open, onOpenChange, title, description, trigger, staysOpen, children }: DialogProps) {
  return (
    <BaseDialog.Root open={open} onOpenChange={(wanted) => (wanted || !staysOpen) && onOpenChange(wanted)}>
      {trigger && <BaseDialog.Trigger render={trigger} />}
      <BaseDialog.Portal>
        <BaseDialog.Backdrop className={veil} />
        <BaseDialog.Viewport className={dialogPlace}>
          <BaseDialog.Popup className={dialogPopup}>
            <div className="grid gap-1.5 pr-10">
              <BaseDialog.Title className="text-lg font-semibold">{title}</BaseDialog.Title>
              {description && (
                <BaseDialog.Description render={<div />} className="text-soft">
                  {description}
                </BaseDialog.Description>
              )}
            </div>
            {children}
            {/* Last, so that the focus begins at the task. */}
            {!staysOpen && (
              <BaseDialog.Close aria-label="Close" className={`absolute top-3 right-3 ${iconButton}`}>
                <X aria-hidden="true" className="size-5" />
              </BaseDialog.Close>
            )}
          </BaseDialog.Popup>
        </BaseDialog.Viewport>
      </BaseDialog.Portal>
    </BaseDialog.Root>
  );
}
