'use client';
import { Dialog as BaseDialog } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import { type ReactElement, type ReactNode, useRef } from 'react';
import { dialogPlace, dialogPopup, wideDialogPopup } from './dialog-look.ts';
import { iconButton, veil } from './surface.ts';
import { isMeantForAnother } from './upmost.ts';

export interface DialogProps {
  open: boolean;
  onOpenChange(open: boolean): void;
  title: string;
  description?: ReactNode;
  /** The button that opens it and gets the focus back. */
  trigger?: ReactElement;
  /** It is left by a button of the task alone: what it shows is not shown again. */
  staysOpen?: boolean;
  /** For a task with much to choose from. */
  wide?: boolean;
  children: ReactNode;
}

/** A task above the page. The focus stays in it; Escape, a press beside it and its button close it. */
export function Dialog({ open, onOpenChange, title, description, trigger, staysOpen, wide, children }: DialogProps) {
  const popup = useRef<HTMLDivElement>(null);
  return (
    <BaseDialog.Root
      open={open}
      onOpenChange={(wanted, wish) => {
        if (wanted || !(staysOpen || isMeantForAnother(wish, popup.current))) onOpenChange(wanted);
      }}
    >
      {trigger && <BaseDialog.Trigger render={trigger} />}
      <BaseDialog.Portal>
        <BaseDialog.Backdrop forceRender className={veil} />
        <BaseDialog.Viewport className={dialogPlace}>
          <BaseDialog.Popup ref={popup} data-task="" className={wide ? wideDialogPopup : dialogPopup}>
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
