'use client';
import { AlertDialog } from '@base-ui/react/alert-dialog';
import type { ReactNode } from 'react';
import type { Trouble } from '../lib/refusals.ts';
import { Button } from './button.tsx';
import { dialogPlace, dialogPopup } from './dialog-look.ts';
import { TextField } from './field.tsx';
import { Form } from './form.tsx';
import { isPhrase } from './phrase.ts';
import { veil } from './surface.ts';

export interface ConfirmByWordsDialogProps {
  open: boolean;
  onOpenChange(open: boolean): void;
  /** The question: 'Delete this account?' */
  title: string;
  /** What follows from it, and what cannot be undone. */
  children: ReactNode;
  /** What is to be typed: the address of the account, the name of the role. */
  phrase: string;
  /** What the buttons do, in words. */
  confirm: string;
  cancel: string;
  pending: boolean;
  trouble: Trouble | null;
  onConfirm(): void | Promise<void>;
}

/** Asks before something that cannot be undone: whoever means it types of whom or of what it is meant. */
export function ConfirmByWordsDialog(props: ConfirmByWordsDialogProps) {
  const { open, onOpenChange, title, children, phrase, confirm, cancel, pending, trouble, onConfirm } = props;
  return (
    <AlertDialog.Root open={open} onOpenChange={(wanted) => !pending && onOpenChange(wanted)}>
      <AlertDialog.Portal>
        <AlertDialog.Backdrop forceRender className={veil} />
        <AlertDialog.Viewport className={dialogPlace}>
          <AlertDialog.Popup data-task="" className={dialogPopup}>
            <div className="grid gap-2">
              <AlertDialog.Title className="text-lg font-semibold wrap-anywhere">{title}</AlertDialog.Title>
              <AlertDialog.Description render={<div />} className="text-soft">
                {children}
              </AlertDialog.Description>
            </div>
            <Form trouble={trouble} onSubmit={onConfirm}>
              <TextField
                name="confirmation"
                label={`To confirm, type “${phrase}”`}
                autoComplete="off"
                autoCapitalize="none"
                autoCorrect="off"
                spellCheck={false}
                required
                validate={(typed) => (isPhrase(String(typed), phrase) ? null : `Type “${phrase}”.`)}
              />
              <div className="flex flex-col-reverse gap-3 sm:flex-row sm:justify-end">
                <AlertDialog.Close render={<Button kind="secondary" />}>{cancel}</AlertDialog.Close>
                <Button type="submit" kind="danger" pending={pending}>
                  {confirm}
                </Button>
              </div>
            </Form>
          </AlertDialog.Popup>
        </AlertDialog.Viewport>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
