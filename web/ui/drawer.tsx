'use client';
import { Dialog } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import { type ReactNode, useRef } from 'react';
import { iconButton, veil } from './surface.ts';
import { isMeantForAnother } from './upmost.ts';

export interface DrawerProps {
  open: boolean;
  onClose(): void;
  title: ReactNode;
  /** Below the title: what tells this one from others. */
  description?: ReactNode;
  children: ReactNode;
}

/** The details of one row, beside the list that it belongs to; on a narrow screen over it. Escape closes it. */
export function Drawer({ open, onClose, title, description, children }: DrawerProps) {
  const popup = useRef<HTMLDivElement>(null);
  return (
    <Dialog.Root
      open={open}
      onOpenChange={(wanted, wish) => {
        if (!wanted && !isMeantForAnother(wish, popup.current)) onClose();
      }}
    >
      <Dialog.Portal>
        <Dialog.Backdrop className={veil} />
        <Dialog.Popup
          ref={popup}
          // Its title is read out; the keyboard goes on to what it holds.
          initialFocus={popup}
          className="fixed inset-y-0 right-0 flex w-full max-w-2xl flex-col border-line bg-surface text-ink shadow-float outline-none transition-[translate,opacity] data-ending-style:translate-x-8 data-ending-style:opacity-0 data-starting-style:translate-x-8 data-starting-style:opacity-0 sm:border-l"
        >
          <div className="flex items-start justify-between gap-4 border-b border-line py-3 pr-3 pl-5 sm:pl-6">
            <div className="grid min-w-0 gap-0.5 py-2">
              <Dialog.Title className="text-lg font-semibold wrap-anywhere">{title}</Dialog.Title>
              {description && (
                <Dialog.Description render={<div />} className="text-soft">
                  {description}
                </Dialog.Description>
              )}
            </div>
            <Dialog.Close aria-label="Close" className={iconButton}>
              <X aria-hidden="true" className="size-5" />
            </Dialog.Close>
          </div>
          {/* May be scrolled by the keyboard alone, whatever it holds (WCAG 2.2 2.1.1). */}
          <section
            aria-label="Details"
            // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls is reached by the keyboard
            tabIndex={0}
            className="min-h-0 grow overflow-y-auto overscroll-contain p-5 -outline-offset-3 sm:p-6"
          >
            {children}
          </section>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
